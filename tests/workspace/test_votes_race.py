"""Ballots of one moment on PostgreSQL with real threads: one slip counts once, and no vote gets lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from core import clock
from tests.workspace.growth_world import make_world
from workspace.services import votes

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
RACERS = 8


@pytest.fixture
def world():
    return make_world(members=RACERS)


def start(world):
    return votes.start(
        world.unit, title="阶段评估", closes_on=clock.today(), cards=world.cards[:2], by=world.captain
    )


def race(*calls) -> list[str]:
    """ "ok" or the kind of refusal of each; all start together, each on its own connection."""
    barrier = Barrier(len(calls))

    def run(call) -> str:
        try:
            barrier.wait(timeout=30)
            call()
        except ValidationError as refused:
            return getattr(refused, "code", "refused")  # several constraints have no single code
        finally:
            connection.close()
        return "ok"

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))


def ballot(code, **grades):
    given = {int(name.removeprefix("card")): grade for name, grade in grades.items()}
    return lambda: votes.cast(code, grades=given)


def counts(vote, card) -> dict[str, int]:
    return {total.grade: total.count for total in vote.totals.filter(card=card)}


def test_one_slip_in_eight_hands_counts_once(world):
    vote, codes = start(world)
    card = {f"card{world.card.pk}": "good"}
    assert race(*(ballot(codes[0], **card) for _ in range(RACERS))) == ["ok"] + ["used"] * (RACERS - 1)
    assert counts(vote, world.card) == {"excellent": 0, "good": 1, "fair": 0, "weak": 0}
    assert vote.slips.filter(is_used=True).count() == 1


def test_eight_slips_at_once_all_count(world):
    vote, codes = start(world)
    first, second = (f"card{card.pk}" for card in world.cards[:2])
    given = [{first: "good", second: "weak"} if number % 2 else {first: "fair"} for number in range(RACERS)]
    calls = [ballot(code, **grades) for code, grades in zip(codes, given, strict=True)]
    assert race(*calls) == ["ok"] * RACERS
    assert counts(vote, world.cards[0]) == {"excellent": 0, "good": 4, "fair": 4, "weak": 0}
    assert counts(vote, world.cards[1]) == {"excellent": 0, "good": 0, "fair": 0, "weak": 4}
    assert vote.slips.filter(is_used=True).count() == RACERS


def test_what_comes_while_the_vote_closes_is_counted_whole_or_refused(world):
    vote, codes = start(world)
    card = {f"card{world.card.pk}": "good"}
    calls = [ballot(code, **card) for code in codes]
    told = race(*calls, lambda: votes.finish(vote, by=world.captain))
    vote.refresh_from_db()
    assert counts(vote, world.card)["good"] == vote.ballots == told.count("ok") - 1
    assert set(told) <= {"ok", "over", "unknown"}


def test_two_captains_start_one_vote(world):
    assert race(*(lambda: start(world) for _ in range(2))).count("ok") == 1
    assert world.unit.votes.count() == 1
    assert world.unit.votes.get().slips.count() == RACERS
