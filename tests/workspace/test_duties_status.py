"""How duties stand: literal tables of statuses and sentences, whose row binds, and one number of queries."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories as make
from tests.workspace.duties_world import (
    BOUND,
    FREE,
    everybody_stands,
    make_activity,
    make_bare_unit,
    make_duty,
    make_node,
    on_day,
)
from tests.workspace.test_duties_periods import DAYS, DUTIES, LEISURELY
from workspace.enums import DutyStatus
from workspace.models import Duty
from workspace.periods import present_span
from workspace.queries.duties import (
    by_status,
    committee_progress,
    due_next,
    duties_of,
    progress_for,
    progress_in_year,
    progress_of,
    progress_up_to,
    years_of,
)
from workspace.queries.progress import Progress

TODAY = date(2026, 11, 23)


@pytest.fixture
def unit(db, monkeypatch):
    everybody_stands(monkeypatch, BOUND)
    return make_bare_unit()


def said(lines) -> list[tuple]:
    return [(line.span.label, line.status.label, line.count, line.goal, line.sentence) for line in lines]


def line(duty: Duty, on: date, *, count=0, goal=1) -> Progress:
    return Progress(duty, present_span(duty, on, FREE), count, goal, "次", on)


@pytest.mark.parametrize(
    ("on", "count", "status", "sentence"),
    [
        (date(2026, 1, 1), 0, "进行中", "还差 2 次，2026年12月31日前完成（还有 364 天）"),
        (date(2026, 12, 30), 1, "进行中", "还差 1 次，2026年12月31日前完成（还有 1 天）"),
        (date(2026, 12, 31), 1, "进行中", "还差 1 次，2026年12月31日前完成（今天截止）"),
        (date(2026, 12, 31), 2, "已完成", "已完成 2 次"),
        (date(2026, 12, 31), 5, "已完成", "已完成 5 次"),
    ],
)
def test_a_year(on, count, status, sentence):
    found = line(Duty(period="year"), on, count=count, goal=2)
    assert (found.status.label, found.sentence) == (status, sentence)
    assert found.shown == min(count, 2)


@pytest.mark.parametrize(
    ("on", "count", "status", "offered", "sentence"),
    [
        (date(2026, 8, 17), 0, "未到时间", False, "9月1日开始，还有 15 天"),
        (date(2026, 8, 18), 0, "未到时间", True, "9月1日开始，还有 14 天"),
        (date(2026, 8, 20), 1, "已完成", False, "已完成 1 次"),
        (date(2026, 8, 31), 0, "未到时间", True, "9月1日开始，还有 1 天"),
        (date(2026, 9, 1), 0, "进行中", False, "还差 1 次，2026年9月30日前完成（还有 29 天）"),
        (date(2026, 10, 1), 0, "未到时间", False, "9月1日开始，还有 335 天"),
    ],
)
def test_a_node_is_offered_a_fortnight_ahead(on, count, status, offered, sentence):
    open_week = Duty(period="node", node_month=9, node_day=1, node_days=30)
    found = line(open_week, on, count=count)
    assert (found.status.label, found.is_offered, found.sentence) == (status, offered, sentence)


@LEISURELY
@given(DUTIES, DAYS, st.integers(0, 3))
def test_nothing_is_late_inside_its_period(duty, day, count):
    found = line(duty, day, count=count, goal=2)
    assert found.status != DutyStatus.LATE
    assert found.days_left >= 0


def test_last_month_is_late_and_no_month_before_it(unit):
    make_duty(period="month")
    assert said(progress_of(unit, TODAY)) == [
        ("2026年10月", "逾期", 0, 1, "还差 1 次；当时已经开展的，补记后自动计入"),
        ("2026年11月", "进行中", 0, 1, "还差 1 次，2026年11月30日前完成（还有 7 天）"),
    ]


def test_a_record_entered_later_mends_its_month(unit):
    duty = make_duty(period="month")
    make_activity(unit, date(2026, 10, 31), duty)
    assert [found.span.label for found in progress_of(unit, TODAY)] == ["2026年11月"]


@pytest.mark.parametrize(
    ("on", "labels"),
    [
        (date(2026, 1, 1), ["2025年", "2026年"]),
        (date(2026, 4, 2), ["2025年", "2026年"]),
        (date(2026, 4, 3), ["2026年"]),
    ],
)
def test_a_missed_year_stays_for_a_quarter(unit, monkeypatch, on, labels):
    make_duty(period="year")
    assert [found.span.label for found in progress_of(unit, on)] == ["2026年"]
    everybody_stands(monkeypatch, type(BOUND)(BOUND.cycle, date(2025, 1, 1)))
    assert [found.span.label for found in progress_of(unit, on)] == labels


def test_nobody_is_late_for_what_had_begun_before_them(unit, monkeypatch):
    make_duty(period="month")
    monkeypatch.undo()
    everybody_stands(monkeypatch, type(BOUND)(BOUND.cycle, date(2026, 10, 2)))
    assert [found.status for found in progress_of(unit, TODAY)] == [DutyStatus.OPEN]


def test_late_comes_first_then_by_date_then_what_is_ahead_and_done(unit):
    done, month, year = make_duty("done"), make_duty("month", period="month"), make_duty("year", target=4)
    node = make_node()
    make_activity(unit, TODAY, done)
    assert [(found.duty, found.status.value) for found in progress_of(unit, TODAY)] == [
        (node, "late"), (month, "late"), (month, "open"), (year, "open"), (node, "ahead"), (done, "done"),
    ]  # fmt: skip


def test_groups_put_an_offered_node_beside_what_runs(unit):
    make_node(month=12, day=1, days=7)
    make_duty("year")
    [(status, lines)] = by_status(progress_of(unit, TODAY))
    assert (status, [found.duty.code for found in lines]) == (DutyStatus.OPEN, ["year", "node"])


def test_members_duties_ask_for_each_of_them(unit):
    make_duty(subject="member", counter="growth_cards", period="cycle")
    [found] = progress_of(unit, TODAY)
    assert (found.count, found.goal, found.word) == (0, 3, "人")


def test_a_unit_without_members_has_not_fulfilled_their_duties(unit):
    make_duty(subject="member", counter="growth_cards", period="cycle")
    unit.members.all().delete()
    assert [found.status for found in progress_of(unit, TODAY)] == [DutyStatus.OPEN]


# Whose row binds


def test_the_nearest_committees_row_takes_the_place_of_the_frame(unit):
    county, city = unit.committee, unit.committee.parent
    national = make_duty("d4", target=1)
    assert duties_of(unit) == [national]
    of_city = make_duty("d4", target=2, committee=city)
    assert duties_of(unit) == [of_city]
    of_county = make_duty("d4", target=3, committee=county)
    assert duties_of(unit) == [of_county]
    elsewhere = make.make_unit(make.make_committee("邻市", "city", parent=city.parent))
    assert duties_of(elsewhere) == [national]


def test_an_inactive_own_row_switches_the_duty_off(unit):
    make_duty("d4")
    make_duty("d4", committee=unit.committee, is_active=False)
    assert duties_of(unit) == []


def test_records_made_for_the_frame_count_for_the_row_in_its_place(unit):
    make_activity(unit, date(2026, 2, 1), make_duty("d4"))
    make_duty("d4", committee=unit.committee, target=2)
    [found] = progress_of(unit, TODAY)
    assert (found.count, found.goal) == (1, 2)


def test_a_record_that_names_both_rows_counts_once(unit):
    both = make_duty("d4"), make_duty("d4", committee=unit.committee)
    make_activity(unit, date(2026, 2, 1), *both)
    assert [found.count for found in progress_of(unit, TODAY)] == [1]


def test_a_unit_outside_the_tree_has_the_national_duties(unit):
    national = make_duty("d4")
    make_duty("d4", committee=unit.committee)
    unit.committee = None
    assert duties_of(unit) == [national]


def test_committees_have_theirs_by_their_place_in_the_tree(unit):
    county, city = unit.committee, unit.committee.parent
    for subject in ("unit", "committee", "grassroots", "supervisor"):
        counter = "activities" if subject == "unit" else "committee_activities"
        make_duty(subject, subject=subject, counter=counter)
    assert [duty.code for duty in duties_of(county, "committee")] == ["committee", "grassroots"]
    assert [duty.code for duty in duties_of(city, "committee")] == ["committee", "supervisor"]
    assert [duty.code for duty in duties_of(unit)] == ["unit"]


def test_a_committees_record_counts_for_it_alone(unit):
    duty = make_duty(subject="committee", counter="committee_activities")
    city = unit.committee.parent
    make_activity(city, TODAY, duty)
    with on_day(TODAY):
        assert [found.count for found in committee_progress(city, 2026)] == [1]
        assert [found.count for found in committee_progress(unit.committee, 2026)] == [0]


# Earlier years


@on_day(TODAY)
def test_a_finished_year_tells_what_became_of_it(unit):
    make_duty("half", period="half_year")
    month = make_duty("month", period="month")
    make_activity(unit, date(2025, 9, 9), month)
    make_activity(unit, date(2025, 7, 9), month)
    assert said(progress_in_year(unit, 2025)) == [
        ("2025年7月至12月", "逾期", 2, 5, "还差 3 个月（10月、11月、12月）；当时已经开展的，补记后自动计入"),
    ]


@on_day(TODAY)
def test_a_cycle_that_runs_on_is_not_late_in_its_first_year(unit):
    make_duty(period="cycle")
    assert [found.status for found in progress_in_year(unit, 2025)] == [DutyStatus.OPEN]


LATE = "当时已经开展的，补记后自动计入"


@on_day(TODAY)
def test_every_missed_month_of_the_running_year_is_named_with_its_place(unit):
    duty = make_duty(period="month")
    for month in (*range(1, 7), 9):
        make_activity(unit, date(2026, month, 2), duty)
    lines = progress_in_year(unit, 2026)
    assert said(lines) == [
        ("2026年1月至10月", "逾期", 7, 10, f"还差 3 个月（7月、8月、10月）；{LATE}"),
        ("2026年11月", "进行中", 0, 1, "还差 1 次，2026年11月30日前完成（还有 7 天）"),
    ]
    places = [month.place.rpartition("day=")[2] for month in lines[0].missed]
    assert places == ["2026-07-31", "2026-08-31", "2026-10-31"]


@on_day(date(2027, 1, 3))
def test_what_was_missed_last_year_stands_on_the_page_of_the_new_one(unit):
    make_duty("month", period="month")
    make_duty("half", period="half_year")
    assert said(progress_in_year(unit, 2027))[:3] == [
        ("2026年上半年", "逾期", 0, 1, f"还差 1 次；{LATE}"),
        (
            "2026年",
            "逾期",
            0,
            12,
            f"还差 12 个月（{'、'.join(f'{month}月' for month in range(1, 13))}）；{LATE}",
        ),
        ("2026年下半年", "逾期", 0, 1, f"还差 1 次；{LATE}"),
    ]


@on_day(date(2027, 4, 3))
def test_after_a_quarter_last_years_page_alone_says_so(unit):
    make_duty(period="half_year")
    assert said(progress_in_year(unit, 2027)) == [
        ("2027年上半年", "进行中", 0, 1, "还差 1 次，2027年6月30日前完成（还有 88 天）")
    ]
    assert [line.status for line in progress_in_year(unit, 2026)] == [DutyStatus.LATE] * 2


@pytest.mark.parametrize("today", [date(2026, 7, 20), TODAY, date(2026, 12, 31)])
def test_page_and_report_of_a_year_say_the_same(unit, today):
    with on_day(today):
        for period in ("year", "half_year", "month", "cycle"):
            make_activity(unit, date(2026, 3, 3), make_duty(period, period=period))
        make_node(month=5, day=4, days=7)
        page = [line for line in progress_in_year(unit, 2026) if line.span.first <= today]
        assert page == progress_up_to(unit, 2026, today)


@on_day(TODAY)
def test_years_reach_back_to_the_first_record_or_duty(unit):
    assert years_of(unit) == [2026, 2025]
    make_activity(unit, date(2023, 5, 4))
    assert years_of(unit) == [2026, 2025, 2024, 2023]
    make_activity(unit, date(1999, 5, 4))
    assert years_of(unit) == [2026, 2025, 2024, 2023, 2022, 2021]


# The desk, and the number of queries


def test_the_desk_shows_what_comes_up_for_units_that_have_duties(unit, monkeypatch):
    for number in range(4):
        make_duty(f"d{number}", order=number)
    make_activity(unit, TODAY, Duty.objects.get(code="d0"))
    assert [found.duty.code for found in due_next([unit], TODAY)[unit.pk]] == ["d1", "d2", "d3"]
    assert [found.duty.code for found in due_next([unit], TODAY, most=1)[unit.pk]] == ["d1"]
    everybody_stands(monkeypatch, FREE)
    assert due_next([unit], TODAY) == {}


def test_three_units_cost_as_many_queries_as_one(unit, django_assert_num_queries):
    make_duty("year")
    make_duty("month", period="month")
    make_duty("home", counter="youth_home_sessions", target=4)
    make_duty("cards", subject="member", counter="growth_cards", period="cycle")
    more = [unit, *(make.make_unit(unit.committee, members=2, young=1) for _ in range(2))]
    with django_assert_num_queries(5):
        progress_for([unit], TODAY)
    with django_assert_num_queries(5):
        assert [len(lines) for lines in progress_for(more, TODAY).values()] == [5, 5, 5]


def test_every_unit_of_many_gets_its_own_counts(unit):
    duty, other = make_duty(), make.make_unit(unit.committee)
    for day in (1, 2):
        make_activity(unit, date(2026, 5, day), duty)
    make_activity(other, date(2026, 5, 1) + timedelta(days=400), duty)
    found = progress_for([unit, other], TODAY)
    assert [found[each.pk][0].count for each in (unit, other)] == [2, 0]
