"""关爱 of a unit. Only keepers read the records; everybody else is told numbers (domain.md §12.7)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, Q, QuerySet

from units.models import Unit
from workspace.models import CareTarget, CareVisit


@dataclass(frozen=True)
class CareCount:
    """How much a unit cared, without saying for whom."""

    targets: int
    visits: int


def targets_of(unit: Unit) -> QuerySet[CareTarget]:
    """The unit's targets with `times` and `last_day` of their visits; those that still get help come first."""
    kept = Q(visits__removed_at__isnull=True)
    targets = unit.care_targets.annotate(
        times=Count("visits", filter=kept), last_day=Max("visits__day", filter=kept)
    )
    return targets.order_by(F("until").desc(nulls_first=True), "code")


def visits_of(unit: Unit) -> QuerySet[CareVisit]:
    """Visits that nobody took back, newest first: what duties and the self-assessment count."""
    return CareVisit.objects.kept().filter(target__unit=unit).select_related("target")


def count_care(unit: Unit, first: date, last: date) -> CareCount:
    """From `first` to `last`: for the year report and whoever oversees the unit."""
    visits = visits_of(unit).filter(day__range=(first, last))
    found = visits.order_by().aggregate(targets=Count("target", distinct=True), visits=Count("pk"))
    return CareCount(**found)
