from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "平台内核"

    def ready(self):
        from core import checks  # noqa: F401  (ready(): registers the checks)

        autodiscover_modules("tasks")  # every process knows every kind of job
