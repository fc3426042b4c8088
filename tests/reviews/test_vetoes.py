"""一票否决 from the mark to the result: evidence, a second person, and what opening the sheet again does to it."""

import pytest
from django.urls import reverse

from accounts.models import Message
from core.lifecycle import TransitionBlocked, perform, steps
from core.services import ledger
from creation_cycle.enums import ItemKind
from creation_cycle.models import Candidacy
from creation_cycle.rubric import RubricItem
from creation_cycle.services import standards
from reviews.answers import RefusedAnswer
from reviews.models import Assignment, VetoMark
from reviews.services import rounds, sheets
from tests import factories as make
from tests.journey import Journey
from units.models import Affiliation

ITEMS = [
    RubricItem("否决项", "重大责任事故", ItemKind.VETO),
    RubricItem("工作业绩", "中心工作", ItemKind.JUDGEMENT, 20),
]
EVIDENCE = "三月发生责任事故，见通报"


@pytest.fixture
def world(db) -> Journey:
    journey = Journey()
    standard = standards.draft_of(
        ITEMS,
        committee=journey.city,
        level="city",
        industry=None,
        name="考核表",
        pass_line=10,
        by=journey.officer,
    )
    perform(standard, "publish", by=journey.officer)
    return journey


@pytest.fixture
def assignment(world) -> Assignment:
    world.candidacy("assessing")
    return Assignment.objects.get(reviewer=world.reviewer)


@pytest.fixture
def lead(assignment):
    person = make.make_user(name="组长")
    assignment.round.leads.add(person)
    return person


def fill(assignment, *, found: bool) -> None:
    veto, judged = assignment.sheet.standard.items.all()
    sheets.save_scores(
        assignment.sheet,
        points={judged.pk: judged.points},
        found={veto.pk: found},
        remarks={veto.pk: EVIDENCE if found else ""},
    )


def hand_in(assignment, *, found: bool = True) -> VetoMark | None:
    fill(assignment, found=found)
    perform(assignment.sheet, "submit", by=assignment.reviewer)
    return VetoMark.objects.filter(score__sheet=assignment.sheet).first()


def why_not_close(round_, user) -> list[str]:
    [step] = [step for step in steps(round_, user) if step.name == "close"]
    return [finding.text for finding in step.reasons]


def test_a_draft_marks_nothing(assignment):
    fill(assignment, found=True)
    assert VetoMark.objects.count() == 0


def test_handing_in_makes_the_mark_with_its_evidence(assignment, lead, world):
    mark = hand_in(assignment)
    assert mark.state == "marked"
    [entry] = mark.history
    assert (entry.actor, entry.note) == (world.reviewer, EVIDENCE)
    told = Message.objects.filter(title__startswith="请核实一票否决标记")
    assert {message.recipient for message in told} == {lead, world.officer}


def test_a_sheet_without_a_veto_makes_none(assignment):
    assert hand_in(assignment, found=False) is None


def test_closing_waits_for_every_mark(assignment, lead, world):
    mark = hand_in(assignment)
    unit = assignment.candidacy.unit
    assert why_not_close(world.round, world.officer) == [f"{unit}：被标记“重大责任事故”，尚未由第二人核实"]
    with pytest.raises(TransitionBlocked, match="尚未由第二人核实"):
        perform(world.round, "close", by=world.officer)
    perform(mark, "dismiss", by=lead, note="通报所指为另一集体")
    assert why_not_close(world.round, world.officer) == []


@pytest.mark.parametrize(
    ("verdict", "state", "veto"), [("confirm", "not_met", "重大责任事故"), ("dismiss", "met", "")]
)
def test_only_a_confirmed_mark_counts(assignment, lead, world, verdict, state, veto):
    mark = perform(hand_in(assignment), verdict, by=lead, note="已核实")
    assert (mark.decided_by, mark.note) == (lead, "已核实")
    perform(world.round, "close", by=world.officer)
    candidacy = Candidacy.objects.get(pk=assignment.candidacy_id)
    assert (candidacy.state, candidacy.round_results.get().veto) == (state, veto)


def test_nobody_confirms_their_own_mark(assignment, world):
    assignment.round.leads.add(world.reviewer)
    mark = hand_in(assignment)
    for verdict in ("confirm", "dismiss"):
        with pytest.raises(TransitionBlocked, match="不能核实自己标记的否决情形"):
            perform(mark, verdict, by=world.reviewer, note="理由")


