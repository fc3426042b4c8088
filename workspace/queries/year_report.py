"""年度报告: nothing is typed for it, every figure comes from records that are there (domain.md §12.6)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import ExtractMonth

from core import clock
from units.models import Unit
from workspace.models import Activity
from workspace.queries.care import CareCount, count_care
from workspace.queries.duties import progress_up_to
from workspace.queries.innovations import submitted
from workspace.queries.links import held_links
from workspace.queries.progress import Progress


@dataclass(frozen=True)
class Bar:
    """One line of a chart: `times` activities with `people` taking part and `served` people helped."""

    label: str
    times: int
    people: int
    served: int


@dataclass(frozen=True)
class Report:
    """One unit's year. `total` sums up the chart; lists are whole, for paper has no next page."""

    year: int
    total: Bar
    by_type: list[Bar]
    by_month: list[Bar]
    activities: QuerySet[Activity]
    innovations: QuerySet
    links: QuerySet
    care: CareCount
    duties: list[Progress]

    @property
    def longest_type(self) -> int:
        return max((bar.times for bar in self.by_type), default=0)

    @property
    def busiest_month(self) -> int:
        return max((bar.times for bar in self.by_month), default=0)


def report_of(unit: Unit, year: int) -> Report:
    """A fixed number of queries, however much the unit did."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = unit.activities.kept().filter(day__range=(first, last))
    by_type = sorted(_bars(rows, "activity_type__name"), key=lambda bar: (-bar.times, bar.label))
    return Report(
        year=year,
        total=_total(by_type),
        by_type=by_type,
        by_month=_months(rows),
        activities=rows.select_related("activity_type").order_by("day", "pk"),
        innovations=submitted(unit, first, last).order_by("submitted_on", "pk"),
        links=held_links(unit, first, last),
        care=count_care(unit, first, last),
        duties=progress_up_to(unit, year, clock.today()),
    )


def _bars(rows: QuerySet[Activity], column: str) -> list[Bar]:
    counted = rows.order_by().values_list(column).annotate(Count("pk"), Sum("people"), Sum("served"))
    return [Bar(str(label), times, people, served or 0) for label, times, people, served in counted]


def _months(rows: QuerySet[Activity]) -> list[Bar]:
    """All twelve, those without an activity as well."""
    found = {bar.label: bar for bar in _bars(rows.annotate(month=ExtractMonth("day")), "month")}
    months = ((month, found.get(str(month))) for month in range(1, 13))
    return [
        Bar(f"{month}月", bar.times if bar else 0, bar.people if bar else 0, bar.served if bar else 0)
        for month, bar in months
    ]


def _total(bars: list[Bar]) -> Bar:
    times, people, served = (
        sum(getattr(bar, name) for bar in bars) for name in ("times", "people", "served")
    )
    return Bar("合计", times, people, served)
