"""The stretches of days in which duties come round, and since when somebody has them.

Cycles belong to `creation_cycle`, which stands above this house: it registers, in `AppConfig.ready`, how units and
committees stand (`register_standings`).
"""

from calendar import monthrange
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from workspace.enums import DutyPeriod

OFFERED = timedelta(days=14)
"""How long before its first day a node is offered; a record of its activity counts from then on."""


@dataclass(frozen=True, order=True)
class Span:
    """Both days belong to it. `counts_from` is its first day but for nodes, which may be kept a little early."""

    first: date
    last: date
    label: str
    counts_from: date

    @property
    def days(self) -> tuple[date, date]:
        """From and to which day records count."""
        return self.counts_from, self.last


@dataclass(frozen=True)
class Standing:
    """The creation cycle in which somebody is, and the day since when they have duties; None where there is none."""

    cycle: Span | None = None
    since: date | None = None

    def owes(self, span: Span) -> bool:
        """Whether `span` was theirs from its beginning; a cycle is, from the day they joined it."""
        if self.since is None:
            return False
        return self.since <= (span.last if span == self.cycle else span.first)


Standings = Callable[[Collection, date], Mapping[int, Standing]]
"""Units or committees and a day → by key; who is missing has no standing. A fixed number of queries."""

_standings: dict[str, Standings] = {}


def register_standings(*, units: Standings, committees: Standings) -> None:
    _standings.update(unit=units, committee=committees)


def standings(kind: str, subjects: Collection, on: date) -> Mapping[int, Standing]:
    """How each of `subjects` stands on a day; `kind` is "unit" or "committee"."""
    found = _standings[kind](subjects, on)
    return {subject.pk: found.get(subject.pk, Standing()) for subject in subjects}


def cycle_of(unit, on: date) -> Span | None:
    """The creation cycle in which `unit` is on that day."""
    return standings("unit", [unit], on)[unit.pk].cycle


def span(first: date, last: date, label: str) -> Span:
    return Span(first, last, label, first)


def year_of(day: date) -> Span:
    return span(date(day.year, 1, 1), date(day.year, 12, 31), f"{day.year}年")


def half_year_of(day: date) -> Span:
    first, last, word = ((1, 1), (6, 30), "上") if day.month <= 6 else ((7, 1), (12, 31), "下")
    return span(date(day.year, *first), date(day.year, *last), f"{day.year}年{word}半年")


def month_of(day: date) -> Span:
    last = monthrange(day.year, day.month)[1]
    return span(day.replace(day=1), day.replace(day=last), f"{day.year}年{day.month}月")


def cycle_span(first: date, last: date) -> Span:
    years = f"{first.year}—{last.year}" if first.year != last.year else str(first.year)
    return span(first, last, f"{years}年度创建周期")


def node_of(duty, year: int) -> Span:
    """The node that begins in `year`; a day that the month lacks (2月29日) is its last one."""
    day = min(duty.node_day, monthrange(year, duty.node_month)[1])
    first = date(year, duty.node_month, day)
    last = first + timedelta(days=duty.node_days - 1)
    end = f"至{last.month}月{last.day}日" if last > first else ""
    return Span(first, last, f"{year}年{first.month}月{first.day}日{end}", first - OFFERED)


CALENDAR = {
    DutyPeriod.YEAR: year_of,
    DutyPeriod.HALF_YEAR: half_year_of,
    DutyPeriod.MONTH: month_of,
}


def present_span(duty, on: date, standing: Standing) -> Span:
    """The period of `duty` that runs on a day; of a node the one that is offered or runs, else the next one."""
    if duty.period == DutyPeriod.CYCLE:
        return standing.cycle or year_of(on)
    if duty.period == DutyPeriod.NODE:
        nodes = [node_of(duty, year) for year in (on.year - 1, on.year, on.year + 1)]
        return next(node for node in nodes if on <= node.last)
    return CALENDAR[duty.period](on)


def span_before(duty, on: date) -> Span | None:
    """The last period that was over on a day; None for a cycle, whose end decides about the unit anyway."""
    if duty.period == DutyPeriod.CYCLE:
        return None
    if duty.period == DutyPeriod.NODE:
        nodes = [node_of(duty, year) for year in (on.year, on.year - 1, on.year - 2)]
        return next(node for node in nodes if node.last < on)
    return CALENDAR[duty.period](CALENDAR[duty.period](on).first - timedelta(days=1))


def spans_in_year(duty, year: int, standing: Standing) -> list[Span]:
    """Every period of a finished year; `standing` is that of its last day."""
    if duty.period == DutyPeriod.CYCLE:
        return [standing.cycle or year_of(date(year, 12, 31))]
    if duty.period == DutyPeriod.NODE:
        return [node_of(duty, year)]
    months = [date(year, month, 1) for month in range(1, 13)]
    return sorted({CALENDAR[duty.period](month) for month in months})
