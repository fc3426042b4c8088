from django.apps import AppConfig


class CreditConfig(AppConfig):
    name = "credit"
    verbose_name = "青年信用"

    def ready(self):
        """Registers permissions and consequences; they need the models."""
        from credit import permissions  # noqa: F401
        from credit.services import red_list  # noqa: F401
        from units import places

        places.register("credit", "信用", "credit:unit", order=80)
