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

        register_nav(desk.desk_places)
