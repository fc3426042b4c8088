"""动态调整: told, heard, decided by a second person, carried out at once, appealed once (S1 二.3; domain.md §6)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Message
from core import clock, workdays
from core.lifecycle import TransitionBlocked, perform
from creation_cycle import adjustment_bases
from creation_cycle.enums import AdjustmentBasis, AdjustmentKind, AdjustmentState, TitleState
from creation_cycle.models import Adjustment, RuleSetting
from creation_cycle.services import adjustments, titles
from tests import factories as make
from tests.creation_cycle.adjustment_world import ANSWER, DECISION, AdjustmentWorld, days_on, on_day
from units.models import Affiliation

pytestmark = pytest.mark.django_db

WARN, LOWER, REVOKE, RECTIFY = (
    AdjustmentKind.WARN,
    AdjustmentKind.LOWER_STAR,
    AdjustmentKind.REVOKE,
    AdjustmentKind.RECTIFY,
)


@pytest.fixture
def world():
    return AdjustmentWorld()


def title_of(world):
    world.title.refresh_from_db()
    return world.title


def refused(adjustment, move, by, **details) -> list[str]:
    with pytest.raises(TransitionBlocked) as blocked:
        perform(adjustment, move, by=by, **details)
    return [finding.text for finding in blocked.value.findings]


def test_the_same_basis_proposes_once_and_the_portal_needs_nobody(world):
    first = adjustments.propose(
        world.title, WARN, basis=AdjustmentBasis.RECHECK, basis_key="recheck:1", facts="未达标"
    )
    again = adjustments.propose(
        world.title, WARN, basis=AdjustmentBasis.RECHECK, basis_key="recheck:1", facts="别的"
    )

    assert again == first
    assert first.proposed_by is None
    assert first.committee == world.city
    assert Adjustment.objects.count() == 1


def test_without_facts_or_clause_nobody_is_told_anything(world):
    adjustment = world.propose(clause="")

    assert refused(adjustment, "notify", world.officer) == ["还没有写明依据条款"]


def test_who_serves_what_the_portal_proposed_does_not_decide_it(world):
    adjustment = adjustments.propose(
        world.title, WARN, basis=AdjustmentBasis.RECHECK, basis_key="recheck:1", facts="未达标", clause="S3"
    )
    make.Office.objects.create(
        user=world.officer, committee=world.city, role="approver", starts_on=clock.today()
    )
    adjustment = perform(adjustment, "notify", by=world.officer)
    adjustment = adjustments.hand_in_statement(adjustment, statement="情况如下。", by=world.captain)

    assert adjustment.proposed_by == world.officer
    assert refused(adjustment, "decide", world.officer, **DECISION) == ["作出决定的人不得是提出或告知的人"]


def test_the_database_knows_four_eyes_too(world):
    adjustment = world.stated()

    with pytest.raises(IntegrityError), transaction.atomic():
        Adjustment.objects.filter(pk=adjustment.pk).update(decided_by=world.officer)


def test_nothing_is_decided_before_the_unit_spoke_or_its_days_are_over(world):
    adjustment = world.notified()
    until = adjustment.statement_until

    assert until == workdays.add_workdays(clock.today(), 5).date
    with on_day(until):
        assert len(refused(adjustment, "decide", world.approver, **DECISION)) == 1
    with on_day(until + timedelta(days=1)):
        assert adjustments.decide(adjustment, by=world.approver, **DECISION).state == "in_effect"


def test_five_working_days_are_the_least_whatever_the_rules_say(world):
    rules = make.make_rule_set(world.city)
    setting = RuleSetting.objects.create(
        rule_set=rules, rule="statement_workdays", limit=1, clause="本市规定"
    )
    assert world.title.adjustment_terms.statement_workdays == 5

    setting.limit = 8
    setting.save()
    assert world.title.adjustment_terms.statement_workdays == 8


def test_a_statement_stands_as_it_was_said_and_comes_in_time(world):
    adjustment = world.notified()
    adjustment = adjustments.hand_in_statement(adjustment, statement=" 第一行\n第二行 ", by=world.captain)

    assert adjustment.statement == " 第一行\n第二行 "
    assert adjustment.stated_by == world.captain
    assert "不能修改" in refused(adjustment, "hand_in_statement", world.captain, statement="再说")[0]


def test_after_the_last_day_no_statement_is_taken(world):
    adjustment = world.notified()

    with on_day(adjustment.statement_until + timedelta(days=1)):
        assert "已经届满" in refused(adjustment, "hand_in_statement", world.captain, statement="迟了")[0]


def test_whoever_is_tied_to_the_unit_does_nothing_and_sees_nothing(world):
    adjustment = world.propose()
    Affiliation.objects.create(user=world.other_officer, employer=world.unit.employer)

    assert "须回避" in refused(adjustment, "notify", world.other_officer)[0]
    assert not Adjustment.objects.visible_to(world.other_officer).exists()
    with pytest.raises(TransitionBlocked):
        world.propose(by=world.other_officer)


def test_the_unit_learns_of_it_when_it_is_told(world):
    adjustment = world.propose()
    assert not Adjustment.objects.visible_to(world.captain).exists()

    perform(adjustment, "notify", by=world.officer)
    assert Adjustment.objects.visible_to(world.captain).exists()
    assert Message.objects.get(recipient=world.captain).title == "动态调整告知：拟警告提醒"


@pytest.mark.parametrize("basis", sorted(adjustment_bases.NEEDS_ANSWER))
def test_a_basis_that_nobody_answers_for_founds_no_decision(world, basis, monkeypatch):
    monkeypatch.setattr(adjustment_bases, "_checks", {})
    adjustment = world.stated(basis=basis)

    assert "不能据此作出决定" in refused(adjustment, "decide", world.approver, **DECISION)[0]


def test_a_warning_runs_its_months_and_ends_by_itself(world):
    adjustment = world.in_effect(WARN)
    title = title_of(world)
    assert (title.state, title.state_reason) == ("warned", "台账不实（示例发〔2026〕9号）")

    adjustments.outlast_warnings(title.warned_until)
    assert title_of(world).state == "warned"
    with on_day(title.warned_until + timedelta(days=1)):
        adjustments.outlast_warnings(clock.today())
        adjustments.outlast_warnings(clock.today())
    assert (title_of(world).state, title_of(world).warned_until) == ("in_force", None)
    adjustment.refresh_from_db()
    assert adjustment.ended_on == title_of(world).state_changed_on


def test_a_second_warning_asks_for_more_than_a_warning(world):
    world.in_effect(WARN)

    assert "再次出现问题" in refused(world.propose(WARN), "notify", world.officer)[0]


def test_an_officer_lifts_a_warning_with_a_reason(world):
    world.in_effect(WARN)

    with pytest.raises(TransitionBlocked):
        perform(title_of(world), "lift_warning", by=world.officer)
    perform(title_of(world), "lift_warning", by=world.officer, note="整改到位")
    assert title_of(world).state == "in_force"


def test_a_star_is_lost_and_comes_back_on_appeal_on_top_of_what_is_there(world):
    adjustment = world.appealed(LOWER)
    assert title_of(world).star == 1
    titles.change_star(title_of(world), 2, reason="再次认定", by=world.approver)

    perform(adjustment, "overturn", by=world.upper_officer, **ANSWER)
    assert title_of(world).star == 3


def test_below_one_star_there_is_a_review_with_its_own_hearing():
    world = AdjustmentWorld(star=1)
    adjustment = world.appealed(LOWER)

    review = Adjustment.objects.get(kind=REVOKE)
    assert (title_of(world).star, review.state, review.proposed_by) == (1, "proposed", None)
    perform(adjustment, "overturn", by=world.upper_officer, **ANSWER)
    review.refresh_from_db()
    assert review.state == "dismissed"


def test_a_revoked_title_comes_back_as_it_was_when_the_decision_falls(world):
    world.in_effect(WARN)
    until = title_of(world).warned_until
    adjustment = world.appealed(REVOKE)
    assert title_of(world).state == TitleState.REVOKED

    perform(adjustment, "overturn", by=world.upper_officer, **ANSWER)
    title = title_of(world)
    assert (title.state, title.warned_until) == (TitleState.WARNED, until)


def test_an_appeal_is_made_once_and_in_time(world):
    adjustment = world.in_effect(REVOKE)

    with on_day(adjustment.appeal_until + timedelta(days=1)):
        assert "已经届满" in refused(adjustment, "appeal", world.captain, appeal_reasons="不服")[0]
    with on_day(adjustment.appeal_until):
        adjustment = adjustments.appeal(adjustment, appeal_reasons="不服", by=world.captain)
    assert adjustment.appeal_committee == world.province
    adjustment = perform(adjustment, "uphold", by=world.upper_officer, **ANSWER)
    assert "不能申诉" in refused(adjustment, "appeal", world.captain, appeal_reasons="还是不服")[0]


def test_the_committee_that_decided_does_not_answer_the_appeal(world):
    adjustment = world.appealed()

    with pytest.raises(PermissionDenied):
        perform(adjustment, "uphold", by=world.approver, **ANSWER)


def test_public_words_name_no_numbers_of_people(world):
    adjustment = world.stated()
    said = {**DECISION, "public_reason": "经查 13800000000 反映属实"}

    assert "会向社会公开" in refused(adjustment, "decide", world.approver, **said)[0]


def test_a_title_under_examination_is_not_ended(world):
    world.propose(REVOKE)

    with pytest.raises(TransitionBlocked, match="尚未办结"):
        perform(title_of(world), "end", by=world.approver, note="撤并")


def test_a_decision_left_behind_is_carried_out_by_the_clock(world):
    adjustment = perform(world.stated(), "decide", by=world.approver, **DECISION)
    assert (adjustment.state, title_of(world).state) == (AdjustmentState.DECIDED, "in_force")

    assert adjustments.carry_out_due() == 1
    assert title_of(world).state == "warned"
    with days_on(1):
        assert adjustments.carry_out_due() == 0
