"""The round's page: its rules, its forms of assessment, and reviewers assigned through the service."""

import pytest
from django.urls import reverse
from zeal import zeal_ignore

from core.lifecycle import Finding, TransitionBlocked, blockers, perform
from core.models import LedgerEntry
from creation_cycle.models import Candidacy
from reviews.models import Assignment, Round, RoundPart
from reviews.services import rounds
from tests import factories as make
from tests.admin.forms import page, posted
from units.models import Affiliation

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(journey):
    return make.make_round(journey.cycle, name="第三次")


def save(client, round_, **changes):
    with zeal_ignore():  # django's formsets look each row's choices up by itself
        return client.post(page(round_), {**posted(client, page(round_)), **changes})


def assign(client, round_, *rows):
    data = {"assignments-TOTAL_FORMS": len(rows)}
    for number, (candidacy, reviewer) in enumerate(rows):
        data |= {
            f"assignments-{number}-candidacy": candidacy.pk,
            f"assignments-{number}-reviewer": reviewer.pk,
        }
    return save(client, round_, **data)


def part_row(number: int, kind: str, weight: int, **more) -> dict:
    return {f"parts-{number}-kind": kind, f"parts-{number}-weight": weight, **more}


@pytest.fixture
def applied(journey, round_):
    journey.round = round_
    return journey.take(journey.candidacy("creating"), "applied")


def test_assignment_opens_a_sheet_and_is_on_record(journey, round_, applied, as_user):
    assert assign(as_user(journey.officer), round_, (applied, journey.reviewer)).status_code == 302
    assignment = Assignment.objects.get()
    assert assignment.sheet.is_draft
    assert assignment.part == round_.main_part
    assert LedgerEntry.objects.of(assignment).get().actor == journey.officer


def test_conflict_of_interest_stands_at_its_row_and_nothing_is_assigned(journey, round_, applied, as_user):
    colleague = make.make_user(name="同事甲")
    Affiliation.objects.create(user=colleague, employer=journey.unit.employer)
    response = assign(as_user(journey.officer), round_, (applied, journey.reviewer), (applied, colleague))
    text = response.content.decode()
    assert "同事甲须回避：您与该集体属同一工作单位" in text
    assert text.index("assignments-1-candidacy") < text.index("同事甲须回避")
    assert Assignment.objects.count() == 0


def test_the_same_row_twice_is_told_at_the_second(journey, round_, applied, as_user):
    row = (applied, journey.reviewer)
    response = assign(as_user(journey.officer), round_, row, row)
    assert response.status_code == 200
    assert f"{journey.reviewer}已指派给这个集体" in response.content.decode()
    assert not Assignment.objects.exists()


def test_a_seat_taken_between_the_check_and_the_save_is_no_error_of_the_server(
    journey, round_, applied, as_user, monkeypatch
):
    """The check tries each row and takes it back; then the second time, somebody else was faster."""
    calls, honest = [], rounds.assign

    def raced(*args, **more):
        calls.append(more)
        if len(calls) == 2:
            raise TransitionBlocked([Finding(ok=False, text="已指派给这个集体")])
        return honest(*args, **more)

    monkeypatch.setattr(rounds, "assign", raced)
    assert assign(as_user(journey.officer), round_, (applied, journey.reviewer)).status_code == 302
    assert len(calls) == 4
    assert Assignment.objects.count() == 1


def test_draft_sheets_are_their_reviewers_own(journey, people, as_user):
    journey.candidacy("assessing")
    sheet = Assignment.objects.get().sheet
    url = reverse("admin:reviews_scoresheet_change", args=[sheet.pk])
    assert as_user(people["admin"]).get(url).status_code == 404
    assert as_user(journey.officer).get(url).status_code == 404


def test_weights_make_a_hundred(journey, round_, as_user):
    client = as_user(journey.officer)
    two = {"parts-TOTAL_FORMS": 2, **part_row(0, "materials", 60), **part_row(1, "site", 30)}
    text = save(client, round_, **two).content.decode()
    assert "各考核形式的权重合计应为 100%，现为 90%。" in text
    assert save(client, round_, **two | part_row(1, "site", 40)).status_code == 302
    assert list(round_.parts.values_list("kind", "weight")) == [("materials", 60), ("site", 40)]


