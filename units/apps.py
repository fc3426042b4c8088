from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = "组织与集体"

    def ready(self):
        """Registers permissions and what follows from moves; they need the models loaded."""
        from units import permissions  # noqa: F401
        from units.roster_import import importing  # noqa: F401
