"""Progress of service projects for the public page: sums, per cent of the target, and where bars end."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Prefetch

from volunteers.models import Indicator, ServiceAction, ServiceProject, YouthStation
from volunteers.project_enums import IndicatorKind, ProjectKind

WIDTH = 300
"""Of a bar's drawing, in its own units: the target stands at TARGET_AT, so that what goes beyond is seen."""
TARGET_AT = 200


@dataclass(frozen=True)
class Line:
    """One indicator with what was reported last."""

    indicator: Indicator
    value: Decimal | None
    per_cent: Decimal | None

    @property
    def value_text(self) -> str:
        return amount(self.value) if self.value is not None else ""

    @property
    def target_text(self) -> str:
        return amount(self.indicator.target) if self.indicator.target is not None else ""

    @property
    def per_cent_text(self) -> str:
        return f"{amount(self.per_cent)}%" if self.per_cent is not None else ""

    @property
    def is_money(self) -> bool:
        return IndicatorKind(self.indicator.kind).is_money

    @property
    def done_width(self) -> int:
        """Up to the target."""
        return int(min(self.per_cent, 100) * TARGET_AT / 100) if self.per_cent is not None else 0

    @property
    def over_width(self) -> int:
        """Beyond the target, as far as the drawing goes."""
        return min(int((self.per_cent - 100) * TARGET_AT / 100), WIDTH - TARGET_AT) if self.is_over else 0

    @property
    def is_over(self) -> bool:
        return self.per_cent is not None and self.per_cent > 100


@dataclass
class Block:
    """One project with its lines."""

    project: ServiceProject
    lines: list[Line] = field(default_factory=list)


@dataclass
class Page:
    """Actions of one campaign and year with their projects."""

    action: ServiceAction
    blocks: list[Block]


def amount(number: Decimal) -> str:
    """1,234 or 1,234.5: without needless zeros."""
    text = f"{number:,.2f}".rstrip("0").rstrip(".")
    return text or "0"


def years() -> list[int]:
    return list(ServiceAction.objects.public().order_by("-year").values_list("year", flat=True).distinct())


def public_progress(year: int | None) -> list[Page]:
    """Every public action of a year; four queries, however many there are."""
    actions = ServiceAction.objects.public().select_related("committee")
    return pages_of(actions.filter(year=year) if year else actions)


def pages_of(actions) -> list[Page]:
    projects = ServiceProject.objects.public().annotate(executor_count=Count("executors"))
    found = list(actions.prefetch_related(Prefetch("projects", projects, to_attr="shown")))
    lines = lines_of(Indicator.objects.filter(project__in=[p.pk for action in found for p in action.shown]))
    return [Page(action, [Block(p, lines[p.pk]) for p in action.shown]) for action in found]


def lines_of(indicators) -> dict[int, list[Line]]:
    """By project; one query."""
    lines: dict[int, list[Line]] = defaultdict(list)
    for indicator in indicators.with_latest():
        value = indicator.latest_value
        lines[indicator.project_id].append(Line(indicator, value, indicator.percent_of(value)))
    return lines


def open_stations():
    """Stations that take bookings, by region."""
    rows = YouthStation.objects.public().filter(project__kind=ProjectKind.STATION)
    return rows.select_related("region").order_by("region__code", "name")
