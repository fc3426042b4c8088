"""一票否决 takes two people: what a reviewer marks, the organizer confirms by closing the round or dismisses before."""

from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Message
from core.lifecycle import TransitionBlocked, perform, steps
from core.services import ledger
from creation_cycle.enums import ItemKind
from creation_cycle.models import Candidacy
from creation_cycle.rubric import RubricItem
from creation_cycle.services import standards
from reviews.models import Assignment, VetoMark
from reviews.services import rounds
from reviews.services.messages import vetoes_page
from tests import factories as make
from tests.journey import Journey
from units.models import Affiliation

ACCIDENT, FALSE_PAPERS = "重大责任事故", "材料弄虚作假"
ITEMS = [
    RubricItem("否决项", ACCIDENT, ItemKind.VETO),
    RubricItem("否决项", FALSE_PAPERS, ItemKind.VETO),
    RubricItem("工作业绩", "中心工作", ItemKind.JUDGEMENT, Decimal(100)),
]
WHY = "通报的是另一家单位"


@pytest.fixture
def world(db) -> Journey:
    """A unit with full points, of which one reviewer marked both vetoes."""
    journey = Journey()
    given = {"level": "city", "industry": None, "name": "考核表", "pass_line": Decimal(80)}
    standard = standards.draft_of(ITEMS, committee=journey.city, by=journey.officer, **given)
    perform(standard, "publish", by=journey.officer)
    journey.candidacy("assessing")
    hand_in(Assignment.objects.get(), {ACCIDENT: "三月的通报", FALSE_PAPERS: "报表与台账不符"})
    return journey


def hand_in(assignment: Assignment, found: dict[str, str]) -> None:
    """Full points, with the ground of each veto that was found."""
    items = list(assignment.sheet.items_to_score())
    rounds.save_scores(
        assignment.sheet,
        points={item.pk: item.points for item in items},
        remarks={item.pk: found.get(item.name, "") for item in items},
        found={item.pk: item.name in found for item in items if item.is_veto},
        comment="",
    )
    perform(assignment.sheet, "lock", by=assignment.reviewer)


def mark_of(name: str) -> VetoMark:
    return VetoMark.objects.get(score__item__name=name)


def standing() -> dict[str, str]:
    return dict(VetoMark.objects.values_list("score__item__name", "state"))


def test_handing_in_leaves_a_mark_for_each_veto_found_and_for_no_other(world):
    unit = world.another_team()
    second = world.candidacy("assessing", **unit)
    hand_in(second.assignments.get(), {})
    assert standing() == {ACCIDENT: "marked", FALSE_PAPERS: "marked"}
    entries = [(entry.move, entry.actor) for mark in VetoMark.objects.all() for entry in mark.history]
    assert entries == [("create", world.reviewer)] * 2


def test_a_draft_leaves_none(world):
    second = world.candidacy("assessing", **world.another_team())
    sheet = second.assignments.get().sheet
    veto = sheet.items_to_score().get(name=ACCIDENT)
    rounds.save_scores(sheet, points={veto.pk: 0}, remarks={veto.pk: "x"}, found={veto.pk: True}, comment="")
    assert VetoMark.objects.filter(score__sheet=sheet).count() == 0


def test_the_rounds_officers_are_told_and_nobody_else(world):
    told = Message.objects.get(title=f"请核实一票否决标记：{world.unit}")
    assert told.recipient == world.officer
    assert told.body == f"{ACCIDENT}：三月的通报；{FALSE_PAPERS}：报表与台账不符"


def test_a_dismissed_mark_no_longer_counts_and_the_rest_does(world):
    perform(mark_of(ACCIDENT), "dismiss", by=world.officer, note=WHY)
    [step] = [step for step in steps(world.round, world.officer) if step.name == "close"]
    assert [FALSE_PAPERS in finding.text for finding in step.findings if not finding.ok] == [True]
    perform(world.round, "close", by=world.officer)
    assert standing() == {ACCIDENT: "dismissed", FALSE_PAPERS: "confirmed"}
    confirmed = mark_of(FALSE_PAPERS)
    assert (confirmed.decided_by, confirmed.note) == (world.officer, "结束考核时确认")
    candidacy = Candidacy.objects.get()
    assert (candidacy.state, candidacy.round_results.get().veto) == ("not_met", FALSE_PAPERS)


def test_once_all_are_dismissed_the_points_decide(world):
    for mark in VetoMark.objects.all():
        perform(mark, "dismiss", by=world.officer, note=WHY)
    perform(world.round, "close", by=world.officer)
    candidacy = Candidacy.objects.get()
    assert (candidacy.state, candidacy.round_results.get().veto) == ("met", "")


