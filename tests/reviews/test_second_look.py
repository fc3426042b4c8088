"""Who may look at wide spreads, and how far scoring stays blind for whoever still owes a sheet."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core.lifecycle import TransitionBlocked, blockers, declared_moves, perform
from core.models import LedgerEntry
from creation_cycle.models import Candidacy
from reviews.models import Assignment, Round, RoundResult, SpreadReview, VetoMark
from reviews.queries.leading import units_of
from reviews.queries.pool import pool_of
from reviews.queries.result_list import results_of
from reviews.queries.staffing import Situation
from reviews.resources.round_export import _measured
from reviews.services import rounds
from reviews.services.spread_reviews import review_spread
from tests import factories as make
from tests.reviews.panels_world import make_reviewer
from tests.reviews.test_results import hand_in, seat
from units.enums import OfficeRole, UnitRole
from units.models import Affiliation, Post


@pytest.fixture
def apart(world, assignment) -> Assignment:
    """Two sheets, 14 points apart."""
    hand_in(world, assignment, 0)
    seat(world, assignment, 2)
    return assignment


def detail(assignment) -> str:
    return reverse("reviews:lead_unit_result", args=[assignment.round_id, assignment.candidacy_id])


@pytest.mark.parametrize("role", [OfficeRole.AUDITOR, OfficeRole.VOLUNTEER])
def test_an_office_that_only_reads_lifts_no_guard(client, world, apart, role):
    reader = make.make_officer(world.city, role)
    client.force_login(reader)
    text = client.get(detail(apart)).content.decode()
    assert "相差 14.00 分" in text
    assert "记录核对意见" not in text
    assert client.post(detail(apart), {"note": "已核对"}).status_code == 403
    assert not SpreadReview.objects.exists()


def test_bodies_above_read_and_do_not_decide(world, apart):
    above = make.make_officer(world.province)
    with pytest.raises(PermissionDenied):
        review_spread(apart.round, apart.candidacy, by=above, note="已核对")


def test_a_conflict_of_interest_keeps_the_lead_out_and_says_so(client, world, apart):
    lead = make.make_user()
    apart.round.leads.add(lead)
    Affiliation.objects.create(user=lead, employer=world.unit.employer)
    client.force_login(lead)
    text = client.get(detail(apart)).content.decode()
    assert "须回避" in text
    assert "记录核对意见" not in text
    with pytest.raises(TransitionBlocked, match="须回避"):
        review_spread(apart.round, apart.candidacy, by=lead, note="已核对")


def test_the_words_stand_in_the_reviews_own_history(world, apart):
    review = review_spread(apart.round, apart.candidacy, by=world.officer, note="两人理解不同")
    assert LedgerEntry.objects.of(review).get().note == "两人理解不同"
    assert not LedgerEntry.objects.of(apart.round).filter(note__contains="两人理解不同").exists()


def owe(world, assignment, user) -> Assignment:
    """As in life: the seat was given before anybody had handed in."""
    return rounds.assign(assignment.round, assignment.candidacy, user, by=world.officer)


def test_an_officer_who_still_owes_a_sheet_hears_of_no_spread_and_no_mark(world, assignment):
    owe(world, assignment, world.officer)
    hand_in(world, assignment, 0)
    seat(world, assignment, 2)
    told = "；".join(str(finding) for finding in blockers(assignment.round, "close", world.officer))
    assert "相差" not in told
    assert "待提交您本人的评分后，才可查看有无分差过大" in told
    assert "待提交您本人的评分后，才可查看有无一票否决标记" in told
    colleague = make.make_officer(world.city)
    told = "；".join(str(finding) for finding in blockers(assignment.round, "close", colleague))
    assert "相差 14.00 分" in told
    with pytest.raises(TransitionBlocked, match="待提交您本人的评分"):
        review_spread(assignment.round, assignment.candidacy, by=world.officer, note="已核对")


def test_nothing_calibrated_while_the_reader_owes_any_sheet_of_the_round(client, world, assignment):
    Round.objects.update(is_calibrated=True)
    other = world.candidacy("assessing", **world.another_team())
    owed = rounds.assign(assignment.round, other, world.officer, by=world.officer)
    hand_in(world, assignment, 1)
    client.force_login(world.officer)
    listed = reverse("reviews:lead_results", args=[assignment.round_id])
    for page in (listed, detail(assignment)):
        text = client.get(page).content.decode()
        assert "93.00" in text
        assert "校准参考" not in text
        assert "宽严" not in text
    hand_in(world, owed, 1)
    assert "校准参考" in client.get(listed).content.decode()
    assert "宽严" in client.get(detail(assignment)).content.decode()


def test_a_lead_takes_no_seat_once_a_sheet_is_handed_in(world, assignment):
    lead = make.make_user()
    assignment.round.leads.add(lead)
    rounds.assign(assignment.round, assignment.candidacy, lead, by=world.officer)  # nothing to read yet
    other = make.make_user()
    assignment.round.leads.add(other)
    hand_in(world, assignment, 1)
    with pytest.raises(TransitionBlocked, match="已可查看其他人对该集体的评分"):
        rounds.assign(assignment.round, assignment.candidacy, other, by=world.officer)
    assert (assignment.candidacy_id, other.pk) in Situation(assignment.round, assignment.part).informed


def test_whoever_saw_the_others_scores_takes_no_second_seat(world, assignment):
    site = assignment.round.parts.create(kind="site", weight=40)
    hand_in(world, assignment, 1)
    Round.objects.update(scores_from="submitted")
    assignment.round.refresh_from_db()
    with pytest.raises(TransitionBlocked, match="已可查看其他人对该集体的评分"):
        rounds.assign(assignment.round, assignment.candidacy, world.reviewer, by=world.officer, part=site)
    Round.objects.update(scores_from="closed")
    assignment.round.refresh_from_db()
    assert (
        rounds.assign(
            assignment.round, assignment.candidacy, world.reviewer, by=world.officer, part=site
        ).part
        == site
    )


def test_a_unit_that_withdrew_keeps_no_place(world, assignment):
    hand_in(world, assignment, 1)
    assert len(results_of(assignment.round, world.officer).rows) == 1
    Candidacy.objects.update(state="withdrawn")
    assert len(results_of(assignment.round, world.officer).rows) == 0
    assert not units_of(assignment.round, world.officer).exists()


def test_system_points_of_a_closed_round_stay_when_the_unit_applies_again(world):
    first = world.candidacy("assessing")
    item = first.standard.items.first()  # counted by the portal from now on: full marks then, nothing later
    type(item).objects.filter(pk=item.pk).update(kind="auto", auto_source="innovations_per_year", full_at=4)
    sheet = Assignment.objects.get().sheet
    assert [entry.points for entry in sheet.measured()] == [item.points]
    fallen = world.to_met(first, world.captain, lost=9)
    assert fallen.state == "not_met"
    again = world.to_applied(fallen, world.captain)
    [later] = again.judged_self_assessment.entries.filter(item=item)
    assert later.points != item.points
    [result] = RoundResult.objects.all()
    sheet = type(sheet).objects.get(pk=sheet.pk)
    assert [entry.points for entry in sheet.measured()] == [item.points]
    exported = _measured(result.round, [result])[result.candidacy_id]
    assert [entry.points for entry in exported] == [item.points]


def test_a_mark_of_a_unit_that_withdrew_does_not_hold_the_round(world, assignment):
    sheet = hand_in(world, assignment, 1).sheet
    VetoMark.objects.create(score=sheet.scores.first())
    assert any("被标记" in finding.text for finding in blockers(assignment.round, "close", world.officer))
    Candidacy.objects.update(state="withdrawn")
    assert blockers(assignment.round, "close", world.officer) == []


def test_whoever_was_taken_off_a_unit_is_not_planned_for_it_again(world, assignment):
    perform(assignment, "withdraw", by=world.officer, note="另有安排")
    situation = Situation(assignment.round, assignment.part)
    assert (assignment.candidacy_id, assignment.reviewer_id) in situation.stepped_back


def test_stepping_back_and_handing_in_wait_for_each_other():
    locked = {edge.name: list(edge.custom["spec"].locks) for edge in declared_moves(Assignment)}
    assert [locked[name] for name in ("recuse", "hand_back", "withdraw")] == [["round"]] * 3


def test_pools_leave_out_who_became_an_officer_or_keeps_a_unit_since(world):
    round_ = world.open_round()
    entries = [make_reviewer(world.city) for _ in range(3)]
    assert pool_of(round_).count() == 3
    type(entries[0].user).objects.filter(pk=entries[0].user_id).update(is_staff=True)
    Post.objects.create(
        unit=world.unit, user=entries[1].user, role=UnitRole.DEPUTY, starts_on=date(2020, 1, 1)
    )
    assert [entry.pk for entry in pool_of(round_)] == [entries[2].pk]
