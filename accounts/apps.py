from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "用户与登录"

    def ready(self):
        """Puts the inbox into the navigation and ended jobs into the inbox; `core` cannot know it."""
        from accounts.services.inbox import announce_job, inbox_places
        from core.context import register_nav
        from core.services.jobs import on_finished

        on_finished(announce_job)
        register_nav(inbox_places)