def test_cross_assessment_counts_little_unless_the_round_says_why(journey, round_, as_user):
    client = as_user(journey.officer)
    rows = {"parts-TOTAL_FORMS": 2, **part_row(0, "materials", 80), **part_row(1, "cross", 20)}
    text = save(client, round_, **rows).content.decode()
    assert text.index("parts-1-weight") < text.index("交叉互评最多占 10%")
    text = save(client, round_, **rows, cross_weight_most=20).content.decode()
    assert "交叉互评权重上限超过 10% 时须写明理由。" in text
    reason = "经组委会研究，加强集体间互学互评"
    assert save(client, round_, **rows, cross_weight_most=20, cross_weight_reason=reason).status_code == 302
    round_.refresh_from_db()
    assert (round_.cross_weight_most, round_.cross_weight_reason) == (20, reason)
    assert round_.parts.get(kind="cross").weight == 20


def test_cross_assessment_does_not_stand_alone(journey, round_, as_user):
    rows = {"parts-TOTAL_FORMS": 1, **part_row(0, "cross", 100)}
    changes = {**rows, "cross_weight_most": 100, "cross_weight_reason": "试点"}
    assert "不能只用交叉互评" in save(as_user(journey.officer), round_, **changes).content.decode()
    Round.objects.filter(pk=round_.pk).update(state="planned")
    round_.parts.update(kind="cross")
    reasons = blockers(Round.objects.get(pk=round_.pk), "open", journey.officer)
    assert any("考核形式只有交叉互评" in finding.text for finding in reasons)


def test_a_form_comes_once(journey, round_, as_user):
    rows = {"parts-TOTAL_FORMS": 2, **part_row(0, "materials", 60), **part_row(1, "materials", 40)}
    assert save(as_user(journey.officer), round_, **rows).status_code == 200
    assert round_.parts.get().weight == 100


def test_a_third_party_has_a_name(journey, round_, as_user):
    client = as_user(journey.officer)
    assert "指定第三方考核时须填写机构名称。" in save(client, round_, mode="third_party").content.decode()
    assert save(client, round_, mode="third_party", third_party="示例评估中心").status_code == 302


def test_rules_are_settled_with_the_first_sheet(journey, as_user):
    candidacy = journey.candidacy("assessing")
    client, round_ = as_user(journey.officer), journey.round
    rules = (
        "mode", "aggregation", "pass_line", "scores_from", "spread_limit", "is_calibrated", "parts-0-weight",
    )  # fmt: skip
    before = client.get(page(round_)).content.decode()
    assert [name for name in rules if f'name="{name}"' not in before] == []
    journey.score(candidacy)
    text = client.get(page(round_)).content.decode()
    assert [name for name in rules if f'name="{name}"' in text] == []
    assert 'name="closes_on"' in text
    save(client, round_, aggregation="median", **part_row(0, "site", 100))
    round_.refresh_from_db()
    assert (round_.aggregation, round_.main_part.kind) == ("trimmed", "materials")


def test_the_page_names_the_phase_and_the_rubrics_in_use(journey, as_user):
    journey.candidacy("assessing")
    text = as_user(journey.officer).get(page(journey.round)).content.decode()
    assert f"{journey.standard}：1 个集体，达标线 80 分" in text
    assert "组建评审组" in text
    assert "评审打分" in text


def test_leads_are_chosen_among_those_who_may_assess(journey, round_, as_user):
    client = as_user(journey.officer)
    assert save(client, round_, leads=[journey.reviewer.pk]).status_code == 302
    assert list(round_.leads.all()) == [journey.reviewer]
    assert save(client, round_, leads=[journey.captain.pk]).status_code == 200


