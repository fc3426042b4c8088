from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "用户与登录"

    def ready(self):
        """Tells job owners in their inbox when a job has ended; `core` cannot know the inbox."""
        from accounts.services.inbox import announce_job
        from core.services.jobs import on_finished

        on_finished(announce_job)
