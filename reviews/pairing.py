"""Which unit assesses which in 交叉互评: an integer program, solved by OR-Tools (docs/decisions/0023-pairing.md).

Pairs are of the unit that judges and the unit that is judged. A unit is judged by one other at most, judges no more
than there is room for, and two units never judge each other. As many units as can be are judged; among such answers
one in which the fewest judge a second unit. The same question always has the same answer; nothing here asks the
database.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

Pair = tuple[int, int]
"""The keys of the judging and of the judged unit."""

MOST = 2
"""So many units one unit judges at most in a round (domain.md §6)."""
FAIR = 1
"""What everybody may be asked; the next unit is a burden to be shared as little as possible."""
WHOLE, FEW = 10_000, 12
"""A group of units with more possible pairs than this is asked with so many judges for each unit at first."""


@dataclass(frozen=True)
class Judge:
    """A unit that may judge `judged`, and judges `load` others already."""

    key: int
    judged: frozenset[int]
    load: int = 0

    @property
    def room(self) -> int:
        return max(0, MOST - self.load)


def propose(judges: Collection[Judge]) -> list[Pair]:
    """The pairs to make, ordered by the judged unit. Whoever judges somebody must not be among their `judged`.

    A unit that stays without a judge could be given none by changing nothing else: all that may judge it are full
    or are judged by it.
    """
    loads = {judge.key: judge.load for judge in judges}
    pairs = [(judge.key, unit) for judge in judges if judge.room for unit in sorted(judge.judged)]
    found = [pair for group in _groups(pairs) for pair in _widening(group, loads)]
    return sorted(found, key=lambda pair: (pair[1], pair[0]))


def _groups(pairs: Iterable[Pair]) -> list[list[Pair]]:
    """The pairs in groups that have no unit in common: each is a question of its own."""
    neighbours = defaultdict(set)
    pairs = list(pairs)
    for one, other in pairs:
        neighbours[one].add(other)
        neighbours[other].add(one)
    group_of: dict[int, int] = {}
    for start in neighbours:
        waiting = [start] if start not in group_of else []
        while waiting:
            unit = waiting.pop()
            if unit not in group_of:
                group_of[unit] = start
                waiting += neighbours[unit]
    groups = defaultdict(list)
    for pair in pairs:
        groups[group_of[pair[0]]].append(pair)
    return list(groups.values())


def _widening(pairs: list[Pair], loads: Mapping[int, int]) -> list[Pair]:
    """A large group with few judges for each unit; those that stay open are asked again with all of theirs."""
    if len(pairs) <= WHOLE:
        return _solve(pairs, loads)
    units, wide = {unit for _, unit in pairs}, set()
    while True:
        found = _solve(_thinned(pairs, wide), loads)
        open_ = units - {unit for _, unit in found}
        if open_ <= wide:
            return found
        wide |= open_


def _thinned(pairs: list[Pair], wide: set[int]) -> list[Pair]:
    """For each unit the judges that come next after it in a fixed order, so that all are asked for alike."""
    judges = defaultdict(list)
    for judge, unit in pairs:
        judges[unit].append(judge)
    kept = []
    for unit, found in sorted(judges.items()):
        found.sort(key=lambda judge, unit=unit: (judge < unit, judge))
        kept += [(judge, unit) for judge in (found if unit in wide else found[:FEW])]
    return kept


def _solve(pairs: list[Pair], loads: Mapping[int, int]) -> list[Pair]:
    """The best answer there is, by HiGHS."""
    from ortools.math_opt.python import mathopt  # a slow library, for this one purpose

    model = mathopt.Model()
    chosen = {pair: model.add_binary_variable() for pair in pairs}
    judging, judged = defaultdict(list), defaultdict(list)
    for (judge, unit), choice in chosen.items():
        judging[judge].append(choice)
        judged[unit].append(choice)
        if judge < unit and (unit, judge) in chosen:
            model.add_linear_constraint(choice + chosen[unit, judge] <= 1)
    for choices in judged.values():
        model.add_linear_constraint(mathopt.fast_sum(choices) <= 1)
    burdens = [_bound(model, choices, loads[judge]) for judge, choices in judging.items()]
    worth = len(judging) + 1  # one unit more outweighs all burdens together
    model.maximize(worth * mathopt.fast_sum(chosen.values()) - mathopt.fast_sum(burdens))
    exactly = mathopt.SolveParameters(relative_gap_tolerance=0.0, absolute_gap_tolerance=0.5)
    result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=exactly)
    if result.termination.reason != mathopt.TerminationReason.OPTIMAL:
        raise RuntimeError(
            f"leaving everybody open is an answer, but the solver said {result.termination.reason}"
        )
    values = result.variable_values()
    return [pair for pair, choice in chosen.items() if values[choice] > 0.5]


def _bound(model, choices: list, load: int):
    """No more than there is room for; the answer is 1 where the unit judges more than everybody may be asked."""
    from ortools.math_opt.python import mathopt  # see _solve

    burden = model.add_binary_variable()
    free = max(0, FAIR - load)
    model.add_linear_constraint(mathopt.fast_sum(choices) <= free + (MOST - load - free) * burden)
    return burden