def test_a_body_staffs_the_panels_of_its_units_only_when_the_round_is_delegated(
    journey, round_, applied, as_user
):
    client, url = as_user(journey.recommender), reverse("admin:reviews_assignment_add")
    asked = {"round": round_.pk, "candidacy": applied.pk, "reviewer": journey.reviewer.pk}
    assert client.post(url, asked).status_code == 200
    assert Assignment.objects.count() == 0
    Round.objects.filter(pk=round_.pk).update(mode="delegated")
    assert client.post(url, asked).status_code == 302
    assignment = Assignment.objects.get()
    assert assignment.history.get().actor == journey.recommender
    assert client.get(page(assignment)).status_code == 200
    assert client.get(page(round_)).status_code == 404


def test_a_body_cannot_staff_units_of_others(journey, round_, applied, as_user):
    Round.objects.filter(pk=round_.pk).update(mode="delegated")
    other = make.make_officer(make.make_committee("邻街道团工委", "county", parent=journey.city))
    asked = {"round": round_.pk, "candidacy": applied.pk, "reviewer": journey.reviewer.pk}
    assert as_user(other).post(reverse("admin:reviews_assignment_add"), asked).status_code == 200
    assert Assignment.objects.count() == 0


def test_who_staffs_a_panel_reads_no_scores(journey, as_user):
    """委托 is about people; what they found is the organizer's to read until the round is closed."""
    candidacy = journey.candidacy("assessing")
    Round.objects.filter(pk=journey.round.pk).update(mode="delegated")
    journey.score(candidacy)
    sheet = Assignment.objects.get().sheet
    assert as_user(journey.recommender).get(page(sheet)).status_code == 404
    assert as_user(journey.officer).get(page(sheet)).status_code == 200


def test_an_assignment_in_another_form_is_told(journey, round_, applied, as_user):
    foreign = make.make_round(journey.cycle, state="planned").main_part
    asked = {"round": round_.pk, "candidacy": applied.pk, "reviewer": journey.reviewer.pk, "part": foreign.pk}
    text = as_user(journey.officer).post(reverse("admin:reviews_assignment_add"), asked).content.decode()
    assert "该考核形式不属于本轮考核" in text


def test_an_officer_opens_a_sheet_again_and_decides_a_veto_from_here(journey, as_user):
    candidacy = journey.candidacy("assessing")
    journey.score(candidacy)
    sheet = Assignment.objects.get().sheet
    client = as_user(journey.officer)
    url = reverse("admin:reviews_scoresheet_move", args=[sheet.pk, "reopen"])
    assert client.post(url, {"note": ""}).status_code == 200
    assert client.post(url, {"note": "第三项请附依据"}).status_code in (302, 404)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.reopened_for) == ("draft", "第三项请附依据")


def test_many_assignments_are_in_the_register(journey, round_, applied, as_user, monkeypatch):
    monkeypatch.setattr("reviews.admin.assignments.SHOWN", 1)
    for number in range(2):
        rounds.assign(round_, applied, make.make_user(name=f"评审{number}号"), by=journey.officer)
    text = as_user(journey.officer).get(page(round_)).content.decode()
    assert "全部评审指派" in text
    assert "assignments-TOTAL_FORMS" in text
    assert 'name="assignments-INITIAL_FORMS" value="0"' in text


def test_a_form_with_assignments_stays(journey, as_user):
    journey.candidacy("assessing")
    client, round_ = as_user(journey.officer), journey.round
    part = round_.main_part
    rows = {"parts-TOTAL_FORMS": 2, "parts-0-DELETE": "on", **part_row(1, "site", 100)}
    assert save(client, round_, **rows).status_code == 200
    assert RoundPart.objects.filter(pk=part.pk).exists()


def test_closing_leaves_nothing_to_change(journey, as_user):
    candidacy = journey.candidacy("assessing")
    round_ = journey.round
    journey.score(candidacy)
    perform(round_, "close", by=journey.officer)
    assert Candidacy.objects.get(pk=candidacy.pk).state == "met"
    assert as_user(journey.officer).post(page(round_), {"name": "改名"}).status_code == 403
