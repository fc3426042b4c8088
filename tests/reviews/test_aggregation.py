"""The arithmetic of results, held against sums done by hand and against laws that any fair rule keeps."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.aggregation import Total, biases, calibrated, figure_of, spread_of, weighted_result

points = st.decimals(0, 100, places=2)
several = st.lists(points, min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("totals", "method", "figure"),
    [
        ("80 81", "mean", "80.50"),
        ("80 80 81", "mean", "80.33"),
        ("79.99 80", "mean", "80.00"),  # 79.995 goes up
        ("70 90 80", "median", "80.00"),
        ("70 80 81 100", "median", "80.50"),
        ("10 80 82 100", "trimmed", "68.00"),  # four sheets: nothing is left out
        ("10 80 82 84 100", "trimmed", "82.00"),
        ("80 80 80 80 80", "trimmed", "80.00"),
    ],
)
def test_figures_by_hand(totals, method, figure):
    assert figure_of([Decimal(total) for total in totals.split()], method) == Decimal(figure)


def test_no_sheet_makes_no_figure():
    with pytest.raises(ValueError, match="at least one"):
        figure_of([], "mean")


@given(several, st.sampled_from(["mean", "median", "trimmed"]))
def test_a_figure_lies_among_its_totals_whatever_their_order(totals, method):
    figure = figure_of(totals, method)
    assert min(totals) <= figure <= max(totals)
    assert figure == figure_of(sorted(totals, reverse=True), method)


@given(st.lists(points, min_size=5, max_size=9))
def test_one_wild_sheet_cannot_leave_the_range_of_the_others(totals):
    wild = [*totals, Decimal(0)]
    assert figure_of(wild, "trimmed") >= min(totals)


def test_spread():
    assert spread_of([Decimal("71.5"), Decimal("90"), Decimal("80")]) == Decimal("18.5")
    assert spread_of([Decimal("80")]) == 0


def test_weights_by_hand_and_a_missing_form():
    assert weighted_result([(Decimal("80"), 60), (Decimal("90"), 30), (Decimal("100"), 10)]) == Decimal(
        "85.00"
    )
    assert weighted_result([(Decimal("80"), 60), (Decimal("90"), 30)]) == Decimal(
        "83.33"
    )  # 交叉互评 was not possible


HARSH = [
    Total(reviewer, unit, Decimal(fair) - (Decimal(20) if reviewer == "harsh" else 0))
    for unit, fair in {"a": 80, "b": 85, "c": 90, "d": 95, "e": 70, "f": 75}.items()
    for reviewer in ("harsh", "fair", "also fair")
]


def test_a_wildly_harsh_reviewer_is_seen_and_corrected():
    found = biases(HARSH)
    assert found["harsh"] < -9
    assert found["fair"] == found["also fair"] > 0
    raw = figure_of([Decimal(60), Decimal(80), Decimal(80)], "mean")
    fair = figure_of(
        [calibrated(t.points, found[t.reviewer], Decimal(100)) for t in HARSH if t.unit == "a"], "mean"
    )
    apart = [calibrated(t.points, found[t.reviewer], Decimal(100)) for t in HARSH if t.unit == "a"]
    assert spread_of(apart) < spread_of([Decimal(60), Decimal(80)])
    assert abs(fair - raw) < 5  # the level of all stays; only the distance between reviewers shrinks


def test_who_saw_their_units_alone_has_no_bias():
    assert biases(
        [Total("alone", "x", Decimal(10)), Total("p", "y", Decimal(80)), Total("q", "y", Decimal(90))]
    ).keys() == {
        "p",
        "q",
    }


@given(st.lists(st.tuples(st.sampled_from("pqrs"), st.sampled_from("abcde"), points), max_size=20))
def test_biases_do_not_depend_on_the_order_of_sheets(rows):
    sheets = [Total(*row) for row in {row[:2]: row for row in rows}.values()]
    assert biases(sheets) == biases(sheets[::-1])


def test_calibration_stays_within_the_standard():
    assert calibrated(Decimal(95), Decimal(-20), Decimal(100)) == 100
    assert calibrated(Decimal(5), Decimal(20), Decimal(100)) == 0
