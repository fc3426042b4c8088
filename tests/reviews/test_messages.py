"""Reviewers hear of their assignments, organizers of recusals; nobody else does."""

import pytest

from accounts.models import Message
from core.lifecycle import perform
from reviews.services import rounds
from tests import factories as make
from tests.journey import Journey

pytestmark = pytest.mark.django_db


def test_assignment_and_recusal_are_told():
    journey = Journey()
    candidacy = journey.candidacy("applied")
    round_ = journey.cycle.rounds.filter(state="open").first() or make.make_round(journey.cycle)
    reviewer = make.make_user()
    make.make_officer(make.make_committee("外市团委", "city"))
    Message.objects.all().delete()

    assignment = rounds.assign(round_, candidacy, reviewer, by=journey.officer)
    told = Message.objects.get()
    perform(assignment, "recuse", by=reviewer, note="与该集体负责人有亲属关系")

    assert told.recipient == reviewer
    assert str(candidacy.unit) in told.title
    heard = Message.objects.exclude(pk=told.pk)
    assert [message.recipient for message in heard] == [journey.officer]
    assert heard[0].body.startswith(
        "与该集体负责人有亲属关系\n该集体的审核材料现有 0 名评审人员，至少须 1 名"
    )
