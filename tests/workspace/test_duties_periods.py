"""Periods at their edges: leap days, turns of the year, half-years, nodes that run over the end of a month."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workspace.duties_world import BOUND, CYCLE, FREE
from workspace.enums import DutyPeriod
from workspace.models import Duty
from workspace.periods import (
    OFFERED,
    Standing,
    half_year_of,
    month_of,
    node_of,
    present_span,
    span_before,
    spans_in_year,
    year_of,
)

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
LEISURELY = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
NODES = st.builds(
    lambda month, day, days: Duty(period="node", node_month=month, node_day=day, node_days=days),
    st.integers(1, 12), st.integers(1, 31), st.integers(1, 92),
)  # fmt: skip
DUTIES = st.one_of(NODES, st.sampled_from([Duty(period=period) for period in DutyPeriod if period != "node"]))


def node(month: int, day: int, days: int) -> Duty:
    return Duty(period="node", node_month=month, node_day=day, node_days=days)


@pytest.mark.parametrize(
    ("span", "label", "first", "last"),
    [
        (year_of(date(2026, 12, 31)), "2026年", date(2026, 1, 1), date(2026, 12, 31)),
        (year_of(date(2027, 1, 1)), "2027年", date(2027, 1, 1), date(2027, 12, 31)),
        (half_year_of(date(2026, 6, 30)), "2026年上半年", date(2026, 1, 1), date(2026, 6, 30)),
        (half_year_of(date(2026, 7, 1)), "2026年下半年", date(2026, 7, 1), date(2026, 12, 31)),
        (month_of(date(2028, 2, 29)), "2028年2月", date(2028, 2, 1), date(2028, 2, 29)),
        (month_of(date(2026, 2, 28)), "2026年2月", date(2026, 2, 1), date(2026, 2, 28)),
        (month_of(date(2026, 12, 5)), "2026年12月", date(2026, 12, 1), date(2026, 12, 31)),
        (CYCLE, "2025—2027年度创建周期", date(2025, 7, 1), date(2027, 6, 30)),
        (node_of(node(9, 1, 30), 2026), "2026年9月1日至9月30日", date(2026, 9, 1), date(2026, 9, 30)),
        (node_of(node(9, 20, 20), 2026), "2026年9月20日至10月9日", date(2026, 9, 20), date(2026, 10, 9)),
        (node_of(node(12, 25, 14), 2026), "2026年12月25日至1月7日", date(2026, 12, 25), date(2027, 1, 7)),
        (node_of(node(2, 29, 1), 2028), "2028年2月29日", date(2028, 2, 29), date(2028, 2, 29)),
        (node_of(node(2, 29, 1), 2026), "2026年2月28日", date(2026, 2, 28), date(2026, 2, 28)),
        (node_of(node(4, 31, 2), 2026), "2026年4月30日至5月1日", date(2026, 4, 30), date(2026, 5, 1)),
    ],
)
def test_spans(span, label, first, last):
    assert (span.label, span.first, span.last) == (label, first, last)


@pytest.mark.parametrize(
    ("period", "on", "before"),
    [
        ("year", date(2026, 1, 1), "2025年"),
        ("half_year", date(2026, 1, 1), "2025年下半年"),
        ("half_year", date(2026, 7, 1), "2026年上半年"),
        ("month", date(2026, 1, 31), "2025年12月"),
        ("month", date(2028, 3, 31), "2028年2月"),
    ],
)
def test_the_period_before(period, on, before):
    assert span_before(Duty(period=period), on).label == before


def test_a_cycle_has_none_before_it():
    assert span_before(Duty(period="cycle"), date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("on", "present", "before"),
    [
        (date(2026, 8, 17), date(2026, 9, 1), date(2025, 9, 1)),
        (date(2026, 9, 30), date(2026, 9, 1), date(2025, 9, 1)),
        (date(2026, 10, 1), date(2027, 9, 1), date(2026, 9, 1)),
    ],
)
def test_a_node_is_the_running_or_the_next_one(on, present, before):
    open_week = node(9, 1, 30)
    assert present_span(open_week, on, FREE).first == present
    assert span_before(open_week, on).first == before


def test_a_node_over_the_turn_of_the_year_runs_on_in_january():
    assert present_span(node(12, 25, 14), date(2027, 1, 7), FREE).first == date(2026, 12, 25)
    assert present_span(node(12, 25, 14), date(2027, 1, 8), FREE).first == date(2027, 12, 25)


def test_records_of_a_node_count_from_its_offer():
    span = node_of(node(3, 5, 7), 2027)
    assert span.days == (date(2027, 2, 19), date(2027, 3, 11))


def test_without_a_cycle_its_duties_are_those_of_the_year():
    duty = Duty(period="cycle")
    assert present_span(duty, date(2026, 5, 1), BOUND) == CYCLE
    assert present_span(duty, date(2026, 5, 1), FREE).label == "2026年"


def test_a_finished_year_has_all_its_periods():
    labels = {period: [span.label for span in spans_in_year(Duty(period=period), 2026, BOUND)] for period in
              ("year", "half_year", "cycle")}  # fmt: skip
    assert labels == {
        "year": ["2026年"], "half_year": ["2026年上半年", "2026年下半年"], "cycle": ["2025—2027年度创建周期"],
    }  # fmt: skip
    months = spans_in_year(Duty(period="month"), 2026, BOUND)
    assert [span.first.month for span in months] == list(range(1, 13))


@pytest.mark.parametrize(
    ("since", "span", "owes"),
    [
        (date(2026, 1, 1), year_of(date(2026, 5, 1)), True),
        (date(2026, 1, 2), year_of(date(2026, 5, 1)), False),
        (date(2025, 8, 20), CYCLE, True),
        (date(2027, 6, 30), CYCLE, True),
        (date(2027, 7, 1), CYCLE, False),
        (None, CYCLE, False),
    ],
)
def test_nobody_owes_what_had_begun_before_them(since, span, owes):
    assert Standing(CYCLE, since).owes(span) is owes


@LEISURELY
@given(DUTIES, DAYS)
def test_the_present_period_is_not_over_and_the_one_before_is(duty, day):
    assert day <= present_span(duty, day, BOUND if day <= CYCLE.last else FREE).last
    before = span_before(duty, day)
    assert before is None or before.last < day


@LEISURELY
@given(NODES, DAYS)
def test_no_node_is_missed_between_two(duty, day):
    before, present = span_before(duty, day), present_span(duty, day, FREE)
    assert present.first.year - before.first.year == 1
    assert present.first - present.counts_from == OFFERED
    assert before.last + timedelta(days=1) <= day
