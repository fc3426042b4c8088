"""What the public pages read: only rows with a basis for being shown."""

from itertools import groupby

from django.db.models import Prefetch, Q, QuerySet

from core import clock
from credit.enums import SubjectKind
from credit.models import Measure, Partner, PartnerTerm, RedListEntry

LIST_ORDER = ("listed_on", "pk")
NOTICE_ORDER = ("publicised_on", "pk")
CAP = 1001


def red_list(*, q: str = "", kind: str = "", level: str = "") -> QuerySet[RedListEntry]:
    """Listed entries, newest first. A person is found by the honour, never by name."""
    found = RedListEntry.objects.public().select_related("policy__committee")
    if q:
        by_name = Q(name__icontains=q) & ~Q(subject_kind=SubjectKind.PERSON)
        found = found.filter(by_name | Q(honour__icontains=q))
    if kind:
        found = found.filter(subject_kind=kind)
    if level:
        found = found.filter(honour_level=level)
    return found.order_by("-listed_on", "-pk")


def capped_count(rows: QuerySet) -> int:
    """At most CAP: counting further tells nobody anything."""
    return rows.order_by()[:CAP].count()


def on_notice() -> QuerySet[RedListEntry]:
    found = RedListEntry.objects.on_notice().filter(objections_until__gte=clock.today())
    return found.select_related("policy__committee").order_by("-publicised_on", "-pk")


def measures_by_area() -> list[tuple[str, list[Measure]]]:
    """Confirmed measures in force, area by area in the order of their numbers."""
    rows = Measure.objects.public().select_related("committee").order_by("committee__path", "number")
    areas: dict[str, list[Measure]] = {}
    for area, found in groupby(rows, key=lambda measure: measure.area):
        areas.setdefault(area, []).extend(found)
    return list(areas.items())


def partners() -> list[Partner]:
    """Partners whose term runs today, each with `running`: the terms that do."""
    running = Prefetch("terms", PartnerTerm.objects.running(clock.today()), to_attr="running")
    return list(Partner.objects.current().select_related("committee").prefetch_related(running))