def test_a_conflict_of_interest_keeps_the_second_person_out(assignment, lead, world):
    mark = hand_in(assignment)
    Affiliation.objects.create(user=lead, employer=assignment.candidacy.unit.employer)
    with pytest.raises(TransitionBlocked, match="须回避：您与该集体属同一工作单位"):
        perform(mark, "dismiss", by=lead, note="理由")


def test_a_decision_needs_words(assignment, lead):
    with pytest.raises(TransitionBlocked, match="请填写"):
        perform(hand_in(assignment), "confirm", by=lead)


def test_opening_the_sheet_again_withdraws_the_mark_and_its_decision(assignment, lead, world):
    mark = perform(hand_in(assignment), "confirm", by=lead, note="属实")
    perform(assignment.sheet, "reopen", by=lead, note="请附通报文号")
    mark.refresh_from_db()
    assert (mark.state, mark.decided_by, mark.note) == ("withdrawn", None, "")
    mark = hand_in(assignment)
    assert mark.state == "marked"
    assert [entry.move for entry in mark.history] == ["create", "confirm", "withdraw", "mark_again"]
    assert mark.history.get(move="confirm").note == "属实"
    assert list(ledger.broken_entries()) == []


def test_a_mark_that_the_reviewer_takes_back_does_not_come_again(assignment, lead, world):
    hand_in(assignment)
    perform(assignment.sheet, "reopen", by=lead, note="请核对")
    mark = hand_in(assignment, found=False)
    assert mark.state == "withdrawn"
    assert why_not_close(world.round, world.officer) == []
    perform(world.round, "close", by=world.officer)
    assert Candidacy.objects.get(pk=assignment.candidacy_id).state == "met"


def test_an_item_that_was_marked_once_is_answered(assignment, lead):
    mark = hand_in(assignment)
    perform(assignment.sheet, "reopen", by=lead, note="请核对")
    with pytest.raises(RefusedAnswer, match="请选择有或无"):
        sheets.save_scores(assignment.sheet, found={mark.score.item_id: None})


def test_the_second_person_decides_on_a_page(client, assignment, lead):
    mark = hand_in(assignment)
    client.force_login(lead)
    page = reverse("reviews:lead_veto", args=[mark.pk])
    assert EVIDENCE in client.get(page).content.decode()
    assert "有 2 处需要修改" in client.post(page, {}).content.decode()
    client.post(page, {"verdict": "dismiss", "note": "通报所指为另一集体"})
    mark.refresh_from_db()
    assert (mark.state, mark.note) == ("dismissed", "通报所指为另一集体")
    assert "通报所指为另一集体" in client.get(page).content.decode()
    told = Message.objects.get(recipient=assignment.reviewer, title__startswith="您标记的一票否决不成立")
    assert "通报所指为另一集体" in told.body


def test_the_marker_who_leads_reads_why_somebody_else_has_to_look(client, assignment, world):
    assignment.round.leads.add(world.reviewer)
    mark = hand_in(assignment)
    client.force_login(world.reviewer)
    page = reverse("reviews:lead_veto", args=[mark.pk])
    text = client.get(page).content.decode()
    assert "不能核实自己标记的否决情形" in text
    assert "提交核实意见" not in text
    client.post(page, {"verdict": "confirm", "note": "理由"})
    mark.refresh_from_db()
    assert mark.state == "marked"


def test_who_still_owes_a_sheet_of_the_unit_hears_of_no_mark(client, assignment, lead, world):
    rounds.assign(assignment.round, assignment.candidacy, lead, by=world.officer)
    mark = hand_in(assignment)
    assert not Message.objects.filter(recipient=lead, title__startswith="请核实").exists()
    client.force_login(lead)
    assert client.get(reverse("reviews:lead_veto", args=[mark.pk])).status_code == 404
    text = client.get(reverse("reviews:lead_round", args=[assignment.round_id])).content.decode()
    assert "重大责任事故" not in text


def test_a_reviewer_has_no_page_of_their_own_mark(client, assignment, world):
    mark = hand_in(assignment)
    client.force_login(world.reviewer)
    assert client.get(reverse("reviews:lead_veto", args=[mark.pk])).status_code == 404


def test_officers_decide_in_the_admin(client, assignment, world):
    mark = hand_in(assignment)
    client.force_login(world.officer)
    assert EVIDENCE in client.get(reverse("admin:reviews_vetomark_change", args=[mark.pk])).content.decode()
    client.post(reverse("admin:reviews_vetomark_move", args=[mark.pk, "confirm"]), {"note": "属实，见通报"})
    mark.refresh_from_db()
    assert (mark.state, mark.decided_by) == ("confirmed", world.officer)
