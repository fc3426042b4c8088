from django.apps import AppConfig


class CreationCycleConfig(AppConfig):
    name = "creation_cycle"
    verbose_name = "创建周期"

    def ready(self):
        """Registers permissions, consequences, job kinds, readiness and the desk's place; they need the models."""
        from core.context import register_nav
        from creation_cycle import permissions, readiness, tasks  # noqa: F401
        from creation_cycle.queries import desk
        from creation_cycle.services import cycles, filing, messages, notices, standards, titles  # noqa: F401
        from units import places as units_places

        register_nav(desk.desk_places)
        units_places.register("unit", "概览", "creation_cycle:unit", order=0)
        units_places.register("roster", "花名册", "creation_cycle:roster", order=90)
