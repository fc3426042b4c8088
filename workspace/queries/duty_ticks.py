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


@dataclass(frozen=True)
class Boxes:
    """What a form shows for a `kind` of activity; None while none is chosen."""

    kind: ActivityType | None
    ticks: list[Tick]

    @property
    def meant(self) -> list[Tick]:
        return [tick for tick in self.ticks if tick.is_meant]

    @property
    def others(self) -> list[Tick]:
        return [tick for tick in self.ticks if not tick.is_meant]


def tagged_duties(unit: Unit) -> list[Duty]:
    """Duties of the unit that are counted by the records that name them."""
    return [duty for duty in duties_of(unit) if counters.get(duty.counter).by_duty]


def meant_for(activity_type: ActivityType, duties: Collection[Duty], day: date) -> list[Duty]:
    """Those of `duties` that such an activity may satisfy; a node only on the days that count for it."""
    meant = set(activity_type.duties.values_list("pk", flat=True))
    return [duty for duty in duties if duty.pk in meant and _counts_on(duty, day)]


def satisfied_by(activity_type: ActivityType, duties: Collection[Duty], day: date) -> list[Duty]:
    """Those of `duties` that such an activity satisfies whatever it was about; the others are for its keeper to tick.

    A 检查 may look at any of the 四有 and proves none of them by itself.
    """
    return [duty for duty in meant_for(activity_type, duties, day) if duty.ticked_by_type]


def boxes(
    duties: Collection[Duty], kind: ActivityType | None, day: date, chosen: Collection[int] | None
) -> Boxes:
    """A box for each duty; without a choice so far, those that the kind of activity satisfies are on."""
    meant = meant_for(kind, duties, day) if kind else []
    on = {duty.pk for duty in meant if duty.ticked_by_type} if chosen is None else set(chosen)
    first = {duty.pk for duty in meant} | on
    shown = [duty for duty in duties if _counts_on(duty, day) or duty.pk in on]
    return Boxes(kind, [Tick(duty, duty.pk in on, duty.pk in first) for duty in shown])


def boxes_anew(
    offered: Collection[Duty], kind: ActivityType | None, day: date, *, ticked: Collection[Duty],
    before: int | None,
) -> Boxes:  # fmt: skip
    """After a change of kind or day: what somebody chose stays, what the kind `before` (its key) had ticked goes."""
    satisfied = satisfied_by(kind, offered, day) if kind else []
    by_type = Duty.objects.none()
    if kind and kind.pk == before:
        satisfied = [duty for duty in satisfied if duty.period == DutyPeriod.NODE]
    elif before:
        by_type = Duty.objects.filter(ticked_by_type=True, activity_types=before)
    gone = set(by_type.values_list("pk", flat=True))
    chosen = [duty for duty in ticked if duty.pk not in gone and _counts_on(duty, day)]
    duties = {duty.pk: duty for duty in [*offered, *chosen]}
    return boxes(list(duties.values()), kind, day, {duty.pk for duty in [*satisfied, *chosen]})


def _counts_on(duty: Duty, day: date) -> bool:
    if duty.period != DutyPeriod.NODE:
        return True
    nodes = (node_of(duty, year) for year in (day.year - 1, day.year, day.year + 1))
    return any(node.counts_from <= day <= node.last for node in nodes)
