"""Data is kept no longer than it is needed (个人信息保护法第十九条、第四十七条); legal holds go before."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q

from core import clock
from core.lifecycle import TransitionBlocked, perform
from volunteers.enums import MembershipState, VolunteerState
from volunteers.models import DataRequest, Volunteer

YEAR = timedelta(days=365)


def delete_due() -> dict[str, int]:
    """What the time is over for, in one go; returns how many of each. Safe to run twice.

    Registrations that no organisation has accepted; people who have left every organisation long ago; the keyed
    index of people who were forgotten; texts of answered requests.
    """
    return {
        "pending": _expire(_never_accepted()),
        "left": _expire(_long_gone()),
        "indexes": _forgotten().update(forgotten_index=None),
        "requests": _answered().update(text=""),
    }


def _never_accepted():
    before = clock.today() - timedelta(days=settings.VOLUNTEER_PENDING_DAYS)
    waiting = Q(memberships__state=MembershipState.PENDING, memberships__asked_on__gt=before)
    return Volunteer.objects.filter(state=VolunteerState.PENDING, registered_on__lte=before).exclude(waiting)


def _long_gone():
    """Nobody records them any more, and their last organisation they left years ago."""
    before = clock.today() - settings.VOLUNTEER_LEFT_YEARS * YEAR
    left = Volunteer.objects.filter(memberships__state=MembershipState.ENDED).values("pk")
    stays = Volunteer.objects.filter(
        Q(memberships__state__in=[MembershipState.PENDING, MembershipState.APPROVED])
        | Q(memberships__ended_on__gt=before)
    ).values("pk")
    rows = Volunteer.objects.filter(state=VolunteerState.ACTIVE, organisation=None, updated_on__lte=before)
    return rows.filter(pk__in=left).exclude(pk__in=stays)


def _forgotten():
    before = clock.today() - settings.VOLUNTEER_LEFT_YEARS * YEAR
    return Volunteer.objects.filter(
        state=VolunteerState.ERASED, erased_on__lte=before, forgotten_index__isnull=False
    )


def _answered():
    before = clock.today() - settings.VOLUNTEER_LEFT_YEARS * YEAR
    return DataRequest.objects.filter(answered_on__lte=before).exclude(text="")


def _expire(rows) -> int:
    """Held records stay, and are asked again tomorrow."""
    count = 0
    for volunteer in rows.exclude(hold_until__gte=clock.today()).iterator(500):
        try:
            perform(volunteer, "expire", by=None, note="保存期限届满")
        except TransitionBlocked:
            continue
        count += 1
    return count
