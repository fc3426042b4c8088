"""The solver's promises, for any round that hypothesis thinks of; of small ones all answers are tried by hand."""

from collections import Counter
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.pairing import FEW, MOST, WHOLE, Judge, propose


@st.composite
def rounds(draw, most: int = 8):
    """Units, some of which judge others already, and whom each may judge: never itself, never its own judge."""
    keys = range(draw(st.integers(0, most)))
    pairs = [(judge, unit) for judge in keys for unit in keys if judge != unit]
    allowed = draw(st.frozensets(st.sampled_from(pairs))) if pairs else frozenset()
    standing = {}
    for judge, unit in sorted(draw(st.frozensets(st.sampled_from(pairs), max_size=4)) if pairs else ()):
        taken = Counter(standing.values())[judge] >= MOST or standing.get(judge) == unit
        if unit not in standing and not taken:
            standing[unit] = judge
    loads = Counter(standing.values())
    judges = [
        Judge(
            judge,
            frozenset(u for j, u in allowed if j == judge and u not in standing and standing.get(judge) != u),
            loads[judge],
        )
        for judge in keys
    ]
    return judges, {(judge, unit) for unit, judge in standing.items()}


def is_lawful(pairs, judges, standing) -> bool:
    every = {*pairs, *standing}
    return (
        all(unit in judges[judge].judged for judge, unit in pairs)
        and max(Counter(unit for _, unit in every).values(), default=0) <= 1
        and max(Counter(judge for judge, _ in every).values(), default=0) <= MOST
        and not any((unit, judge) in every for judge, unit in every)
    )


def worth(pairs, standing) -> tuple[int, int]:
    """More units judged first, then fewer that judge a second one."""
    loads = Counter(judge for judge, _ in {*pairs, *standing})
    return len(pairs), -sum(load > 1 for load in loads.values())


@settings(deadline=None)
@given(rounds())
def test_what_must_hold_holds(case):
    judges, standing = case
    pairs = propose(judges)
    assert is_lawful(pairs, judges, standing)
    assert propose(judges) == pairs


@settings(deadline=None)
@given(rounds())
def test_whoever_could_still_judge_somebody_does(case):
    """A unit without a judge means that all who may judge it are full or judged by it: the sentence adds up."""
    judges, standing = case
    pairs = propose(judges)
    every = {*pairs, *standing}
    judged, loads = {unit for _, unit in pairs}, Counter(judge for judge, _ in every)
    for judge in judges:
        for unit in judge.judged - judged:
            assert loads[judge.key] >= MOST or (unit, judge.key) in every


@settings(deadline=None, max_examples=60)
@given(rounds(most=5))
def test_no_other_answer_is_better(case):
    """Every answer there is, tried one by one: what stays open cannot be helped."""
    judges, standing = case
    judges_of = [[None, *(judge.key for judge in judges if unit.key in judge.judged)] for unit in judges]
    answers = (
        [(judge, unit) for unit, judge in enumerate(chosen) if judge is not None]
        for chosen in product(*judges_of)
    )
    best = max(worth(pairs, standing) for pairs in answers if is_lawful(pairs, judges, standing))
    assert worth(propose(judges), standing) == best


def everybody_may(number: int) -> list[Judge]:
    keys = frozenset(range(number))
    return [Judge(key, keys - {key}) for key in keys]


def test_two_units_cannot_judge_each_other():
    assert len(propose(everybody_may(2))) == 1
    assert len(propose(everybody_may(3))) == 3


def test_nobody_judges_twice_where_everybody_can_judge_once():
    pairs = propose(everybody_may(20))
    assert set(Counter(judge for judge, _ in pairs).values()) == {1}
    assert len(pairs) == 20


def test_a_large_group_is_paired_whole_though_it_is_asked_in_part():
    """Beside 130 units that may all judge each other, one that only the last of them may judge, and one nobody may."""
    judges = everybody_may(130)
    judges[-1] = Judge(129, judges[-1].judged | {130})
    judges += [Judge(130, frozenset()), Judge(131, frozenset())]
    assert sum(len(judge.judged) for judge in judges) > WHOLE > 130 * FEW
    pairs = propose(judges)
    assert is_lawful(pairs, judges, ())
    assert {unit for _, unit in pairs} == set(range(131))
    assert (129, 130) in pairs


def test_a_large_group_asks_again_for_whoever_stays_open():
    """Those that come next after unit 0 are full: the few it is asked with at first cannot judge it."""
    judges = everybody_may(130)
    for key in range(1, 2 * FEW):
        judges[key] = Judge(key, frozenset({0}), load=1)
    for at, key in enumerate(range(130, 130 + 2 * FEW - 1), start=1):
        judges[at] = Judge(at, frozenset({0, key}), load=1)
        judges.append(Judge(key, frozenset()))
    pairs = propose(judges)
    assert len(pairs) == len(judges)
    assert next(judge for judge, unit in pairs if unit == 0) >= 2 * FEW
