"""`perform_all` does to a set what `perform` does in a loop: same states, same ledger, same refusals."""

from decimal import Decimal
from random import Random

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Message
from core import clock
from core.bulk_moves import perform_all
from core.lifecycle import TransitionBlocked, UnknownMove, contributed_guards, perform
from core.models import LedgerEntry
from core.services import ledger
from creation_cycle.models import Candidacy, SelfAssessment
from reviews.models import RoundResult, ScoreSheet, VetoMark
from tests import factories as make
from tests.journey import Journey
from tests.reviews.vetoes import make_veto

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Journey:
    return Journey()


@pytest.fixture
def assessed(world) -> list[Candidacy]:
    """Three units with a handed-in sheet each; of one a second reviewer marked a veto, which was confirmed."""
    units = [world.candidacy("assessing", **world.another_team()) for _ in range(3)]
    for candidacy in units:
        world.score(candidacy)
    perform(make_veto(world.round, units[0], make.make_user()), "confirm", by=world.officer, note="属实")
    return units


def settle(candidacy) -> None:
    """A result of a round that is closed."""
    RoundResult.objects.create(
        round=candidacy.cycle.rounds.filter(state="closed").first(),
        candidacy=candidacy,
        sheets=1,
        mean=Decimal(90),
        pass_line=Decimal(80),
    )


def one_by_one(records, name, note="") -> None:
    with transaction.atomic():
        for record in records.order_by("pk"):
            perform(record, name, by=None, note=note(record) if callable(note) else note)


def outcome(way, records, name, note="") -> dict:
    """All that `way` leaves behind, or why it refused; the database is as before afterwards."""
    point = transaction.savepoint()
    refused = []
    try:
        way(records, name, note=note)
    except TransitionBlocked as blocked:
        refused = [str(finding) for finding in blocked.findings]
    found = {
        "refused": refused,
        "rows": list(records.model.objects.order_by("pk").values()),
        "ledger": sorted(
            LedgerEntry.objects.values_list("record_type", "record_id", "sequence", "hash", "at")
        ),
        "messages": sorted(Message.objects.values_list("recipient", "title", "body", "url", "sent_at")),
        "versions": sorted(SelfAssessment.objects.values_list("candidacy", "number", "note")),
        "answers": sorted(
            SelfAssessment.objects.values_list(
                "candidacy", "number", "entries__item", "entries__points", "entries__evidence"
            ),
            key=str,
        ),
        "broken": list(ledger.broken_entries()),
    }
    transaction.savepoint_rollback(point)
    return found


def assert_same(records, name, note="") -> dict:
    with clock.pretend(clock.now()):
        single, together = (outcome(way, records, name, note) for way in (one_by_one, perform_all))
    assert together == single
    return together


@pytest.mark.parametrize("seed", range(6))
def test_a_set_moves_as_its_records_would_one_by_one(world, assessed, seed):
    """Any part of the units, with any part of the results missing, by any move of the portal."""
    random = Random(seed)
    units = random.sample(assessed, random.randint(1, 3))
    for candidacy in random.sample(units, random.randint(len(units) - 1, len(units))):
        settle(candidacy)
    name = random.choice(["meet", "fall_short"])
    assert_same(
        Candidacy.objects.filter(pk__in=[unit.pk for unit in units]), name, note=lambda one: f"第 {one.pk} 号"
    )


def test_what_follows_is_the_same(assessed):
    for candidacy in assessed:
        settle(candidacy)
    found = assert_same(Candidacy.objects.all(), "fall_short", note="示例")
    assert (found["refused"], len(found["versions"])) == ([], 6)
    assert [row["state"] for row in found["rows"]] == ["not_met"] * 3
    assert sum("未达标" in title for _, title, *_ in found["messages"]) == 3


def test_one_refusal_refuses_all(assessed):
    for candidacy in assessed[:-1]:
        settle(candidacy)
    found = assert_same(Candidacy.objects.all(), "meet")
    assert found["refused"] == ["考核尚未结束（工作指引 二.3（达标考核））"]
    assert {row["state"] for row in found["rows"]} == {"assessing"}


def test_sheets_are_locked_and_a_draft_among_them_refuses(world, assessed):
    found = assert_same(ScoreSheet.objects.all(), "lock")
    assert {row["state"] for row in found["rows"]} == {"locked"}
    perform(ScoreSheet.objects.last(), "reopen", by=world.officer, note="再看")
    assert assert_same(ScoreSheet.objects.all(), "lock")["refused"]


def test_columns_that_the_body_of_a_move_writes_are_written(assessed):
    found = assert_same(VetoMark.objects.all(), "withdraw")
    [row] = found["rows"]
    assert (row["state"], row["decided_by_id"], row["note"]) == ("withdrawn", None, "")


def test_a_set_takes_as_many_queries_as_one_record(assessed):
    for candidacy in assessed:
        settle(candidacy)

    def queries(units) -> int:
        records = Candidacy.objects.filter(pk__in=[unit.pk for unit in units])
        with CaptureQueriesContext(connection) as found:
            perform_all(records, "fall_short")
        return len(found)

    assert queries(assessed[:1]) == queries(assessed[1:])


def test_what_people_do_is_not_done_to_sets(world, assessed):
    with pytest.raises(PermissionDenied):
        perform_all(ScoreSheet.objects.all(), "reopen", note="请核对")
    with pytest.raises(UnknownMove):
        perform_all(ScoreSheet.objects.all(), "tear_up")
    assert set(ScoreSheet.objects.values_list("state", flat=True)) == {"submitted"}


def test_a_guard_that_knows_single_records_only_stops_the_set(assessed, monkeypatch):
    monkeypatch.setattr(dict(contributed_guards())["sheets_settled"], "_check_all", None)
    with pytest.raises(TypeError, match="one record at a time"):
        perform_all(Candidacy.objects.all(), "meet")
    assert set(Candidacy.objects.values_list("state", flat=True)) == {"assessing"}


def test_nothing_to_move_is_nothing_done(world):
    assert perform_all(ScoreSheet.objects.none(), "lock") == 0
    assert not LedgerEntry.objects.filter(move="lock").exists()


def test_a_guard_that_is_silent_about_a_record_does_not_let_it_pass(assessed, monkeypatch):
    monkeypatch.setattr(dict(contributed_guards())["sheets_settled"], "_check_all", lambda records: {})
    with pytest.raises(TransitionBlocked, match="未能核对"):
        perform_all(Candidacy.objects.all(), "meet")


def test_what_counts_over_a_parent_is_not_done_to_sets(world):
    planned = make.make_round(world.cycle, state="planned")
    with pytest.raises(TypeError, match="cycle"):
        perform_all(type(planned).objects.filter(pk=planned.pk), "open_on_day")
    planned.refresh_from_db()
    assert planned.state == "planned"
