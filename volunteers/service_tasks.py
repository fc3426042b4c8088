"""What happens on its day: events begin, pacts expire, guests are forgotten."""

from celery import shared_task

from core.lifecycle import TransitionBlocked, perform
from volunteers.models import ServiceEvent
from volunteers.services import pacts, stations


@shared_task(name="volunteers.begin_events")
def begin_events() -> None:
    """Every five minutes. Safe to run twice: an event that has begun is no longer found."""
    for event in ServiceEvent.objects.begun():
        try:
            perform(event, "begin", by=None)
        except TransitionBlocked:
            continue  # begun meanwhile, by whoever came first


@shared_task(name="volunteers.follow_service_calendar")
def follow_service_calendar() -> None:
    """After midnight: pacts whose term is over, names that are no longer needed. Safe to run twice."""
    pacts.expire_due()
    stations.forget_guests()
