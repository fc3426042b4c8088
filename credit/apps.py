from django.apps import AppConfig


class CreditConfig(AppConfig):
    name = "credit"
    verbose_name = "青年信用"

    def ready(self):
        """Registers permissions, consequences, providers, sets of subjects and the unit's tab; they need the models."""
        from credit import batch_sources, permissions, providers, tasks  # noqa: F401
        from credit.queries import batch_sources as own_sources
        from credit.services import red_list  # noqa: F401
        from units import places

        for provider in (providers.TABLE, providers.MANUAL, providers.HTTP):
            providers.register(provider)
        batch_sources.register("candidates", "红名单候选", own_sources.candidates)
        batch_sources.register("due", "红名单到期复核", own_sources.due)
        places.register("credit", "信用", "credit:unit", order=80)
