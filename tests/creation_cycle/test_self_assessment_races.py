"""Races over self-assessments, on PostgreSQL with real threads."""

import pytest

from accounts.models import Message
from core import clock
from creation_cycle.models import SelfAssessment
from creation_cycle.services.self_assessment_entries import keep_answers
from creation_cycle.services.self_assessments import ask_by, complete, open_version, remind
from tests.creation_cycle.test_candidacy_races import race
from tests.journey import Journey
from units.enums import UnitRole

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world() -> Journey:
    return Journey()


def test_two_workers_ask_and_remind_once(world):
    creating = world.candidacy("creating")
    SelfAssessment.objects.update(due_on=None)
    today = clock.today()
    race(*[lambda: ask_by(today)] * 4)
    version = creating.self_assessments.get()
    asked = Message.objects.filter(title__contains="自查自评请于").count()
    race(*[lambda: remind(version.due_on)] * 4)
    reminded = Message.objects.filter(title__contains="还未完成").count()
    assert (asked, reminded) == (1, 1)


def test_two_clicks_open_one_version(world):
    creating = world.candidacy("creating")
    world.assess_themselves(creating, world.captain)
    race(*[lambda: open_version(creating, note="主动更新")] * 4)
    assert sorted(creating.self_assessments.values_list("number", flat=True)) == [1, 2]


def test_two_people_answer_different_fields_and_both_survive(world):
    creating = world.candidacy("creating")
    first, second = creating.standard.items.all()[:2]
    helper = world.helper(UnitRole.FILLER)
    race(
        lambda: keep_answers(creating, by=world.captain, answers={first.pk: {"points": 9}}, seen={}),
        lambda: keep_answers(creating, by=helper, answers={second.pk: {"problem": "台账"}}, seen={}),
    )
    entries = {entry.item_id: entry for entry in creating.present_self_assessment.entries.all()}
    assert (entries[first.pk].points, entries[second.pk].problem) == (9, "台账")


def test_an_answer_and_the_completion_never_mix(world):
    """Either the answer comes first and is part of the sum, or it is refused."""
    creating = world.candidacy("creating")
    world.assess_themselves(creating, world.captain)
    open_version(creating, note="主动更新")
    item = creating.standard.items.first()
    zero = {item.pk: {"points": 0}}
    answered, completed = race(
        lambda: keep_answers(creating, by=world.captain, answers=zero, seen={}),
        lambda: complete(creating, by=world.captain),
    )
    refused = isinstance(answered, list)
    assert completed.total == (100 if refused else 100 - item.points)
