"""三级三星制: one star a recognition, at most three, per level; past titles by policy (S1 二.2; domain.md §2.3)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from creation_cycle.enums import LegacyStarPolicy
from creation_cycle.models import Certificate, Recognition, Title
from creation_cycle.services import legacy
from tests import factories as make
from units.enums import Level
from units.models import Unit
from units.services.regions import load_regions

pytestmark = pytest.mark.django_db

COUNT, COLLAPSE = LegacyStarPolicy.COUNT_HISTORY, LegacyStarPolicy.COLLAPSE_TO_ONE


@pytest.fixture
def committee():
    load_regions()
    from units.models import Region

    return make.make_committee("示例市团委", Level.CITY, region=Region.objects.get(code="442000"))


def past(committee, session="第1届", star=None, level=Level.PROVINCIAL, name="示例集体"):
    return legacy.PastTitle(name, level, star, session, 2023, committee.region, "示例日报 2023-03-03")


def register(committee, policy, *sessions, **values):
    by = make.make_officer(committee)
    for session in sessions:
        legacy.register(past(committee, session, **values), committee=committee, policy=policy, by=by)
    return Title.objects.get()


@pytest.mark.parametrize(
    ("policy", "sessions", "star"),
    [
        (COLLAPSE, ["第1届"], 1),
        (COLLAPSE, ["第1届", "第2届", "第3届"], 1),
        (COUNT, ["第1届", "第2届"], 2),
        (COUNT, ["第1届", "第2届", "第3届", "第4届"], 3),
    ],
)
def test_missing_stars_follow_the_policy(committee, policy, sessions, star):
    title = register(committee, policy, *sessions)

    assert title.star == star
    assert title.recognitions.filter(is_star_assumed=True).count() == len(sessions)


def test_a_printed_star_stands_whatever_the_policy(committee):
    title = register(committee, COLLAPSE, "第1届", star=2)

    assert title.star == 2
    assert not title.recognitions.get().is_star_assumed


def test_registering_twice_changes_nothing(committee):
    register(committee, COUNT, "第1届", "第1届")

    assert (Recognition.objects.count(), Certificate.objects.count(), Unit.objects.count()) == (1, 1, 1)


def test_a_past_title_is_named_after_its_province_and_gets_a_number(committee):
    title = register(committee, COLLAPSE, "第1届")

    certificate = Certificate.objects.get()
    assert title.full_name == "一星级广东省青年文明号"
    assert certificate.number.startswith("S440000-2023-0001-")
    assert certificate.is_registered_only
    assert certificate.file.name == ""


@pytest.mark.parametrize(
    ("level", "name"),
    [
        (Level.NATIONAL, "全国青年文明号"),
        (Level.PROVINCIAL, "广东省青年文明号"),
        (Level.CITY, "中山市青年文明号"),
    ],
)
def test_titles_carry_their_place(committee, level, name):
    assert register(committee, COLLAPSE, "第1届", level=level).name == name


def test_numbers_run_without_gaps(committee):
    for number in range(3):
        item = past(committee, f"第{number}届", name=f"集体{number}")
        legacy.register(item, committee=committee, policy=COUNT, by=None)

    sequence = [
        number.split("-")[2] for number in Certificate.objects.order_by("pk").values_list("number", flat=True)
    ]
    assert sequence == ["0001", "0002", "0003"]


def test_the_database_refuses_a_second_title_in_force(committee):
    title = register(committee, COLLAPSE, "第1届")

    with pytest.raises(IntegrityError), transaction.atomic():
        Title.objects.create(
            unit=title.unit,
            level=title.level,
            name=title.name,
            star=1,
            first_recognised_on=date(2024, 1, 1),
            last_recognised_on=date(2024, 1, 1),
        )
