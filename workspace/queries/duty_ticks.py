"""Which duties a record is offered for, and which of them are ticked in advance."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from units.models import Unit
from workspace import counters
from workspace.enums import DutyPeriod
from workspace.models import ActivityType, Duty
from workspace.periods import node_of
from workspace.queries.duties import duties_of


@dataclass(frozen=True)
class Tick:
    """One box; `is_meant` for duties of this kind of activity, the others are folded away."""

    duty: Duty
    is_on: bool
    is_meant: bool


def tagged_duties(unit: Unit) -> list[Duty]:
    """Duties of the unit that are counted by the records that name them."""
    return [duty for duty in duties_of(unit) if counters.get(duty.counter).by_duty]


def satisfied_by(activity_type: ActivityType, duties: Collection[Duty], day: date) -> list[Duty]:
    """Those of `duties` for which such an activity is meant; a node only on the days that count for it."""
    meant = set(activity_type.duties.values_list("pk", flat=True))
    return [duty for duty in duties if duty.pk in meant and _counts_on(duty, day)]


def ticks(
    duties: Collection[Duty], activity_type: ActivityType | None, day: date, chosen: Collection[int] | None
) -> list[Tick]:
    """A box for each duty; without a choice so far, those that the kind of activity satisfies are on."""
    meant = {duty.pk for duty in satisfied_by(activity_type, duties, day)} if activity_type else set()
    on = meant if chosen is None else set(chosen)
    shown = [duty for duty in duties if _counts_on(duty, day) or duty.pk in on]
    return [Tick(duty, duty.pk in on, duty.pk in meant | on) for duty in shown]


def _counts_on(duty: Duty, day: date) -> bool:
    if duty.period != DutyPeriod.NODE:
        return True
    nodes = (node_of(duty, year) for year in (day.year - 1, day.year, day.year + 1))
    return any(node.counts_from <= day <= node.last for node in nodes)
