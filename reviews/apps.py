from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    verbose_name = "考核评审"

    def ready(self):
        """Registers permissions, the guards that answer for lower moves, and consequences."""
        from reviews import contributions, permissions  # noqa: F401
        from reviews.services import rounds  # noqa: F401
