from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Demo data and the demo clock; installed in the demo and in tests only, never in production."""

    name = "demo"
    verbose_name = "演示"
