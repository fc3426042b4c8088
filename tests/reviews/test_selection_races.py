"""At the same moment, on PostgreSQL with real threads: a selection is published once and as a whole."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import Message
from core.lifecycle import TransitionBlocked, perform
from core.services import ledger
from creation_cycle.models import Candidacy
from reviews.models import FeedbackLetter, Selection
from reviews.queries.selection import Overview
from reviews.services import letters, selections
from tests import factories as make
from tests.reviews.selection_world import SelectionWorld, states

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world() -> SelectionWorld:
    return SelectionWorld()


def race(*calls) -> list:
    """What each call returned, or the reasons it was given; all start together, each on its own connection."""
    barrier = Barrier(len(calls))

    def run(call):
        try:
            barrier.wait(timeout=30)
            return call()
        except TransitionBlocked as blocked:
            return [finding.text for finding in blocked.findings]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def publication(selection, by):
    """A call as each request makes it: on a copy of its own, after a preview."""
    copy = Selection.objects.get(pk=selection.pk)
    seen = selections.plan_digest(Overview(copy).rows)
    return lambda: selections.publish(copy, by=by, seen=seen)


def test_of_two_officers_who_publish_one_does(world):
    met = world.met(95, 90)
    selection = world.select()
    selections.prefill(selection, by=world.officer)
    results = race(*(publication(selection, make.make_officer(world.city)) for _ in range(2)))
    assert [result for result in results if isinstance(result, list)] == [
        ["当前状态为“已公布”，不能公布审核结果"]
    ]
    assert states(*met) == ["nominated", "nominated"]
    assert FeedbackLetter.objects.count() == 2
    assert list(ledger.broken_entries()) == []


@pytest.mark.parametrize("attempt", range(4))
def test_published_while_a_unit_gives_up(world, attempt):
    """Either the unit was nominated and can no longer give up, or it gave up first and nothing was published."""
    first, second = world.met(95, 90)
    selection = world.select()
    selections.prefill(selection, by=world.officer)
    captain, copy = second.unit.posts.get().user, Candidacy.objects.get(pk=second.pk)
    published, withdrawn = race(
        publication(selection, world.officer), lambda: perform(copy, "withdraw", by=captain)
    )
    if isinstance(published, list):
        assert states(first, second) == ["met", "withdrawn"]
        assert Selection.objects.get().state == "draft"
        assert not FeedbackLetter.objects.exists()
    else:
        assert withdrawn == ["当前状态为“拟认定”，不能撤回申报"]
        assert states(first, second) == ["nominated", "nominated"]
    assert list(ledger.broken_entries()) == []


def test_two_officers_stage_different_units_at_once(world):
    first, second = world.met(95, 90)
    selection = world.select()
    race(
        lambda: world.decide(selection, first, "nominate"),
        lambda: world.decide(selection, second, "hold", by=world.officer),
    )
    assert [row.verdict for row in Overview(Selection.objects.get()).rows] == ["nominate", "hold"]


def test_two_clicks_send_a_letter_once(world):
    world.met(95)
    selection = world.select()
    selections.prefill(selection, by=world.officer)
    world.publish(selection)
    letter = FeedbackLetter.objects.get()
    copies = [FeedbackLetter.objects.get(pk=letter.pk) for _ in range(2)]
    race(
        *(lambda copy=copy: perform(copy, "send", by=world.officer) for copy in copies),
        lambda: letters.send_next(selection, by=world.officer),
    )
    assert letter.history.filter(move="send").count() == 1
    assert Message.objects.filter(title__contains="反馈函").count() == 1
