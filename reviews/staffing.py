"""Who should assess whom: panels as a minimum-cost flow, solved by OR-Tools (docs/decisions/0019-solver.md).

Each open seat is one unit of flow from a panel to a reviewer and on to the sink. What must hold is capacity: one
seat of a panel for a reviewer at most, none for a pair in `closed`, no more panels for a reviewer than there is room.
What is wished for is cost, in the prices below. The answer is the best there is, and always the same one for the
same question; nothing here asks the database.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

Pair = tuple[int, int]
"""The keys of a panel and of a person."""

OTHER_FIELD, ANY_FIELD = 4_000, 500
"""Somebody of another industry; somebody whom no industry was named for."""
OWN_PLACE, FAR_PLACE, NO_PLACE = 2_000, 1_000, 500
"""From the unit's own place, where people know each other; from another city, a long way; place not known."""
FAIR_SHARE, HEAVIEST = 3_000, 1_000_000
"""The panel that fills a reviewer's fair share; every further one costs more in proportion, up to the most."""
EMPTY_SEAT, NO_QUORUM = 10**8, 10**10
"""A seat left empty, and one without which the unit cannot be assessed: dearer than any detour to fill it."""


@dataclass(frozen=True)
class Panel:
    """One unit's panel: `seats` are open, of them `needed` before the unit may be assessed at all."""

    key: int
    seats: int
    needed: int = 0
    industry: int | None = None
    place: str = ""


@dataclass(frozen=True)
class Person:
    """A reviewer with `room` for so many more units beside the `load` there is; no `fields` means any industry."""

    key: int
    room: int
    load: int = 0
    fields: frozenset[int] = frozenset()
    place: str = ""


@dataclass
class _Arcs:
    """The network as four columns, which is how the solver takes it."""

    tails: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    capacities: list[int] = field(default_factory=list)
    costs: list[int] = field(default_factory=list)

    def add(self, tail: int, head: int, cost: int, capacity: int = 1) -> None:
        self.tails.append(tail)
        self.heads.append(head)
        self.capacities.append(capacity)
        self.costs.append(cost)


def propose(
    panels: Sequence[Panel],
    people: Sequence[Person],
    closed: Collection[Pair] = (),
    counted: Collection[Pair] = (),
) -> list[Pair]:
    """The seats to fill, ordered as given. As many as can be filled are, quorums first.

    `closed` pairs are never proposed. `counted` pairs take no room: the person assesses the unit already, in
    another form of the round.
    """
    arcs, seats = _Arcs(), []
    sink = len(panels) + len(people)
    for at, panel in enumerate(panels):
        for beside, person in enumerate(people, start=len(panels)):
            pair = (panel.key, person.key)
            if pair not in closed:
                seats.append(pair)
                arcs.add(at, sink if pair in counted else beside, price(panel, person))
        _leave_empty(arcs, at, sink, panel)
        seats += [None, None]
    for beside, (person, costs) in enumerate(_loads(panels, people), start=len(panels)):
        for cost in costs[: person.room]:
            arcs.add(beside, sink, cost)
    filled = _flow(arcs, [panel.seats for panel in panels], sink)
    return [pair for pair, flow in zip(seats, filled, strict=False) if pair and flow]


def price(panel: Panel, person: Person) -> int:
    """What is not ideal about this person on this panel; 0 for an expert from elsewhere in the same city."""
    return _field_price(panel, person) + _place_price(panel.place, person.place)


def _field_price(panel: Panel, person: Person) -> int:
    if not person.fields:
        return ANY_FIELD
    return 0 if panel.industry in person.fields else OTHER_FIELD


def _place_price(unit: str, person: str) -> int:
    """Places are paths of codes, province/city/district/: see `Region.path`."""
    if not person:
        return NO_PLACE
    if person.startswith(unit):
        return OWN_PLACE
    return 0 if person.split("/")[:2] == unit.split("/")[:2] else FAR_PLACE


def _leave_empty(arcs: _Arcs, at: int, sink: int, panel: Panel) -> None:
    """The way out for seats that nobody can take: first those beyond the quorum."""
    needed = min(panel.needed, panel.seats)
    arcs.add(at, sink, EMPTY_SEAT, panel.seats - needed)
    arcs.add(at, sink, NO_QUORUM, needed)


def _loads(panels, people) -> list[tuple[Person, list[int]]]:
    """What the next, the second next … unit costs each person, rising: so that loads even out."""
    total = sum(panel.seats for panel in panels) + sum(person.load for person in people)
    fair = max(1, -(-total // max(1, len(people))))
    return [
        (person, [min(FAIR_SHARE * (person.load + n) // fair, HEAVIEST) for n in range(1, len(panels) + 1)])
        for person in people
    ]


def _flow(arcs: _Arcs, supplies: list[int], sink: int) -> list[int]:
    """The cheapest flow, arc by arc."""
    if not supplies:
        return []
    import numpy  # slow libraries, for this one purpose
    from ortools.graph.python import min_cost_flow

    solver = min_cost_flow.SimpleMinCostFlow()
    columns = (arcs.tails, arcs.heads, arcs.capacities, arcs.costs)
    handles = solver.add_arcs_with_capacity_and_unit_cost(*map(numpy.array, columns))
    solver.set_nodes_supplies(
        numpy.array([*range(len(supplies)), sink]), numpy.array([*supplies, -sum(supplies)])
    )
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise RuntimeError(
            f"a network with a way out for every seat has a flow, but the solver said {status}"
        )
    return solver.flows(handles).tolist()
