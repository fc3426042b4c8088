"""What the portal counts for items of system data: the right rows, once each, within the days asked for."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from creation_cycle.auto_sources import AUTO_SOURCES, year_until
from tests import factories as make
from units.models import Unit
from workspace.models import (
    Activity,
    ActivityType,
    CareTarget,
    CareVisit,
    GrowthCard,
    Innovation,
    InnovationCategory,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 12)
START, END = year_until(DAY)
BEFORE, AFTER = START - timedelta(days=1), END + timedelta(days=1)


@pytest.fixture
def unit(db) -> Unit:
    return make.make_unit(make.make_line()[2])


@pytest.fixture
def other(unit) -> Unit:
    return make.make_unit(unit.committee)


def count(code: str, unit) -> Fraction:
    return AUTO_SOURCES[code].measure(Unit.objects.filter(pk=unit.pk), START, END)[unit.pk]


def log(unit, day, **values) -> Activity:
    kind, _ = ActivityType.objects.get_or_create(code="volunteering", defaults={"name": "志愿服务"})
    return Activity.objects.create(
        unit=unit, day=day, activity_type=kind, theme="主题", created_by=make.make_user(), **values
    )


def work(unit, day, **values) -> Innovation:
    kind, _ = InnovationCategory.objects.get_or_create(code="five", defaults={"name": "小建议"})
    return Innovation.objects.create(
        unit=unit,
        category=kind,
        name="作品",
        content="内容",
        submitted_on=day,
        created_by=make.make_user(),
        **values,
    )


def test_a_year_ends_on_its_day_and_holds_no_day_twice():
    assert (date(2025, 6, 13), date(2026, 6, 12)) == (START, END)
    assert year_until(date(2024, 2, 29)) == (date(2023, 3, 1), date(2024, 2, 29))


def test_activities_are_counted_by_their_day(unit, other):
    for day in (BEFORE, START, END, AFTER):
        log(unit, day)
    log(unit, END, removed_at=clock.now())
    log(other, END)
    assert count("activities", unit) == 2


def test_sessions_are_those_at_the_youth_home(unit):
    home = unit.youth_homes.get()
    log(unit, START, youth_home=home)
    log(unit, START, youth_home=home)
    log(unit, BEFORE, youth_home=home)
    log(unit, START)
    assert count("youth_home_sessions", unit) == 2


def test_innovations_are_counted_by_their_submission(unit, other):
    for day in (BEFORE, START, END, AFTER):
        work(unit, day)
    work(unit, END, removed_at=clock.now())
    work(other, END)
    assert count("innovations_per_year", unit) == 2


def test_care_is_counted_by_visits(unit):
    family = CareTarget.objects.create(unit=unit, kind="family", code="F1", since=START)
    for day in (BEFORE, START, END):
        CareVisit.objects.create(target=family, day=day, text="看望", created_by=make.make_user())
    CareVisit.objects.create(
        target=family, day=END, text="误记", created_by=make.make_user(), removed_at=clock.now()
    )
    assert count("care_visits", unit) == 2


def test_volunteers_are_a_share_of_the_present_roster(unit):
    first, second, *_ = unit.members.all()
    first.volunteer_number = ""
    first.save()
    second.left_on = clock.today()
    second.volunteer_number = ""
    second.save()
    assert count("volunteers_ratio", unit) == Fraction(1000, 11)
    unit.members.filter(pk=first.pk).update(is_volunteer=True)
    assert count("volunteers_ratio", unit) == 100
    unit.members.all().delete()
    assert count("volunteers_ratio", unit) == 0


def test_growth_cards_count_once_for_a_member_and_on_the_last_day(unit):
    one, two, three, *_ = unit.members.all()
    user = make.make_user()
    for member, first, last in (
        (one, START, AFTER),
        (one, BEFORE, END),
        (two, END, AFTER),
        (three, BEFORE, START),
    ):
        GrowthCard.objects.create(member=member, starts_on=first, ends_on=last, created_by=user)
    assert count("growth_cards_ratio", unit) == Fraction(200, 12)


def test_a_league_branch_is_there_or_not(unit):
    assert count("league_branch", unit) == 1
    unit.league_branch = ""
    unit.save()
    assert count("league_branch", unit) == 0


@pytest.mark.parametrize("code", AUTO_SOURCES)
def test_one_question_for_all_units(code, unit, other):
    with CaptureQueriesContext(connection) as queries:
        found = AUTO_SOURCES[code].measure(Unit.objects.all(), START, END)
    assert len(queries) == 1
    assert set(found) == {unit.pk, other.pk}


def test_the_days_that_were_looked_at_are_said():
    sessions, share = AUTO_SOURCES["youth_home_sessions"], AUTO_SOURCES["volunteers_ratio"]
    assert sessions.period(START, END) == "2025年6月13日至2026年6月12日"
    assert sessions.period(date(2026, 1, 1), date(2026, 12, 31)) == "2026年"
    assert share.period(START, END) == "截至2026年6月12日"
