from django.apps import AppConfig


class CreationCycleConfig(AppConfig):
    name = "creation_cycle"
    verbose_name = "创建周期"

    def ready(self):
        """Registers permissions, consequences of moves, job kinds and readiness; they need the models."""
        from creation_cycle import permissions, readiness, tasks  # noqa: F401
        from creation_cycle.services import cycles, filing, notices, standards, titles  # noqa: F401
