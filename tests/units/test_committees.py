"""The tree of committees, offices in time, and automatic recusal."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from core import clock
from tests import factories as make
from units.enums import Level, OfficeRole
from units.models import Affiliation, Committee, Office, Unit
from units.queries.conflicts import conflicts_of

pytestmark = pytest.mark.django_db


def test_next_below_is_the_body_on_the_way_down():
    province, city, county = make.make_line()

    assert province.next_below(county) == city
    assert city.next_below(county) == county
    assert city.next_below(city) is None
    assert county.next_below(city) is None


def test_a_longer_key_is_not_below_a_shorter_one():
    """/1/ must not count as above /10/: the path ends in a separator."""
    first = make.make_committee("甲", Level.PROVINCIAL)
    others = [make.make_committee(f"乙{number}", Level.PROVINCIAL) for number in range(12)]

    assert list(Committee.objects.within(first)) == [first]
    assert not any(first.is_above(other) for other in others)


def test_moving_a_committee_takes_its_subtree_along():
    province, city, county = make.make_line()
    other = make.make_committee("另一省团委", Level.PROVINCIAL)

    city.parent = other
    city.save()

    county.refresh_from_db()
    assert county.path == f"{other.path}{city.pk}/{county.pk}/"
    assert not province.is_above(county)


def test_scope_follows_the_office_and_ends_with_it():
    _, city, county = make.make_line()
    unit, elsewhere = make.make_unit(county), make.make_unit(make.make_committee("外市", Level.CITY))
    officer = make.make_officer(city)
    assert list(Unit.objects.visible_to(officer)) == [unit]
    assert elsewhere not in Unit.objects.visible_to(officer)

    Office.objects.filter(user=officer).update(ends_on=clock.today() - timedelta(days=1))

    assert not Unit.objects.visible_to(officer).exists()


def test_an_inactive_user_sees_nothing():
    _, city, county = make.make_line()
    make.make_unit(county)
    officer = make.make_officer(city)
    officer.is_active = False

    assert not Unit.objects.visible_to(officer).exists()


def test_a_system_committee_names_its_industry():
    region = make.make_region()
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_committee("系统团委", Level.CITY, region=region, kind="system")


@pytest.fixture
def unit():
    _, _, county = make.make_line()
    return make.make_unit(county)


def test_no_conflict_for_a_stranger(unit):
    assert conflicts_of(make.make_user(), unit) == []


def test_captain_conflicts_for_three_years_after(unit):
    captain = make.make_captain(unit)
    assert conflicts_of(captain, unit) == ["您是（或近三年曾是）该集体的号长或填报人员"]

    captain.posts.update(ends_on=clock.today() - timedelta(days=365 * 2))
    assert conflicts_of(captain, unit) != []
    captain.posts.update(starts_on=date(2010, 1, 1), ends_on=clock.today() - timedelta(days=365 * 3 + 40))
    assert conflicts_of(captain, unit) == []


def test_colleagues_and_league_branch_conflict(unit):
    user = make.make_user()
    Affiliation.objects.create(user=user, employer=unit.employer, league_branch=unit.league_branch)

    assert conflicts_of(user, unit) == ["您与该集体属同一工作单位", "您与该集体属同一团支部"]


def test_member_conflicts(unit):
    member = unit.members.first()
    member.user = make.make_user()
    member.save()

    assert conflicts_of(member.user, unit) == ["您是（或近三年曾是）该集体的成员"]


def test_offices_need_an_order_of_dates():
    _, city, _ = make.make_line()
    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.create(
            user=make.make_user(),
            committee=city,
            role=OfficeRole.OFFICER,
            starts_on=date(2026, 5, 1),
            ends_on=date(2026, 4, 1),
        )
