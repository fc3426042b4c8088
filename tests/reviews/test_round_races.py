"""At the same moment, on PostgreSQL with real threads: a round closes on all of a sheet or on nothing of it."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from core.lifecycle import TransitionBlocked, perform
from core.services import ledger
from creation_cycle.models import Candidacy
from reviews.answers import Answer
from reviews.models import Assignment, Round, ScoreSheet
from reviews.services import rounds, sheets
from tests import factories as make
from tests.journey import Journey

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world() -> Journey:
    return Journey()


@pytest.fixture
def assignment(world) -> Assignment:
    world.candidacy("assessing")
    return Assignment.objects.get(reviewer=world.reviewer)


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


def move(record, name, by, **given):
    """A call on a copy of its own, as each request has."""
    copy = type(record).objects.get(pk=record.pk)
    return lambda: perform(copy, name, by=by, **given)


@pytest.mark.parametrize("attempt", range(4))
def test_a_round_closed_while_a_reviewer_is_submitting(world, assignment, attempt):
    """Either the sheet came first and counts, or the round stays open and says whose sheet is missing."""
    world.fill(assignment.sheet)
    closed, handed_in = race(
        move(world.round, "close", world.officer), move(assignment.sheet, "submit", world.reviewer)
    )
    assert isinstance(handed_in, ScoreSheet)
    sheet, candidacy = ScoreSheet.objects.get(), Candidacy.objects.get(pk=assignment.candidacy_id)
    if isinstance(closed, Round):
        assert (sheet.state, candidacy.state) == ("locked", "met")
        assert candidacy.round_results.get().sheets == 1
    else:
        assert (sheet.state, candidacy.state) == ("submitted", "assessing")
        assert "未提交" in closed[0]
    assert list(ledger.broken_entries()) == []


@pytest.mark.parametrize("attempt", range(4))
def test_a_round_closed_while_a_lead_opens_a_sheet_again(world, assignment, attempt):
    """Never a result from a sheet that is back in its reviewer's hands."""
    world.score(assignment.candidacy)
    closed, opened = race(
        move(world.round, "close", world.officer),
        move(assignment.sheet, "reopen", make.make_officer(world.city), note="请复核"),
    )
    sheet = ScoreSheet.objects.get()
    assert isinstance(closed, Round) != isinstance(opened, ScoreSheet)
    assert sheet.state == ("locked" if isinstance(closed, Round) else "draft")


def test_a_sheet_submitted_twice_at_once_is_submitted_once(world, assignment):
    world.fill(assignment.sheet)
    results = race(*(move(assignment.sheet, "submit", world.reviewer) for _ in range(4)))
    assert sum(isinstance(result, ScoreSheet) for result in results) == 1
    assert [r for r in results if isinstance(r, list)] == [["当前状态为“已提交”，不能提交评分"]] * 3
    assert assignment.sheet.history.filter(move="submit").count() == 1


def test_two_devices_save_one_item_at_once_and_one_is_told(world, assignment):
    item = assignment.sheet.standard.items.first()
    results = race(
        *(
            lambda points=points: sheets.save_item(
                assignment.sheet, item, answer=Answer(points=Decimal(points)), base_version=0
            )
            for points in (3, 4, 5, 6)
        )
    )
    assert sorted(type(result).__name__ for result in results) == [
        "Conflict",
        "Conflict",
        "Conflict",
        "Saved",
    ]
    [saved] = [result for result in results if isinstance(result, sheets.Saved)]
    assert assignment.sheet.scores.get().points == saved.answer.points


def test_entering_the_assessment_and_assigning_at_once_do_not_lock_each_other_out(world):
    candidacy = world.candidacy("applied")
    rounds.assign(world.round, candidacy, world.reviewer, by=world.officer)
    others = [make.make_user() for _ in range(3)]
    copies = [Candidacy.objects.get(pk=candidacy.pk) for _ in others]
    race(
        move(candidacy, "assess", world.officer),
        *(
            lambda who=who, copy=copy: rounds.assign(world.round, copy, who, by=world.officer)
            for who, copy in zip(others, copies, strict=True)
        ),
    )
    assert Candidacy.objects.get(pk=candidacy.pk).state == "assessing"
    assert candidacy.assignments.count() == 4


def test_a_seat_is_given_once(world):
    candidacy = world.candidacy("applied")
    results = race(
        *(lambda: rounds.assign(world.round, candidacy, world.reviewer, by=world.officer) for _ in range(4))
    )
    assert sum(isinstance(result, Assignment) for result in results) == 1
    assert candidacy.assignments.count() == 1
