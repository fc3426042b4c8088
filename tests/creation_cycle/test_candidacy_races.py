"""At the same moment, on PostgreSQL with real threads: one wins, all others read why."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from core.lifecycle import TransitionBlocked, perform
from core.services import ledger
from creation_cycle.models import Candidacy, NumberSeries, RuleSetting
from creation_cycle.services.filing import open_candidacy
from creation_cycle.services.objections import object_to
from tests import factories as make
from tests.journey import Journey

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
RACERS = 8


@pytest.fixture
def world() -> Journey:
    return Journey()


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


def outcome(results) -> tuple[list, list]:
    """Those who won, and what the others were told."""
    return [r for r in results if not isinstance(r, list)], [r for r in results if isinstance(r, list)]


def teams(world, count: int, state: str) -> list[Candidacy]:
    units = [make.make_unit(world.county) for _ in range(count)]
    return [world.candidacy(state, unit=unit, captain=make.make_captain(unit)) for unit in units]


def move(candidacy, name, by, **given):
    """A call on a copy of its own, as each request has."""
    copy = Candidacy.objects.get(pk=candidacy.pk)
    return lambda: perform(copy, name, by=by, **given)


def test_of_eight_who_make_the_same_move_one_does_and_one_row_is_written(world):
    candidacy = world.candidacy("submitted")
    officers = [make.make_officer(world.county) for _ in range(RACERS)]
    won, told = outcome(race(*(move(candidacy, "recommend", officer) for officer in officers)))
    assert [record.state for record in won] == ["recommended"]
    assert told == [["当前状态为“已推荐”，不能推荐"]] * (RACERS - 1)
    recommended = candidacy.history.get(move="recommend")
    assert recommended.actor == won[0].recommended_by
    assert list(ledger.broken_entries()) == []


def test_two_different_moves_of_one_record_do_not_both_happen(world):
    candidacy = world.candidacy("submitted")
    results = race(
        move(candidacy, "return_for_changes", world.recommender, note="请补充"),
        move(candidacy, "decline", make.make_officer(world.county), note="名额已满"),
    )
    won, told = outcome(results)
    assert (len(won), len(told)) == (1, 1)
    candidacy.refresh_from_db()
    assert candidacy.state == won[0].state
    assert told[0][0].startswith(f"当前状态为“{won[0].get_state_display()}”")


@pytest.mark.parametrize("places", [1, 3])
def test_the_last_places_of_a_body_are_given_once(world, places):
    submitted = teams(world, 5, "submitted")
    make.make_quota(world.cycle, world.county, places)
    won, told = outcome(
        race(*(move(candidacy, "recommend", make.make_officer(world.county)) for candidacy in submitted))
    )
    assert len(won) == places
    assert told == [[f"示例街道团工委新申报名额 {places} 个，已推荐 {places} 个"]] * (5 - places)
    assert Candidacy.objects.recommended().count() == places


def test_the_last_place_under_the_cap_is_given_once(world):
    RuleSetting.objects.create(
        rule_set=world.rule_set, rule="filed_per_recognised", limit=2, clause="中山市实施意见 三(二)5"
    )
    assessed = teams(world, 3, "assessing")
    for candidacy in assessed:
        world.score(candidacy)
    perform(world.round, "close", by=world.officer)
    won, told = outcome(race(*(move(c, "nominate", make.make_officer(world.city)) for c in assessed)))
    assert [record.state for record in won] == ["nominated"]
    assert told == [["已备案 3 个，按 2:1 最多认定 1 个，已拟认定 1 个"]] * 2


def test_two_tabs_open_one_draft(world):
    results = race(
        *(lambda: open_candidacy(world.unit, world.cycle, by=world.captain) for _ in range(RACERS))
    )
    won, told = outcome(results)
    assert len(won) == 1
    assert told == [[f"本集体已有一份进行中的申报（{world.cycle}，草稿）"]] * (RACERS - 1)
    assert Candidacy.objects.count() == 1
    assert won[0].history.count() == 1


def test_filing_numbers_have_no_gaps_and_no_twins(world):
    recommended = teams(world, 5, "recommended")
    won, told = outcome(race(*(move(c, "file", make.make_officer(world.city)) for c in recommended)))
    assert told == []
    assert sorted(int(record.filing_number[-4:]) for record in won) == [1, 2, 3, 4, 5]
    assert NumberSeries.objects.get().last == 5


def test_objections_of_one_moment_suspend_once(world):
    publicised = world.candidacy("publicised")
    notice = publicised.notice_entries.get().notice
    won, told = outcome(
        race(*(lambda: object_to(notice, publicised, content="不符合条件") for _ in range(4)))
    )
    assert (len(won), told) == (4, [])
    assert publicised.history.filter(move="contest").count() == 1
    assert Candidacy.objects.get(pk=publicised.pk).state == "contested"


def test_certifying_twice_at_once_gives_one_star_and_one_certificate(world):
    publicised = world.candidacy("publicised")
    approvers = [make.make_officer(world.city, "approver") for _ in range(4)]
    with world.after_notice(publicised):
        calls = [
            move(publicised, "certify", approver, decision_number="示例发〔2026〕1号")
            for approver in approvers
        ]
        won, told = outcome(race(*calls))
    assert (len(won), len(told)) == (1, 3)
    title = world.unit.titles.get()
    assert (title.star, title.recognitions.count()) == (1, 1)
    assert title.recognitions.get().certificates.count() == 1
