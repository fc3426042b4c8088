"""反馈函: nobody has a hand in what their own unit is told, and the committee always signs."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from zeal import zeal_ignore

from core.lifecycle import TransitionBlocked, perform
from core.models import Job
from core.services import jobs
from core.text import chinese_date
from creation_cycle.models import Candidacy
from reviews.letter_texts import LONGEST
from reviews.models import FeedbackLetter, Score, Selection
from reviews.services import letters, selections
from tests import factories as make
from tests.reviews.selection_world import SelectionWorld, said
from units.models import Affiliation

pytestmark = pytest.mark.django_db
TIED = "须回避：您与该集体属同一工作单位"


@pytest.fixture
def world() -> SelectionWorld:
    return SelectionWorld()


@pytest.fixture
def colleague(world):
    """An officer who works where the first unit does, and was not the one to publish."""
    return make.make_officer(world.city)


def published(world, colleague) -> tuple[Selection, FeedbackLetter, FeedbackLetter]:
    """A selection with the letter to the colleague's own unit and one to another unit."""
    first, second = world.met(95, 90)
    Affiliation.objects.create(user=colleague, employer=first.unit.employer)
    selection = world.select()
    selections.prefill(selection, by=world.officer)
    world.publish(selection)
    return selection, *(FeedbackLetter.objects.get(decision__candidacy=unit) for unit in (first, second))


def test_the_letter_to_ones_own_unit_is_neither_worded_nor_sent(world, colleague):
    _, own, other = published(world, colleague)
    for call in (
        lambda: letters.keep_letter(own, by=colleague, text="特别优秀"),
        lambda: perform(own, "send", by=colleague),
    ):
        with pytest.raises(TransitionBlocked) as blocked:
            call()
        assert said(blocked) == [TIED]
    perform(other, "send", by=colleague)
    assert FeedbackLetter.objects.get(pk=own.pk).text == own.text


def test_sending_all_leaves_ones_own_to_a_colleague_and_says_so(world, colleague, client):
    selection, own, other = published(world, colleague)
    client.force_login(colleague)
    url = reverse("reviews:letters", args=[selection.pk])
    shown = client.get(url)
    assert own.get_absolute_url() not in shown.text
    assert "另有 1 份草稿涉及您须回避的集体" in shown.text
    assert "发出全部 1 份草稿" in shown.text
    ask = reverse("reviews:letters_send", args=[selection.pk])
    assert own.decision.candidacy.unit.name not in client.get(ask).text
    client.post(ask)
    with zeal_ignore():  # one move for each letter
        jobs.run(Job.objects.get(kind="send_letters").pk)
    assert [letter.pk for letter in FeedbackLetter.objects.sent()] == [other.pk]


def test_a_draft_about_ones_own_unit_is_not_read_before_it_is_sent(world, colleague, client):
    _, own, _ = published(world, colleague)
    client.force_login(colleague)
    for name in ("letter", "letter_send"):
        assert client.post(reverse(f"reviews:{name}", args=[own.pk])).status_code == 404
    assert client.get(own.get_absolute_url()).status_code == 404
    perform(own, "send", by=world.officer)
    assert client.get(own.get_absolute_url()).status_code == 200


def test_long_remarks_are_cut_and_the_letter_keeps_its_end(world):
    [candidacy] = world.met(95)
    scores = Score.objects.filter(sheet__assignment__candidacy=candidacy)
    for score in scores:
        Score.objects.filter(pk=score.pk).update(points=Decimal("0.5"), remark=f"{score.pk}{'改' * 1990}")
    selection = world.select()
    world.decide(selection, candidacy, "nominate")
    world.publish(selection)
    text = FeedbackLetter.objects.get().text
    day = chinese_date(timezone.localdate(Selection.objects.get().published_at))
    assert "…" in text
    assert len(text) <= LONGEST
    assert text.endswith(f"\n\n{Candidacy.objects.get(pk=candidacy.pk).cycle.committee}\n{day}")


def test_what_was_staged_for_ones_own_unit_shows_on_publication_only(world, colleague, client):
    first, second = world.met(95, 90)
    above = make.make_officer(world.province)
    for person in (colleague, above):
        Affiliation.objects.create(user=person, employer=first.unit.employer)
    selection = world.select()
    world.decide(selection, first, "reject", reason="材料不实")
    world.decide(selection, second, "nominate", reason="排名第二")
    pages = [reverse(f"reviews:{name}", args=[selection.pk]) for name in ("selection", "selection_preview")]
    for person in (colleague, above):
        client.force_login(person)
        for url in pages:
            text = client.get(url).text
            assert "不予显示" in text
            assert "材料不实" not in text
            assert "排名第二" in text
    world.decide(selection, first, "reject", reason=" ")
    assert "须写明理由" not in client.get(pages[1]).text
    world.decide(selection, first, "reject", reason="材料不实")
    world.publish(selection)
    assert "材料不实" in client.get(pages[0]).text