def test_one_reviewers_mark_stands_when_anothers_of_the_same_kind_is_dismissed(world):
    colleague = make.make_user()
    hand_in(
        rounds.assign(world.round, Candidacy.objects.get(), colleague, by=world.officer), {ACCIDENT: "目击"}
    )
    first, second = VetoMark.objects.filter(score__item__name=ACCIDENT).order_by("pk")
    perform(first, "dismiss", by=world.officer, note=WHY)
    perform(mark_of(FALSE_PAPERS), "dismiss", by=world.officer, note=WHY)
    perform(world.round, "close", by=world.officer)
    assert VetoMark.objects.get(pk=second.pk).state == "confirmed"
    assert Candidacy.objects.get().round_results.get().veto == ACCIDENT


def test_the_reason_is_asked_for_kept_on_record_and_told_to_the_reviewer(world):
    mark = mark_of(ACCIDENT)
    with pytest.raises(TransitionBlocked, match="请填写理由"):
        perform(mark, "dismiss", by=world.officer)
    mark = perform(mark, "dismiss", by=world.officer, note=WHY)
    entry = mark.history.last()
    assert (entry.move, entry.actor, entry.note) == ("dismiss", world.officer, WHY)
    assert list(ledger.broken_entries()) == []
    told = Message.objects.get(recipient=world.reviewer, title=f"您标记的一票否决不成立：{world.unit}")
    assert told.body == f"{ACCIDENT}：{WHY}"


def test_the_sheet_stays_as_it_was_handed_in_and_says_what_became_of_the_mark(client, world):
    perform(mark_of(ACCIDENT), "dismiss", by=world.officer, note=WHY)
    assert mark_of(ACCIDENT).score.found
    client.force_login(world.reviewer)
    text = client.get(reverse("reviews:sheet", args=[Assignment.objects.get().pk])).text
    assert text.count(f"有（组委会核实不成立：{WHY}）") == 1


@pytest.mark.parametrize("role", ["approver", "auditor", "recommender", "captain", "reviewer"])
def test_only_officers_of_the_round_dismiss(world, role):
    with pytest.raises(PermissionDenied):
        perform(mark_of(ACCIDENT), "dismiss", by=getattr(world, role), note=WHY)
    assert standing()[ACCIDENT] == "marked"


def test_an_officer_of_another_city_neither_sees_nor_dismisses(world):
    stranger = make.make_officer(make.make_committee("别市团委", "city", parent=world.province))
    assert not VetoMark.objects.visible_to(stranger).exists()
    assert VetoMark.objects.visible_to(world.officer).count() == 2
    with pytest.raises(PermissionDenied):
        perform(mark_of(ACCIDENT), "dismiss", by=stranger, note=WHY)


def test_nobody_dismisses_what_was_marked_of_their_own_unit(world):
    Affiliation.objects.create(user=world.officer, employer=world.unit.employer)
    with pytest.raises(TransitionBlocked, match="须回避"):
        perform(mark_of(ACCIDENT), "dismiss", by=world.officer, note=WHY)


def test_after_the_round_it_is_too_late(world):
    perform(world.round, "close", by=world.officer)
    with pytest.raises(TransitionBlocked, match="当前状态为“已确认”"):
        perform(mark_of(ACCIDENT), "dismiss", by=world.officer, note=WHY)


def test_a_mark_that_a_withdrawal_left_open_cannot_be_dismissed_after_the_round_either(world):
    perform(Candidacy.objects.get(), "withdraw", by=world.captain)
    perform(world.round, "close", by=world.officer)
    with pytest.raises(TransitionBlocked, match="本轮考核已结束"):
        perform(mark_of(ACCIDENT), "dismiss", by=world.officer, note=WHY)


def test_nobody_confirms_by_hand(world):
    for person in (world.officer, make.make_user(is_staff=True, is_superuser=True)):
        with pytest.raises(PermissionDenied):
            perform(mark_of(ACCIDENT), "confirm", by=person)


def test_sheets_handed_in_before_there_were_marks_get_theirs(world):
    VetoMark.objects.all().delete()
    for _ in range(2):  # safe where they are there already
        import_module("reviews.migrations.0005_marks_of_locked_sheets").mark(apps, None)
    assert standing() == {ACCIDENT: "marked", FALSE_PAPERS: "marked"}


def test_the_way_from_the_round_to_the_mark_and_back(client, world):
    client.force_login(world.officer)
    text = client.get(reverse("admin:reviews_round_change", args=[world.round.pk])).text
    marks = vetoes_page(world.round)
    assert f'href="{marks}"' in text
    address = reverse("admin:reviews_vetomark_change", args=[mark_of(ACCIDENT).pk])
    assert f'href="{address}?' in client.get(marks).text
    move = reverse("admin:reviews_vetomark_move", args=[mark_of(ACCIDENT).pk, "dismiss"])
    assert "情形和依据" in client.get(address).text
    client.post(move, {"note": WHY})
    assert (mark_of(ACCIDENT).state, mark_of(ACCIDENT).note) == ("dismissed", WHY)
