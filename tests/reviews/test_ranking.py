"""Ranking by hand: points first, then the tie rules in their order, and every decided tie says why."""

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reviews.enums import TieRule
from reviews.ranking import Standing, rank

DEFAULT = [TieRule.STAR, TieRule.DEDUCTED, TieRule.VOTE]


def unit(name: str, score="90", **values) -> Standing:
    return Standing(key=ord(name), name=name, score=Decimal(score), **values)


def places(units, rules=DEFAULT) -> list[tuple[str, int]]:
    return [(placed.standing.name, placed.place) for placed in rank(units, rules)]


def test_points_go_before_everything():
    assert places([unit("甲", "80", star=3), unit("乙", "80.01")]) == [("乙", 1), ("甲", 2)]


def test_the_higher_star_then_fewer_deductions():
    units = [unit("甲", deducted=Decimal(1)), unit("乙", star=1, deducted=Decimal(9)), unit("丙")]
    found = rank(units, DEFAULT)
    assert [placed.standing.name for placed in found] == ["乙", "丙", "甲"]
    assert [placed.explanation for placed in found] == [
        "同分，按“现有星级较高”排在“丙”前（1 星，后者 0 星）",
        "同分，按“平均扣分较少”排在“甲”前（0 分，后者 1 分）",
        "",
    ]


def test_the_order_of_the_rules_is_data():
    units = [unit("甲", star=1, deducted=Decimal(2)), unit("乙", deducted=Decimal(1))]
    assert places(units, [TieRule.STAR])[0][0] == "甲"
    assert places(units, [TieRule.DEDUCTED, TieRule.STAR])[0][0] == "乙"


def test_what_nothing_tells_apart_shares_a_place_and_the_next_place_is_left_out():
    found = rank([unit("甲"), unit("乙"), unit("丙", "80")], DEFAULT)
    assert [(placed.place, placed.is_tied, placed.explanation) for placed in found] == [
        (1, True, "并列"), (1, True, "并列"), (3, False, ""),
    ]  # fmt: skip


def test_a_vote_settles_a_tie_only_once_it_is_known_for_all_of_it():
    assert {place for _, place in places([unit("甲", votes=3), unit("乙")])} == {1}
    assert places([unit("甲", votes=3), unit("乙", votes=5)]) == [("乙", 1), ("甲", 2)]


def test_a_vote_settles_what_is_left_although_the_rules_do_not_name_it():
    assert places([unit("甲", votes=1), unit("乙", votes=-1)], [TieRule.STAR]) == [("甲", 1), ("乙", 2)]


def test_filed_earlier():
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)
    assert places([unit("甲", filed_at=late), unit("乙", filed_at=early)], [TieRule.FILED])[0][0] == "乙"


standings = st.lists(
    st.builds(
        Standing,
        key=st.integers(1, 99),
        name=st.sampled_from("甲乙丙丁"),
        score=st.sampled_from([Decimal(80), Decimal(90)]),
        star=st.integers(0, 2),
        deducted=st.sampled_from([Decimal(0), Decimal(1)]),
        votes=st.none() | st.integers(-1, 1),
    ),
    unique_by=lambda standing: standing.key,
    max_size=8,
)


@given(standings, st.permutations(list(TieRule)[:3]), st.randoms())
def test_the_list_depends_on_the_units_and_not_on_the_order_they_came_in(units, rules, chance):
    shuffled = list(units)
    chance.shuffle(shuffled)
    assert rank(shuffled, rules) == rank(units, rules)


@given(standings, st.permutations(list(TieRule)[:3]))
def test_places_count_the_units_in_front(units, rules):
    found = rank(units, rules)
    assert sorted(placed.standing.key for placed in found) == sorted(unit.key for unit in units)
    for number, placed in enumerate(found):
        same = [other for other in found if other.place == placed.place]
        assert placed.place == found.index(same[0]) + 1
        assert placed.is_tied is (len(same) > 1)
        assert {other.standing.score for other in same} == {placed.standing.score}
        assert number + 1 >= placed.place
