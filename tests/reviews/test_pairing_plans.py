"""交叉互评 made of real rows: who is paired, why a unit stays open, taking a plan up, and every rule behind it."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Message
from core.lifecycle import TransitionBlocked, perform, steps
from core.services import jobs
from reviews.models import Assignment, PanelPlan, RoundResult
from reviews.services import pairing, panel_plans, rounds
from tests.reviews.cross_world import CrossWorld
from units.models import Affiliation, Employer, Post, Region, Unit

pytestmark = pytest.mark.django_db


def pairs(plan: PanelPlan) -> dict[int, int]:
    """By candidacy, the unit that assesses it."""
    return {seat["candidacy"]: seat["on_behalf_of"] for seat in plan.proposed}


def reasons(plan: PanelPlan) -> dict[str, str]:
    return {row["unit"]: "；".join(row["reasons"]) for row in plan.unstaffed}


@pytest.fixture
def world() -> CrossWorld:
    return CrossWorld()


# Who is paired, and why somebody is not


def test_each_unit_is_assessed_by_one_other_and_no_two_assess_each_other(world):
    found = pairs(world.compute())
    assert set(found) == {candidacy.pk for candidacy in world.candidacies}
    judged = {Assignment(candidacy_id=c).candidacy.unit_id: judge for c, judge in found.items()}
    assert all(unit != judge and judged[judge] != unit for unit, judge in judged.items())
    assert all(
        seat["reviewer"] == Post.objects.get(unit=seat["on_behalf_of"], role="captain").user_id
        for seat in world.compute().proposed
    )
    assert Assignment.objects.count() == 0


def test_two_units_alone_are_told_why_one_stays_open(world):
    world.industries("金融", "金融", "医疗卫生")
    plan = world.compute()
    assert len(plan.proposed) == 1
    assert sorted(reasons(plan).values()) == [
        "同行业只有 2 个集体，互评会成为相互评价",
        "同行业没有其他待考核的集体",
    ]


def test_the_scope_is_an_industry_a_place_or_either(world):
    world.industries("金融", "金融", "医疗卫生")
    world.place("东镇", "西镇区", "东镇")
    by_place = world.compute("region")
    assert "同区划只有 2 个集体" in "".join(reasons(by_place).values())
    assert reasons(by_place)[world.units[1].name] == "同区划没有其他待考核的集体"
    either = world.compute("either")
    assert len(either.proposed) == 2
    assert list(reasons(either).values()) == ["同行业或同区划只有 2 个集体，互评会成为相互评价"]


def test_a_place_is_the_division_next_below_that_of_the_organizer(world):
    world.place("东镇", "东镇", "东镇")
    village = Region.objects.create(
        code="999999", name="东镇一村", level="town", parent=Region.objects.get(name="东镇")
    )
    Unit.objects.filter(pk=world.units[0].pk).update(region=village)
    assert len(world.compute("region").proposed) == 3


def test_a_unit_without_an_industry_is_told_so(world):
    Unit.objects.filter(pk=world.units[0].pk).update(industry=None)
    assert reasons(world.compute())[world.units[0].name] == "没有填写行业系统，找不到同行业的集体"


def test_one_house_is_never_paired_with_itself(world):
    first, second, third = world.units
    Unit.objects.filter(pk=second.pk).update(employer=first.employer)
    for employer in (first.employer, third.employer):
        Employer.objects.filter(pk=employer.pk).update(credit_code="91110000600037341L")
    plan = world.compute()
    assert plan.proposed == []
    assert reasons(plan)[first.name] == "同行业的其他 2 个集体中，2 个与本集体属同一单位"


def test_conflicts_of_interest_hold_for_captains_as_for_everybody(world):
    first, _, third = world.units
    Affiliation.objects.create(user=world.captain(1), employer=first.employer)
    Unit.objects.filter(pk=third.pk).update(league_branch=first.league_branch)
    plan = world.compute()
    assert world.candidacies[0].pk not in pairs(plan)
    why = reasons(plan)[first.name]
    assert "1 个号长须回避" in why
    assert "1 个与本集体属同一团支部" in why


def test_a_unit_without_a_captain_is_assessed_and_assesses_nobody(world):
    Post.objects.filter(unit=world.units[0]).update(ends_on="2020-01-01")
    plan = world.compute()
    assert world.units[0].pk not in pairs(plan).values()
    assert world.candidacies[0].pk in pairs(plan)


def test_at_most_two_each():
    world = CrossWorld(units=4)
    for number in (1, 2, 3):
        Post.objects.filter(unit=world.units[number]).update(ends_on="2020-01-01")
    plan = world.compute()
    assert Counter(pairs(plan).values()) == {world.units[0].pk: 2}
    assert "同行业的其他 3 个集体中，2 个没有号长账号，1 个已评审 2 个集体" in reasons(plan).values()


# Taking it up


def test_a_plan_is_taken_up_by_its_job_and_each_captain_is_told_for_whom(world):
    plan = pairing.start(world.cross, scope="industry", by=world.officer)
    jobs.run(plan.job_id)
    plan.refresh_from_db()
    jobs.run(panel_plans.start_applying(plan, by=world.officer).pk)
    made = {a.candidacy_id: a.on_behalf_of_id for a in Assignment.objects.filter(part=world.cross)}
    assert made == pairs(plan)
    given = Assignment.objects.first()
    told = Message.objects.get(recipient=given.reviewer, title__startswith="请评审")
    assert f"请您代表“{given.on_behalf_of}”" in told.body
    assert (
        not Message.objects.filter(title__startswith="请评审")
        .exclude(pk=told.pk)
        .filter(recipient=given.reviewer)
    )


def test_what_is_assigned_stays_and_only_the_rest_is_paired(world):
    given = world.assign(0, 1)
    plan = world.compute()
    assert set(pairs(plan)) == {world.candidacies[0].pk, world.candidacies[2].pk}
    assert pairs(plan)[world.candidacies[0].pk] == world.units[2].pk
    gone = perform(given, "decline", by=given.reviewer, note="考核期间出差")
    again = world.compute()
    assert pairs(again)[world.candidacies[1].pk] == world.units[2].pk
    assert "重新进行交叉互评配对" in Message.objects.filter(title__contains="已谢绝").first().body
    assert gone.reason


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda world: Post.objects.update(ends_on="2020-01-01"), "号长已变动"),
        (lambda world: Unit.objects.update(employer=world.units[0].employer), "与本集体属同一单位"),
        (lambda world: world.industries("金融", "医疗卫生", "交通运输业"), "不再同行业"),
        (lambda world: world.assign(1, 0), "已有其他集体评审"),
        (
            lambda world: perform(world.candidacies[0], "withdraw", by=world.captain(0)),
            "有集体已不在待考核之列",
        ),
    ],
)
def test_a_plan_whose_ground_has_moved_assigns_nobody(world, change, sentence):
    plan = world.compute()
    change(world)
    before = Assignment.objects.count()
    with pytest.raises(TransitionBlocked, match=f"{sentence}.*请重新计算方案"):
        panel_plans.apply(plan, by=world.officer)
    assert Assignment.objects.count() == before


def test_pairs_that_became_mutual_or_too_many_are_refused_when_taken_up():
    world = CrossWorld(units=4)
    plan = world.compute()
    first = plan.proposed[0]
    judge = next(n for n, unit in enumerate(world.units) if unit.pk == first["on_behalf_of"])
    unit = next(n for n, c in enumerate(world.candidacies) if c.pk == first["candidacy"])
    world.assign(unit, judge)
    with pytest.raises(TransitionBlocked, match="不能再评审该集体"):
        panel_plans.apply(plan, by=world.officer)


# The rules behind every assignment


@pytest.fixture
def refused(world):
    def ask(judge: int, unit: int, **values) -> str:
        with pytest.raises(TransitionBlocked) as blocked:
            world.assign(judge, unit, **values)
        return str(blocked.value)

    return ask


def test_no_way_leads_past_the_rules(world, refused):
    assert "集体不能评审自己" in refused(0, 0)
    assert "只有交叉互评由其他集体评审" in refused(0, 1, part=world.part)
    assert "交叉互评由系统配对" in refused(0, 1, on_behalf_of=None)
    assert f"{world.captain(0)}不是“{world.units[2]}”的现任号长" in refused(0, 1, on_behalf_of=world.units[2])
    world.assign(0, 1)
    assert "不能相互评价" in refused(1, 0)
    assert "该集体已有其他集体评审" in refused(2, 1)
    Unit.objects.filter(pk=world.units[2].pk).update(employer=world.units[0].employer)
    world.candidacies[2].unit.refresh_from_db()
    world.candidacies[0].unit.refresh_from_db()
    assert "属同一单位" in refused(0, 2)
    perform(world.candidacies[2], "withdraw", by=world.captain(2))
    assert "不在待考核之列" in refused(2, 0)


def test_nobody_is_given_a_third_unit():
    world = CrossWorld(units=4)
    world.assign(0, 1)
    world.assign(0, 2)
    with pytest.raises(TransitionBlocked, match="已评审 2 个集体"):
        world.assign(0, 3)


# A unit that cannot be paired


def step_of(record, name: str, by):
    return next(step for step in steps(record, by) if step.name == name)


def test_a_unit_that_cannot_be_paired_is_assessed_without_once_the_plan_is_taken_up(world):
    world.industries("金融", "金融", "医疗卫生")
    alone = world.candidacies[2]
    for candidacy in world.candidacies:
        rounds.assign(world.round, candidacy, world.journey.reviewer, by=world.officer, part=world.part)
    assert not step_of(alone, "assess", world.officer).ok
    world.apply()
    found = [finding.text for finding in step_of(alone, "assess", world.officer).findings]
    assert "交叉互评：没有可以互评的集体，不计这一形式，权重归其他形式" in found
    for candidacy in world.candidacies:
        world.journey.score(perform(candidacy, "assess", by=world.officer))
    perform(world.round, "close", by=world.officer)
    shares = {result.candidacy_id: result.figures.count() for result in RoundResult.objects.all()}
    assert shares[alone.pk] == 1
    assert sorted(shares.values()) == [1, 1, 2]


def test_a_pair_that_was_made_is_still_owed(world):
    world.apply()
    for candidacy in world.candidacies:
        rounds.assign(world.round, candidacy, world.journey.reviewer, by=world.officer, part=world.part)
    given = Assignment.objects.filter(part=world.cross).first()
    perform(given, "decline", by=given.reviewer, note="考核期间出差")
    assert not step_of(given.candidacy, "assess", world.officer).ok


def test_a_plan_asks_as_often_for_many_units_as_for_few(world):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            world.compute()
        return len(asked)

    few = queries()
    for _ in range(2):
        world.candidacies.append(world.journey.candidacy("applied", **world.journey.another_team()))
    assert queries() == few
