"""Each thing that stands in a candidacy's way, at its edge: what is refused, in which words, and what just passes."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction

from core import clock
from core.lifecycle import TransitionBlocked, blockers, perform
from creation_cycle.models import Candidacy, RuleSetting, Title
from creation_cycle.services.filing import open_candidacy
from tests import factories as make
from tests.journey import Journey
from units.enums import Level
from units.models import Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Journey:
    return Journey()


def refused(candidacy, move, by, **given) -> list[str]:
    """What is said when `by` tries; fails when nothing is. The move is really tried, not only asked about."""
    with pytest.raises(TransitionBlocked) as caught, transaction.atomic():
        perform(candidacy, move, by=by, **given)
    return [finding.text for finding in caught.value.findings]


def in_days(days: int):
    return time_machine.travel(clock.now() + timedelta(days=days), tick=False)


# Filing: the window


@pytest.mark.parametrize(("days", "is_open"), [(-1, False), (0, True), (10, True), (11, False)])
def test_a_unit_files_inside_the_window_only_its_last_day_included(world, days, is_open):
    today = clock.today()
    type(world.cycle).objects.filter(pk=world.cycle.pk).update(
        filing_opens_on=today, filing_closes_on=today + timedelta(days=10), creating_on=today + timedelta(days=11),
        assessing_on=today + timedelta(days=12), certifying_on=today + timedelta(days=13),
    )  # fmt: skip
    world.cycle.refresh_from_db()
    draft = world.candidacy("draft")
    with in_days(days):
        found = blockers(draft, "submit", world.captain)
    assert [finding.text[:5] for finding in found] == ([] if is_open else ["备案时间："])
    assert is_open or found[0].measured.startswith("今天是")


# Filing: the rules


@pytest.mark.parametrize(
    ("members", "young", "captain_age", "said"),
    [
        (5, 5, 30, ["集体人数 5 人，不达标"]),
        (6, 6, 30, []),
        (200, 200, 30, []),
        (201, 201, 30, ["集体人数 201 人，不达标"]),
        (19, 9, 30, ["19 人中 9 人 ≤35 岁 = 47.3%，不达标"]),
        (18, 9, 30, []),
        (12, 9, 40, []),
        (12, 9, 41, ["号长 41 周岁，不达标"]),
    ],
)
def test_the_numbers_at_their_edges(members, young, captain_age, said):
    world = Journey(members=members, young=young, captain_age=captain_age)
    draft = world.candidacy("draft")
    if said:
        assert refused(draft, "submit", world.captain) == said
    else:
        assert perform(draft, "submit", by=world.captain).state == "submitted"


def test_a_refused_rule_names_threshold_clause_and_who_mends_it():
    world = Journey(members=19, young=9)
    [finding] = blockers(world.candidacy("draft"), "submit", world.captain)
    assert (finding.measured, finding.required, finding.clause) == ("47.3%", "≥50%", "示例条款")
    assert (finding.remedy, finding.remedy_at, finding.who) == ("核对花名册", "roster", "号长")


def test_the_roster_is_judged_again_when_it_is_recommended(world):
    submitted = world.candidacy("submitted")
    Member.objects.filter(unit=world.unit, is_captain=False).update(birth_date=date(1970, 1, 1))
    [said] = refused(submitted, "recommend", world.recommender)
    assert said.startswith("12 人中 1 人 ≤35 岁")


def test_without_rules_nobody_files(world):
    world.rule_set.delete()
    assert "组委会尚未发布适用的创建规则" in refused(world.candidacy("draft"), "submit", world.captain)


# Filing: the unit


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"employer": None}, "基本信息还缺：所属单位"),
        ({"complaint_phone": ""}, "基本信息还缺：监督电话"),
        ({"industry": None}, "基本信息还缺：行业系统"),
        ({"dissolved_on": date(2026, 1, 1)}, "集体未撤并"),
    ],
)
def test_basic_facts_of_the_unit(world, change, said):
    type(world.unit).objects.filter(pk=world.unit.pk).update(**change)
    assert said in refused(world.candidacy("draft"), "submit", world.captain)


def test_a_unit_outside_the_organizers_line_finds_no_recommending_body(world):
    elsewhere = make.make_committee("外市团委", Level.CITY, parent=world.province)
    type(world.unit).objects.filter(pk=world.unit.pk).update(committee=elsewhere)
    draft = world.candidacy("draft")
    assert draft.recommending_committee is None
    assert refused(draft, "submit", world.captain) == [
        "集体的隶属团组织不在示例市团委之下，找不到下一级团组织"
    ]


# One live candidacy


def test_no_second_draft_while_one_is_live(world):
    world.candidacy("submitted")
    with pytest.raises(TransitionBlocked, match="本集体已有一份进行中的申报"):
        open_candidacy(world.unit, world.cycle, by=world.captain)


def test_a_second_live_one_elsewhere_blocks_filing(world):
    world.candidacy("filed")
    other_cycle = make.make_cycle(world.city)
    second = Candidacy(unit=world.unit, cycle=other_cycle)
    second.save()
    said = refused(second, "submit", world.captain)
    assert said == [f"另有一份进行中的申报：{world.cycle}"]


def test_after_withdrawing_a_new_draft_remembers_the_plan(world):
    first = world.candidacy("creating")
    perform(first, "withdraw", by=world.captain)
    again = world.candidacy("draft")
    assert again.plan == "plan的内容"


# Lower title, kinds


@pytest.fixture
def provincial(world):
    """A cycle of the province, whose recommending body is the city."""
    make.make_rule_set(world.province)
    make.make_standard(world.province)
    return make.make_cycle(world.province)


def hold(world, level=Level.CITY, months=24) -> Title:
    day = clock.today() - timedelta(days=31 * months)
    return Title.objects.create(
        unit=world.unit, level=level, committee=world.city, name="示例市青年文明号", star=1,
        first_recognised_on=day, last_recognised_on=day,
    )  # fmt: skip


def test_a_city_title_needs_no_lower_one(world):
    assert world.candidacy("submitted").kind == "new"


def test_a_provincial_title_needs_the_citys_first(world, provincial):
    draft = open_candidacy(world.unit, provincial, by=world.captain)
    assert draft.recommending_committee == world.city
    assert refused(draft, "submit", world.captain) == ["须先获得地市级青年文明号"]
    perform(draft, "withdraw", by=world.captain)
    hold(world)
    draft = open_candidacy(world.unit, provincial, by=world.captain)
    assert draft.kind == "promotion"
    assert perform(draft, "submit", by=world.captain).state == "submitted"


def test_a_revoked_title_is_not_held(world, provincial):
    title = hold(world)
    Title.objects.filter(pk=title.pk).update(state="revoked", state_reason="弄虚作假")
    draft = open_candidacy(world.unit, provincial, by=world.captain)
    assert refused(draft, "submit", world.captain) == ["须先获得地市级青年文明号"]


@pytest.mark.parametrize(("months", "passes"), [(11, False), (13, True)])
def test_a_title_may_have_to_be_held_for_a_time(world, provincial, months, passes):
    RuleSetting.objects.create(
        rule_set=world.province.rule_sets.get(), rule="lower_title_months", limit=12, clause="陕西 2018"
    )
    hold(world, months=0)
    day = clock.today() - timedelta(days=months * 30 + 5)
    Title.objects.update(first_recognised_on=day)
    draft = open_candidacy(world.unit, provincial, by=world.captain)
    said = [finding.text for finding in blockers(draft, "submit", world.captain)]
    assert said == ([] if passes else ["须先获得地市级青年文明号满 12 个月"])


@pytest.mark.parametrize(
    ("limit", "days_short", "passes"),
    [(6, 0, True), (6, 1, False), (18, 0, True), (18, 1, False)],
)
def test_months_are_counted_as_months(world, provincial, limit, days_short, passes):
    RuleSetting.objects.create(
        rule_set=world.province.rule_sets.get(), rule="lower_title_months", limit=limit, clause="示例条款"
    )
    hold(world)
    today = date(2027, 1, 15)
    since = {6: date(2026, 7, 15), 18: date(2025, 7, 15)}[limit] + timedelta(days=days_short)
    Title.objects.update(first_recognised_on=since)
    type(provincial).objects.filter(pk=provincial.pk).update(
        filing_closes_on=date(2027, 12, 1), closes_on=date(2028, 12, 1)
    )
    provincial.refresh_from_db()
    draft = open_candidacy(world.unit, provincial, by=world.captain)
    with time_machine.travel(today, tick=False):
        said = [finding.text for finding in blockers(draft, "submit", world.captain)]
    assert said == ([] if passes else [f"须先获得地市级青年文明号满 {limit} 个月"])


def test_a_kind_that_does_not_fit_the_titles_is_refused(world):
    hold(world)
    draft = world.candidacy("draft", kind="new")
    assert refused(draft, "submit", world.captain) == ["申报类型“新创建”与现有称号（地市级）不符"]
    Candidacy.objects.filter(pk=draft.pk).update(kind="star")
    assert perform(draft, "submit", by=world.captain).state == "submitted"


# Quotas


def test_the_last_place_of_a_body(world):
    make.make_quota(world.cycle, world.county, 1)
    first, second = world.candidacy("submitted"), world.candidacy("submitted", **world.another_team())
    perform(first, "recommend", by=world.recommender)
    assert refused(second, "recommend", world.recommender) == ["示例街道团工委新申报名额 1 个，已推荐 1 个"]
    third = world.candidacy("draft", **world.another_team())
    assert refused(third, "submit", third.unit.posts.get().user) == [
        "示例街道团工委新申报名额 1 个，已推荐 1 个"
    ]


@pytest.mark.parametrize(
    ("move", "actor"), [("withdraw", "captain"), ("decline", "officer"), ("return_for_changes", "officer")]
)
def test_a_place_that_is_given_up_is_free_again(world, move, actor):
    make.make_quota(world.cycle, world.county, 1)
    second = world.candidacy("submitted", **world.another_team())
    first = world.candidacy("recommended")
    perform(first, move, by=getattr(world, actor), note="理由")
    assert perform(second, "recommend", by=world.recommender).state == "recommended"


def test_a_quota_of_the_cycle_goes_before_the_rule_sets(world):
    world.rule_set.settings.filter(rule="new_per_body").update(limit=0)
    draft = world.candidacy("draft")
    assert refused(draft, "submit", world.captain) == ["示例街道团工委新申报名额 0 个，已推荐 0 个"]
    make.make_quota(world.cycle, world.county, 1)
    assert perform(draft, "submit", by=world.captain).state == "submitted"


def test_one_bodys_places_are_not_anothers(world):
    make.make_quota(world.cycle, world.county, 1)
    world.candidacy("recommended")
    county2 = make.make_committee("第二街道团工委", Level.COUNTY, parent=world.city)
    unit = make.make_unit(county2)
    candidacy = world.candidacy("submitted", unit=unit, captain=make.make_captain(unit))
    assert perform(candidacy, "recommend", by=make.make_officer(county2)).state == "recommended"


# The special channel


def test_the_special_channel_needs_a_reason_and_a_place_of_its_own(world):
    draft = world.candidacy("draft", channel="special")
    assert refused(draft, "submit", world.captain) == ["特别推荐须写明理由"]
    Candidacy.objects.filter(pk=draft.pk).update(channel_reason="乡村振兴一线")
    submitted = perform(draft, "submit", by=world.captain)
    assert refused(submitted, "recommend", world.recommender) == [
        "示例街道团工委特别推荐名额 0 个，已推荐 0 个"
    ]
    make.make_quota(world.cycle, world.county, 0, special=1)
    assert perform(submitted, "recommend", by=world.recommender).state == "recommended"


@pytest.mark.parametrize(
    ("severity", "channel", "passes"),
    [
        ("waivable", "special", True),
        ("waivable", "regular", False),
        ("hard", "special", False),
        ("advisory", "regular", True),
    ],
)
def test_only_a_waivable_rule_yields_and_only_to_the_special_channel(severity, channel, passes):
    world = Journey(members=5, young=5)
    world.rule_set.settings.filter(rule="min_members").update(severity=severity)
    draft = world.candidacy("draft", channel=channel, channel_reason="重大项目")
    said = [finding.text for finding in blockers(draft, "submit", world.captain)]
    assert said == ([] if passes else ["集体人数 5 人，不达标"])
