"""Counting working days on the published arrangements of 2025 and 2026, and without one."""

from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from core.models import Holiday
from core.workdays import PROVISIONAL_NOTE, add_workdays, is_provisional, is_workday, workdays_left

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(db):
    call_command("load_holidays", stdout=StringIO())


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 9, 29), True),
        (date(2026, 9, 26), False),  # an ordinary Saturday inside Mid-autumn
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 10), True),  # 调休: a Saturday that is worked
        (date(2026, 10, 11), False),
    ],
)
def test_the_arrangement_decides(published, day, works):
    assert is_workday(day) is works


def test_the_day_of_posting_is_not_counted(published):
    assert add_workdays(date(2026, 5, 11), 1).date == date(2026, 5, 12)
    assert add_workdays(date(2026, 5, 11), 5).date == date(2026, 5, 18)


def test_a_notice_runs_over_the_national_holiday_and_counts_the_worked_saturday(published):
    deadline = add_workdays(date(2026, 9, 29), 5)
    assert deadline.date == date(2026, 10, 12)  # 9/30, 10/8, 10/9, Saturday 10/10, 10/12
    assert (deadline.provisional, deadline.note) == (False, "")


def test_the_period_ends_at_midnight_after_its_last_day(published):
    ends_at = add_workdays(date(2026, 5, 11), 1).ends_at
    assert ends_at == datetime(2026, 5, 13, 0, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_without_an_arrangement_weekends_count_and_the_result_says_so(published):
    within = add_workdays(date(2026, 12, 24), 5)
    assert (within.date, within.provisional) == (date(2026, 12, 31), False)
    beyond = add_workdays(date(2026, 12, 24), 6)
    assert (beyond.date, beyond.provisional) == (date(2027, 1, 1), True)
    assert beyond.note == PROVISIONAL_NOTE == "节假日安排未公布，暂按周末计算"


def test_a_deadline_moves_when_the_arrangement_arrives(published):
    Holiday.objects.create(date=date(2027, 1, 1), name="元旦", published_year=2027)
    deadline = add_workdays(date(2026, 12, 24), 6)
    assert (deadline.date, deadline.provisional) == (date(2027, 1, 4), False)


def test_new_years_days_of_december_belong_to_the_next_years_arrangement(published):
    last = Holiday.objects.filter(date__month=12, date__day=31, name="元旦", date__year=2022).get()
    assert last.published_year == 2023
    assert not Holiday.objects.filter(published_year=2027).exists()


def test_days_left(published):
    until = date(2026, 10, 12)
    expected = {date(2026, 9, 29): 5, date(2026, 10, 1): 4, date(2026, 10, 10): 1, until: 0}
    assert {today: workdays_left(until, today) for today in expected} == expected
    assert workdays_left(until, date(2026, 10, 13)) == 0


def test_a_period_has_at_least_one_day():
    with pytest.raises(ValueError, match="at least one"):
        add_workdays(date(2026, 5, 11), 0)


@pytest.mark.parametrize("count", [1, 250])
def test_one_query_however_long(published, django_assert_num_queries, count):
    with django_assert_num_queries(1):
        add_workdays(date(2025, 1, 27), count)
    with django_assert_num_queries(1):
        workdays_left(date(2026, 1, 27), date(2025, 1, 27))


@hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.dates(date(2024, 1, 1), date(2027, 6, 30)), count=st.integers(1, 120))
def test_counting_back_gives_the_same_number(published, start, count):
    last = add_workdays(start, count).date
    assert is_workday(last)
    assert workdays_left(last, start) == count
    assert workdays_left(last - timedelta(days=1), start) == count - 1


def test_loading_again_adds_what_is_missing_and_keeps_what_an_officer_edited(published, capsys):
    total = Holiday.objects.count()
    Holiday.objects.filter(date=date(2026, 10, 6)).delete()
    Holiday.objects.filter(date=date(2026, 10, 7)).update(is_workday=True, name="临时上班")
    call_command("load_holidays")
    assert capsys.readouterr().out == f"新增 1 天，共 {total} 天；安排公布至 2026 年\n"
    assert Holiday.objects.get(date=date(2026, 10, 7)).name == "临时上班"


def test_the_package_covers_its_years(published):
    assert Holiday.objects.get(date=date(2004, 1, 1)).name == "元旦"
    assert set(Holiday.objects.values_list("published_year", flat=True)) == set(range(2004, 2027))


@pytest.mark.parametrize(
    ("until", "guessed"),
    [
        (date(2026, 12, 31), False),
        (date(2027, 1, 4), True),
        (date(2026, 12, 1), False),
        (date(2020, 1, 1), False),
    ],
)
def test_a_deadline_beyond_the_published_arrangement_is_marked(published, until, guessed):
    assert is_provisional(until, date(2026, 12, 1)) is guessed
