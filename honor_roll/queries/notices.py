"""公示 as the public sees them: the list with its clock, the units on it, and who may still be objected to."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, QuerySet, When

from core import clock, workdays
from creation_cycle.enums import CandidacyState, NoticeState
from creation_cycle.models import Notice, NoticeEntry
from units.models import Unit


@dataclass(frozen=True)
class NoticeClock:
    """A notice and the working days after today that it still stands."""

    notice: Notice
    workdays_left: int

    @property
    def ends_today(self) -> bool:
        return self.notice.closes_on == clock.today()


def public_notices() -> QuerySet[Notice]:
    """Running ones first, then the newest, each with its number of units."""
    running_first = Case(When(state=NoticeState.OPEN, then=0), default=1)
    return (
        Notice.objects.public()
        .select_related("cycle__committee")
        .annotate(unit_count=Count("entries"))
        .order_by(running_first, "-opened_on", "-pk")
    )


def with_clock(notices: Iterable[Notice]) -> list[NoticeClock]:
    """One query for all clocks together."""
    notices = list(notices)
    left = workdays.workdays_left_each([notice.closes_on for notice in notices], clock.today())
    return [NoticeClock(notice, left[notice.closes_on]) for notice in notices]


def entries_of(notice: Notice) -> QuerySet[NoticeEntry]:
    return notice.entries.select_related("candidacy__unit__region", "candidacy__unit__industry")


def open_to_objections(notice: Notice) -> QuerySet[NoticeEntry]:
    """Units about which nothing is decided yet."""
    undecided = [CandidacyState.PUBLICISED, CandidacyState.CONTESTED]
    return entries_of(notice).filter(candidacy__state__in=undecided)


def notices_about(unit: Unit) -> QuerySet[Notice]:
    """Every public notice that lists the unit, the newest first."""
    listing = NoticeEntry.objects.filter(candidacy__unit=unit).values("notice")
    return Notice.objects.public().filter(pk__in=listing)
