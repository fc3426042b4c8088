"""Two captains at the same moment, on PostgreSQL with real threads: one wins, the other reads why."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from core.lifecycle import TransitionBlocked, perform
from core.services import ledger
from tests import factories as make
from tests.journey import Journey
from tests.workspace import records
from units.enums import UnitRole
from workspace.models import CareTarget, UnitLink
from workspace.services import care
from workspace.services.links import propose_link

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world() -> Journey:
    return Journey()


@pytest.fixture
def pair(world):
    unit = make.make_unit(world.county)
    return unit, make.make_captain(unit)


def race(*calls) -> list:
    """What each call returned or the reason it was given; all start together, each on its own connection."""
    barrier = Barrier(len(calls))

    def run(call):
        try:
            barrier.wait(timeout=30)
            return call()
        except (TransitionBlocked, ValidationError) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def move(link, name, by):
    copy = UnitLink.objects.get(pk=link.pk)
    return lambda: perform(copy, name, by=by)


def refusals(results) -> list[str]:
    return [type(result).__name__ for result in results if isinstance(result, Exception)]


@pytest.mark.parametrize("attempt", range(5))
def test_of_confirming_and_withdrawing_one_happens(world, pair, attempt):
    link = records.make_link(world.unit, world.captain, pair[0])
    results = race(move(link, "confirm", pair[1]), move(link, "withdraw", world.captain))
    assert refusals(results) == ["TransitionBlocked"]
    link.refresh_from_db()
    [won] = [result for result in results if isinstance(result, UnitLink)]
    assert link.state == won.state
    assert link.history.count() == 2
    assert list(ledger.broken_entries()) == []


def test_confirmed_by_two_at_once_it_is_confirmed_once(world, pair):
    link = records.make_link(world.unit, world.captain, pair[0])
    deputy = make.make_captain(pair[0], UnitRole.DEPUTY)
    results = race(move(link, "confirm", pair[1]), move(link, "confirm", deputy))
    assert refusals(results) == ["TransitionBlocked"]
    assert link.history.filter(move="confirm").count() == 1


@pytest.mark.parametrize("attempt", range(5))
def test_of_two_who_propose_to_each_other_one_does_and_the_other_is_offered_it(world, pair, attempt):
    unit, captain = world.unit, world.captain
    results = race(
        lambda: propose_link(unit, by=captain, kind="joint", partner=pair[0], topic="我方"),
        lambda: propose_link(pair[0], by=pair[1], kind="joint", partner=unit, topic="对方"),
    )
    assert refusals(results) == ["AlreadyProposed"]
    assert UnitLink.objects.count() == 1


def test_codes_of_targets_have_no_twins(world):
    results = race(*(lambda: care.add_target(world.unit, by=world.captain, kind="family") for _ in range(6)))
    assert refusals(results) == []
    assert sorted(CareTarget.objects.values_list("code", flat=True)) == [f"家庭-0{n}" for n in range(1, 7)]
