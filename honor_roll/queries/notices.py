"""公示 as the public sees them: the list with its clock, the units on it, and who may still be objected to."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, When

from core import clock, workdays
from creation_cycle.enums import CandidacyState, NoticeState
from creation_cycle.models import Notice, NoticeEntry, Objection
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


def objection_with(code: str) -> Objection | None:
    """The objection that this code was given for, with the name of the unit as the notice has it."""
    named = NoticeEntry.objects.filter(notice=OuterRef("notice"), candidacy=OuterRef("candidacy"))
    found = Objection.objects.filter(tracking_code=code).select_related("notice", "candidacy__unit")
    return found.annotate(
        published_name=Subquery(named.values("unit_name")[:1]), file_count=Count("files")
    ).first()


def notices_about(unit: Unit) -> QuerySet[Notice]:
    """Every public notice that lists the unit, the newest first."""
    listing = NoticeEntry.objects.filter(candidacy__unit=unit).values("notice")
    return Notice.objects.public().filter(pk__in=listing)
