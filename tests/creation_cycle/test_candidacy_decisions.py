"""Decisions about a candidacy: own cause, four eyes, panels, rounds, notice, each at its edge."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction

from core import clock
from core.lifecycle import TransitionBlocked, perform
from creation_cycle.models import Candidacy, RuleSetting, Standard
from creation_cycle.services import notices
from creation_cycle.services.objections import object_to
from creation_cycle.services.self_assessment_entries import keep_answers
from reviews.models import Assignment
from reviews.services import rounds
from tests import factories as make
from tests.creation_cycle.objections import conclude
from tests.journey import Journey
from units.models import Affiliation, Member, Post

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


# Four eyes, and nobody in their own cause


@pytest.fixture
def relations(world):
    """Ways in which a person belongs to the unit; each returns what is said of it."""
    today, unit = clock.today(), world.unit

    def member(user, **values):
        Member.objects.create(unit=unit, user=user, name="本人", birth_date=date(1995, 1, 1), **values)

    def post(user, ends_on):
        Post.objects.create(unit=unit, user=user, role="filler", starts_on=date(2020, 1, 1), ends_on=ends_on)

    return {
        "captain": (lambda u: post(u, None), "号长或填报人员"),
        "member": (member, "该集体的成员"),
        "left lately": (lambda u: member(u, left_on=today - timedelta(days=1000)), "该集体的成员"),
        "left long ago": (lambda u: member(u, left_on=today - timedelta(days=1200)), ""),
        "post lately": (lambda u: post(u, today - timedelta(days=1000)), "号长或填报人员"),
        "post long ago": (lambda u: post(u, today - timedelta(days=1200)), ""),
        "employer": (lambda u: Affiliation.objects.create(user=u, employer=unit.employer), "同一工作单位"),
        "branch": (lambda u: Affiliation.objects.create(user=u, league_branch=unit.league_branch), "同一团支部"),
        "other employer": (lambda u: Affiliation.objects.create(user=u, league_branch="别的支部"), ""),
    }  # fmt: skip


@pytest.mark.parametrize(
    "relation",
    ["captain", "member", "left lately", "left long ago", "post lately", "post long ago", "employer", "branch",
     "other employer"],
)  # fmt: skip
def test_a_superuser_does_not_certify_the_unit_they_belong_to(world, relations, relation):
    publicised = world.candidacy("publicised")
    root = make.make_user(is_superuser=True)
    relate, said = relations[relation]
    relate(root)
    given = {"decision_number": "示例发〔2026〕1号"}
    with world.after_notice(publicised):
        if said:
            [reason] = refused(publicised, "certify", root, **given)
            assert reason.startswith("须回避：")
            assert said in reason
        else:
            assert perform(publicised, "certify", by=root, **given).state == "certified"


@pytest.mark.parametrize(
    ("state", "move", "actor"),
    [
        ("submitted", "recommend", "recommender"), ("submitted", "return_for_changes", "recommender"),
        ("submitted", "decline", "recommender"), ("recommended", "file", "officer"), ("applied", "assess", "officer"),
        ("met", "nominate", "officer"), ("met", "reject", "officer"),
    ],
)  # fmt: skip
def test_no_decision_about_ones_own_unit(world, relations, state, move, actor):
    candidacy = world.candidacy(state)
    if state == "applied":
        rounds.assign(world.round, candidacy, world.reviewer, by=world.officer)
    person = getattr(world, actor)
    relations["employer"][0](person)
    assert refused(candidacy, move, person, note="理由") == ["须回避：您与该集体属同一工作单位"]


def test_the_nominator_does_not_certify(world):
    publicised = world.candidacy("publicised")
    make.Office.objects.create(
        user=world.officer, committee=world.city, role="approver", starts_on=date(2020, 1, 1)
    )
    with world.after_notice(publicised):
        said = refused(publicised, "certify", world.officer, decision_number="示例发〔2026〕1号")
    assert said == ["认定人不得是提出拟认定的人"]


def test_who_recommended_does_not_file(world):
    recommended = world.candidacy("recommended")
    make.Office.objects.create(
        user=world.recommender, committee=world.city, role="officer", starts_on=date(2020, 1, 1)
    )
    assert refused(recommended, "file", world.recommender) == ["备案人不得是推荐人"]


# Creation and assessment


@pytest.mark.parametrize("name", ["plan", "standard_summary", "sign", "carrier", "pledge", "complaint_phone"])
def test_creation_begins_with_plan_standard_sign_carrier_pledge_and_phone(world, name):
    filed = world.candidacy("filed")
    values = dict.fromkeys(
        ("plan", "standard_summary", "sign", "carrier", "pledge", "complaint_phone"), "内容"
    )
    Candidacy.objects.filter(pk=filed.pk).update(**{**values, name: " "})
    [said] = refused(filed, "begin", world.captain)
    assert said.endswith("尚未填写")


def test_without_a_standard_nothing_is_filed(world):
    recommended = world.candidacy("recommended")
    Standard.objects.update(state="superseded")
    assert refused(recommended, "file", world.officer) == ["组委会尚未发布适用的创建标准"]


def test_an_unfinished_self_assessment_is_not_handed_over(world):
    creating = world.candidacy("creating")
    world.open_round()
    Candidacy.objects.filter(pk=creating.pk).update(story="")
    first = creating.standard.items.first()
    keep_answers(creating, by=world.captain, answers={first.pk: {"points": 1}}, seen={})
    unfinished = "第 1 版自评共 7 项，已填写 1 项"
    assert refused(creating, "apply", world.captain) == [unfinished, "尚未填写事迹材料"]


@pytest.mark.parametrize("state", ["planned", "closed", "over"])
def test_one_applies_to_an_open_round_only(world, state):
    creating = world.candidacy("creating")
    world.assess_themselves(creating, world.captain)
    over = {"opens_on": clock.today() - timedelta(days=9), "closes_on": clock.today() - timedelta(days=1)}
    make.make_round(world.cycle, **(over if state == "over" else {"state": state}))
    assert refused(creating, "apply", world.captain) == ["目前没有进行中的达标考核"]


def test_a_panel_needs_enough_reviewers_without_a_conflict(world):
    applied = world.candidacy("applied")
    type(world.round).objects.filter(pk=world.round.pk).update(min_reviewers=2)
    rounds.assign(world.round, applied, world.reviewer, by=world.officer)
    assert refused(applied, "assess", world.officer) == ["已指派 1 名评审人员"]
    second = make.make_user(name="王评审")
    rounds.assign(world.round, applied, second, by=world.officer)
    Affiliation.objects.create(user=second, employer=world.unit.employer)
    assert refused(applied, "assess", world.officer) == ["评审人员王评审须回避：您与该集体属同一工作单位"]
    perform(Assignment.objects.get(reviewer=second), "recuse", by=second, note="同一单位")
    third = make.make_user()
    rounds.assign(world.round, applied, third, by=world.officer)
    assert perform(applied, "assess", by=world.officer).state == "assessing"


def test_a_reviewer_with_a_conflict_is_not_assigned_at_all(world):
    applied = world.candidacy("applied")
    Affiliation.objects.create(user=world.reviewer, employer=world.unit.employer)
    with pytest.raises(TransitionBlocked, match="须回避"):
        rounds.assign(world.round, applied, world.reviewer, by=world.officer)
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(("lost", "state"), [(1, "met"), (3, "not_met")])
def test_the_mean_decides_against_the_pass_line(world, lost, state):
    assessed = world.candidacy("assessing")
    result = world.to_met(assessed, world.captain, lost=lost)
    assert result.state == state
    assert result.round_results.get().mean == 100 - 7 * lost


def test_the_pass_line_itself_is_met(world):
    Standard.objects.update(pass_line=93)
    assert world.candidacy("met").state == "met"


# Nomination: rounds and cap


def test_two_rounds_are_held_before_anybody_is_nominated(world):
    world.cycle.rounds.all().delete()
    met = world.candidacy("met")
    assert refused(met, "nominate", world.officer) == ["本周期已组织 1 次达标考核"]
    type(world.cycle).objects.filter(pk=world.cycle.pk).update(rounds_exception="省团委批复同意")
    assert perform(met, "nominate", by=world.officer).state == "nominated"


@pytest.mark.parametrize(("filed", "cap"), [(1, 0), (2, 1), (3, 1), (4, 2)])
def test_at_most_one_in_two_of_the_filed_is_recognised(world, filed, cap):
    RuleSetting.objects.create(
        rule_set=world.rule_set, rule="filed_per_recognised", limit=2, clause="中山 三(二)5"
    )
    teams = [{}, *(world.another_team() for _ in range(filed - 1))]
    assessed = [world.candidacy("assessing", **team) for team in teams]
    for candidacy in assessed:
        world.score(candidacy)
    perform(world.round, "close", by=world.officer)
    for candidacy in assessed[:cap]:
        perform(candidacy, "nominate", by=world.officer)
    if cap < filed:
        said = refused(assessed[cap], "nominate", world.officer)
        assert said == [f"已备案 {filed} 个，按 2:1 最多认定 {cap} 个，已拟认定 {cap} 个"]


# The notice


@pytest.mark.parametrize(("days", "over"), [(-1, False), (0, False), (1, True)])
def test_one_certifies_after_the_last_day_of_the_notice_not_on_it(world, days, over):
    publicised = world.candidacy("publicised")
    with world.after_notice(publicised, days=days):
        if over:
            certified = perform(
                publicised, "certify", by=world.approver, decision_number=" 示例发〔2026〕1号 "
            )
            assert (certified.decision_number, certified.decided_on) == ("示例发〔2026〕1号", clock.today())
        else:
            [said] = refused(publicised, "certify", world.approver, decision_number="示例发〔2026〕1号")
            assert "24:00，尚未届满" in said


def test_an_open_objection_suspends_and_a_dismissed_one_lets_go_on(world):
    publicised = world.candidacy("publicised")
    notice = publicised.notice_entries.get().notice
    objections = [object_to(notice, publicised, content=text) for text in ("异议一", "异议二")]
    contested = Candidacy.objects.get(pk=publicised.pk)
    assert contested.state == "contested"
    assert refused(contested, "resume", world.officer) == ["有 2 件异议尚未办结"]
    conclude(objections[0], "dismiss", by=world.officer)
    assert Candidacy.objects.get(pk=publicised.pk).state == "contested"
    conclude(objections[1], "dismiss", by=world.officer)
    assert Candidacy.objects.get(pk=publicised.pk).state == "publicised"


def test_an_upheld_objection_is_not_resumed_by_dismissing_another(world):
    publicised = world.candidacy("publicised")
    notice = publicised.notice_entries.get().notice
    first, second = [object_to(notice, publicised, content=text) for text in ("异议一", "异议二")]
    conclude(first, "uphold", by=world.officer)
    conclude(second, "dismiss", by=world.officer)
    contested = Candidacy.objects.get(pk=publicised.pk)
    assert contested.state == "contested"
    assert refused(contested, "resume", world.officer) == ["有 1 件异议成立，应不予认定"]


def test_a_unit_that_is_not_nominated_blocks_its_whole_notice(world):
    met = world.candidacy("met")
    notice = notices.draft_notice(world.cycle, by=world.officer, title="公示", candidacies=[met])
    assert refused(notice, "open", world.officer) == [f"“{world.unit}”当前为达标，只有拟认定的集体可以公示"]
    empty = notices.draft_notice(world.cycle, by=world.officer, title="公示")
    assert refused(empty, "open", world.officer) == ["公示名单还是空的"]


def test_publishing_without_a_notice_is_refused(world):
    nominated = world.candidacy("nominated")
    [said] = refused(nominated, "publicise", world.officer)
    assert said.startswith("请先建立公示并列入本集体")


# The end of the cycle


def test_a_live_candidacy_lapses_with_its_cycle_and_not_before(world):
    filed = world.candidacy("filed")
    assert refused(filed, "lapse", None) == ["所在创建周期已结束"]
    type(world.cycle).objects.filter(pk=world.cycle.pk).update(state="certifying")
    world.cycle.refresh_from_db()
    with in_days(300):
        assert refused(world.cycle, "close", None) != []
    with in_days(301):
        perform(world.cycle, "close", by=None)
        assert Candidacy.objects.get(pk=filed.pk).state == "lapsed"


def test_stars_go_up_one_by_one_to_three(world):
    for expected in (1, 2, 3, 3):
        cycle = make.make_cycle(world.city)
        world.cycle = cycle
        make.make_round(cycle, state="closed")
        make.make_round(cycle, state="closed")
        world.candidacy("certified")
        assert world.unit.titles.get().star == expected
