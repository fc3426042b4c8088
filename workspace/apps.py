from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "workspace"
    verbose_name = "对标创建"

    def ready(self):
        """Registers permissions, consequences and job kinds; they need the models."""
        from workspace import permissions  # noqa: F401
