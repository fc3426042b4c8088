"""What is judged is frozen when a unit enters the assessment; later changes are shown, and count for nothing."""

from django.urls import reverse

from core.lifecycle import perform
from creation_cycle.models import Candidacy
from reviews.dossier_texts import Piece, changes, pieces
from reviews.models import Dossier
from reviews.queries.dossier_content import content_of, digest_of
from reviews.queries.dossiers import reading_of
from reviews.services import rounds
from reviews.services.dossiers import freeze_missing
from tests import factories as make


def test_pieces_tell_sentences_apart_and_leave_out_what_stayed():
    before = "甲。乙。丙。丁。戊。"
    assert pieces(before, before.replace("乙。", "乙二。")) == [
        Piece("same", "甲。"), Piece("removed", "乙。"), Piece("added", "乙二。"),
        Piece("same", "丙。"), Piece("left_out"),
    ]  # fmt: skip
    assert pieces("", "新。") == [Piece("added", "新。")]
    assert pieces("旧。", "") == [Piece("removed", "旧。")]


def content(**texts) -> dict:
    return {"facts": [], "texts": [[title, text] for title, text in texts.items()], "entries": {}}


def test_changes_name_each_text_that_differs():
    found = changes(content(规划="一。", 口号="好"), content(规划="二。", 口号="好", 承诺="新。"))
    assert [change.title for change in found] == ["规划", "承诺"]
    assert changes(content(规划="一。"), content(规划="一。")) == []


def test_entering_the_assessment_freezes_the_words(world):
    candidacy = world.candidacy("applied")
    rounds.assign(world.round, candidacy, world.reviewer, by=world.officer)
    assert Dossier.objects.count() == 0
    perform(candidacy, "assess", by=world.officer)
    dossier = Dossier.objects.get()
    assert (dossier.round, dossier.candidacy) == (world.round, candidacy)
    assert dossier.digest == digest_of(dossier.content)
    assert ["创建规划", "plan的内容"] in dossier.content["texts"]
    assert {entry["evidence"] for entry in dossier.content["entries"].values()} == {"自评依据"}
    assert not any("成员1" in str(value) for value in dossier.content.values()), (
        "nothing about single persons"
    )


def test_the_reviewer_reads_what_was_frozen_and_what_has_changed(client, world, reviewer, assignment):
    Candidacy.objects.update(story="事迹已经改写。")
    text = client.get(reverse("reviews:sheet", args=[assignment.pk])).content.decode()
    assert "进入考核后材料有变动（1 处）" in text
    assert "<p>story的内容</p>" in text, "what is judged"
    assert "事迹已经改写。</ins>" in text
    assert "<p>事迹已经改写。</p>" not in text


def test_nothing_changed_says_nothing(client, reviewer, assignment):
    assert "材料有变动" not in client.get(reverse("reviews:sheet", args=[assignment.pk])).content.decode()


def test_a_later_round_freezes_anew_and_tells_from_the_former(client, world, assignment):
    candidacy, first = assignment.candidacy, world.round
    world.score(candidacy, lost=10)
    perform(first, "close", by=world.officer)
    world.round = None
    candidacy = Candidacy.objects.get(pk=candidacy.pk)
    assert candidacy.state == "not_met"
    candidacy.story = "补充了事迹。"
    candidacy.save()
    candidacy = world.take_again(candidacy)
    reading = reading_of(world.round, candidacy)
    assert reading.former_round == first
    assert [change.title for change in reading.former] == ["事迹材料"]
    assert candidacy.dossiers.count() == 2
    assert reading_of(first, candidacy).since == ()
    client.force_login(world.reviewer)
    second = candidacy.assignments.get(round=world.round)
    assert (
        "与上次考核材料的差异（1 处）"
        in client.get(reverse("reviews:sheet", args=[second.pk])).content.decode()
    )


def test_before_the_assessment_the_record_itself_is_read(world):
    candidacy = world.candidacy("applied")
    reading = reading_of(world.open_round(), candidacy)
    assert (reading.taken_at, reading.since, reading.former_round) == (None, (), None)
    assert reading.content == content_of(candidacy)


def test_a_lead_reads_the_same(client, world, assignment):
    lead = make.make_user()
    world.round.leads.add(lead)
    world.score(assignment.candidacy)
    Candidacy.objects.update(story="事迹已经改写。")
    client.force_login(lead)
    text = client.get(reverse("reviews:lead_sheet", args=[assignment.sheet.pk])).content.decode()
    assert "进入考核后材料有变动（1 处）" in text


def test_units_that_entered_before_there_were_dossiers_are_frozen_late_and_once(assignment):
    Dossier.objects.all().delete()
    assert [freeze_missing(), freeze_missing()] == [1, 0]
    dossier = Dossier.objects.get()
    assert (dossier.round, dossier.candidacy) == (assignment.round, assignment.candidacy)
    assert dossier.content == content_of(assignment.candidacy)
