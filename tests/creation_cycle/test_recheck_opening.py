"""Opening the year: exactly one recheck for every title, what is kept for a higher one, what the rules find."""

from datetime import date

import pytest

from accounts.models import Message
from core.models import Job
from core.services.ledger import broken_entries
from creation_cycle.models import Recheck, RecheckFinding, RecheckYear, Title
from creation_cycle.services import recheck_calendar as calendar
from creation_cycle.services import recheck_opening as opening
from tests import factories as make
from tests.creation_cycle.recheck_world import OPENS, REPORT, YEAR, RecheckWorld, days, make_title, on
from units.enums import Level

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return RecheckWorld(units=3)


def test_each_title_in_force_gets_one_recheck_with_its_first_reviewer_and_deadline(world, monkeypatch):
    monkeypatch.setattr(opening, "CHUNK", 2)
    gone = make_title(make.make_unit(world.county), world.city)
    Title.objects.filter(pk=gone.pk).update(state="ended")
    world.open()
    world.open()

    assert list(Recheck.objects.order_by("title").values_list("title", "state", "report_by")) == [
        (title.pk, "due", REPORT) for title in world.titles
    ]
    assert {recheck.reviewing_committee for recheck in Recheck.objects.all()} == {world.county}
    assert Message.objects.filter(recipient=world.captain).count() == 1
    assert [entry.label for entry in world.recheck.history] == ["建立"]
    assert list(broken_entries()) == []


def test_a_city_title_is_kept_for_a_provincial_one_until_that_ends(world):
    provincial = make_title(world.unit, world.province, level=Level.PROVINCIAL)
    RecheckYear.objects.create(
        committee=world.province,
        year=YEAR,
        opens_on=OPENS,
        report_by=REPORT,
        review_by=REPORT,
        decide_by=REPORT,
    )
    world.open()
    assert world.recheck.state == "exempt"

    with on(REPORT + days(20)):
        Title.objects.filter(pk=provincial.pk).update(state="revoked", state_reason="示例")
        calendar.follow_titles()
        calendar.follow_titles()
    recheck = world.recheck
    assert (recheck.state, recheck.report_by) == ("due", REPORT + days(50))
    assert [entry.move for entry in recheck.history] == ["create", "exempt", "fall_due"]


def test_a_provincial_title_is_rechecked_though_the_unit_holds_a_national_one(world):
    Title.objects.filter(pk=world.title.pk).update(level=Level.PROVINCIAL)
    make_title(world.unit, world.province, level=Level.NATIONAL)
    assert world.open().state == "due"


def test_a_recheck_lapses_with_its_title(world):
    world.open()
    Title.objects.filter(pk=world.title.pk).update(state="ended")
    calendar.follow_titles()
    assert world.recheck.state == "lapsed"


def test_what_the_rules_find_lacking_is_filed_with_its_arithmetic_and_is_no_revocation(world):
    world.unit.members.filter(birth_date__gt=date(1990, 1, 1)).exclude(is_captain=True).update(
        birth_date=date(1970, 1, 1)
    )
    recheck = world.open()
    assert [(found.rule, found.text) for found in recheck.findings.all()] == [
        ("youth_ratio", "12 人中 1 人 ≤35 岁 = 8.3%，不达标")
    ]
    assert (recheck.state, recheck.title.state) == ("due", "in_force")
    assert recheck.rule_set == world.rules
    assert RecheckFinding.objects.count() == 1


def test_a_past_title_without_committee_belongs_to_its_level_on_the_units_line(world):
    Title.objects.update(committee=None)
    [plan] = opening.years_of(YEAR)
    assert plan == world.plan
    assert world.open().plan == world.plan


def test_the_next_year_follows_the_last_one(world):
    world.plan.sample_percent = 25
    world.plan.save()
    [plan] = opening.years_of(YEAR + 2)
    assert (plan.opens_on, plan.report_by, plan.sample_percent) == (date(2028, 9, 1), date(2028, 9, 30), 25)


def test_once_a_cycle_means_the_year_in_which_one_ends(world):
    world.plan.frequency = "cycle"
    world.plan.save()
    cycle = make.make_cycle(world.city)
    type(cycle).objects.filter(pk=cycle.pk).update(closes_on=date(2027, 12, 31))
    with on(OPENS):
        job = opening.start(YEAR, plans=[world.plan], by=None)
        opening.open_chunk(job)
    assert Recheck.objects.count() == 0


def test_the_calendar_opens_what_is_due_and_only_then(world):
    with on(OPENS - days(1)):
        assert opening.open_due(OPENS - days(1)) is None
    with on(OPENS):
        job = opening.open_due(OPENS)
        assert opening.open_due(OPENS) is None
    assert job.arguments["plans"] == [world.plan.pk]
    assert Job.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(count, django_assert_max_num_queries):
    world = RecheckWorld(units=count)
    job = opening.start(YEAR, plans=[world.plan], by=None)
    with on(OPENS), django_assert_max_num_queries(30):
        opening.open_chunk(job)
    assert Recheck.objects.count() == count
