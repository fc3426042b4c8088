"""What runs without a person: forgetting uploaded rosters."""

from celery import shared_task

from units.roster_import import importing


@shared_task(name="units.forget_roster_imports")
def forget_roster_imports() -> None:
    """Every hour, see CELERY_BEAT_SCHEDULE. Safe to run twice."""
    importing.forget_old()
