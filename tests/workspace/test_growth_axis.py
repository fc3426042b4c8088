"""Where the points of 成长坐标轴 stand, and which of them carry a label."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from workspace.models import GrowthCard, GrowthPoint
from workspace.queries.growth_axis import BOTTOM, LABEL_ROOM, LEFT, RIGHT, TOP, axis_of

CARD = GrowthCard(starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31))


def points(*pairs) -> list[GrowthPoint]:
    return [GrowthPoint(day=day, percent=percent) for day, percent in pairs]


def test_edges_of_the_card_are_edges_of_the_drawing():
    axis = axis_of(CARD, points((CARD.starts_on, 0), (CARD.ends_on, 100)))
    assert [(dot.x, dot.y) for dot in axis.dots] == [(LEFT, BOTTOM), (RIGHT, TOP)]
    assert axis.line == f"{LEFT}.0,{BOTTOM}.0 {RIGHT}.0,{TOP}.0"
    assert axis.levels == [(0, BOTTOM), (50, (BOTTOM + TOP) / 2), (100, TOP)]


def test_days_outside_the_card_stay_inside_the_drawing():
    axis = axis_of(CARD, points((date(2020, 1, 1), 10), (date(2030, 1, 1), 20)))
    assert [dot.x for dot in axis.dots] == [LEFT, RIGHT]


def test_no_points_draw_no_line():
    axis = axis_of(CARD, [])
    assert (axis.dots, axis.line) == ([], "")


def test_of_two_close_points_the_later_one_is_labelled():
    axis = axis_of(CARD, points((date(2026, 3, 1), 10), (date(2026, 3, 8), 20), (date(2027, 3, 1), 60)))
    assert [dot.label for dot in axis.dots] == ["", "20%", "60%"]


@given(
    st.lists(st.tuples(st.integers(0, 729), st.integers(0, 100)), min_size=1, unique_by=lambda pair: pair[0])
)
def test_labels_never_touch_and_the_last_point_has_one(pairs):
    days = sorted((CARD.starts_on + timedelta(days=day), percent) for day, percent in pairs)
    dots = axis_of(CARD, points(*days)).dots
    labelled = [dot.x for dot in dots if dot.label]
    assert dots[-1].label == f"{days[-1][1]}%"
    assert all(right - left >= LABEL_ROOM - 0.01 for left, right in pairwise(labelled))
    assert all(LEFT <= dot.x <= RIGHT and TOP <= dot.y <= BOTTOM for dot in dots)


def test_a_card_at_the_end_of_time_is_drawn():
    card = GrowthCard(starts_on=date(9999, 12, 20), ends_on=date(9999, 12, 31))
    assert axis_of(card, []).last_day == date.max
