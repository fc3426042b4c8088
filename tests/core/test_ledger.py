"""The ledger: chains, seals, and what `verify_ledger` says after somebody has been at the database."""

from datetime import date, datetime, time, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core import clock
from core.lifecycle import perform
from core.models import DailySeal, LedgerEntry
from core.models.ledger import GENESIS
from core.services import ledger
from creation_cycle.models import Candidacy, Objection
from creation_cycle.services import objections
from tests.factories import make_captain, make_unit
from tests.journey import Journey

pytestmark = pytest.mark.django_db
FIRST_DAY = date(2026, 3, 2)


@pytest.fixture
def world() -> Journey:
    return Journey()


@pytest.fixture
def told(world) -> Candidacy:
    """A candidacy with four entries: create, submit, recommend, file."""
    return world.candidacy("filed")


def at(day: date, hour: int = 9):
    return clock.pretend(datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone()))


def faults() -> list[tuple[str, int, str]]:
    return [(entry.move, entry.sequence, fault) for entry, fault in ledger.broken_entries()]


def verify() -> str:
    output = StringIO()
    call_command("verify_ledger", stdout=output)
    return output.getvalue()


# Chains


def test_each_record_has_a_chain_of_its_own(world, told):
    chain = list(told.history)
    assert [entry.sequence for entry in chain] == [1, 2, 3, 4]
    assert [entry.previous_hash for entry in chain] == [GENESIS, *(entry.hash for entry in chain[:-1])]
    assert [entry.actor for entry in chain] == [
        world.captain,
        world.captain,
        world.recommender,
        world.officer,
    ]
    assert all(entry.hash == entry.expected_hash() for entry in chain)
    assert faults() == []
    assert "条记录、0 个封印均可核对" in verify()


def test_the_actors_name_stays_although_the_person_is_renamed(world, told):
    name = world.captain.name
    world.captain.name = "改名后"
    world.captain.save()
    assert told.history.first().actor_name == name
    assert faults() == []


def test_the_portal_signs_as_the_system(world):
    assessed = world.candidacy("met")
    entry = assessed.history.last()
    assert (entry.move, entry.actor, entry.actor_name) == ("meet", None, "系统")


@pytest.mark.parametrize(
    "change",
    [
        {"note": "改过的理由"}, {"actor_name": "别人"}, {"actor": None}, {"source": "returned"}, {"target": "met"},
        {"move": "decline"}, {"label": "不予备案"}, {"digest": "0" * 64}, {"at": F("at") + timedelta(hours=1)},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_every_column_of_an_entry_is_covered(told, change):
    tampered = told.history.get(move="recommend")
    LedgerEntry.objects.filter(pk=tampered.pk).update(**change)
    found = list(ledger.broken_entries())
    assert [(entry.pk, fault) for entry, fault in found] == [(tampered.pk, "记录内容被改动")]
    with pytest.raises(CommandError, match=f"#{told.pk} 第 3 条（.*）：记录内容被改动"):
        verify()


def test_who_recomputes_the_hash_breaks_the_next_link(told):
    tampered = told.history.get(move="recommend")
    tampered.note = "改过"
    tampered.hash = tampered.expected_hash()
    tampered.save()
    assert faults() == [
        ("recommend", 3, "不是由本系统写入（系统签名不符）"),
        ("file", 4, "与上一条记录不衔接"),
    ]


def test_a_deleted_entry_leaves_a_gap(told):
    told.history.get(move="submit").delete()
    assert faults() == [("recommend", 3, "前面缺少记录")]


def test_a_deleted_first_entry_leaves_a_gap(told):
    told.history.first().delete()
    assert faults() == [("submit", 2, "前面缺少记录")]


def test_a_deleted_last_entry_shows_in_the_records_state(told):
    told.history.last().delete()
    assert faults() == [("recommend", 3, "业务数据的状态（filed）与最后一条记录（recommended）不符")]


def test_renumbering_does_not_close_the_gap(told):
    told.history.get(move="submit").delete()
    for number, entry in enumerate(told.history, start=1):
        LedgerEntry.objects.filter(pk=entry.pk).update(sequence=number)
    assert faults() == [("recommend", 2, "与上一条记录不衔接"), ("file", 3, "记录内容被改动")]


def test_a_state_written_past_the_kernel_is_named(told):
    Candidacy.objects.filter(pk=told.pk).update(state="creating")
    assert faults() == [("file", 4, "业务数据的状态（creating）与最后一条记录（filed）不符")]
    with pytest.raises(CommandError, match="第一处断裂：creation_cycle"):
        verify()


def test_verification_asks_as_many_queries_of_three_chains_as_of_one(world, told):
    with CaptureQueriesContext(connection) as one:
        assert faults() == []
        assert list(ledger.changed_rows()) == []
    for _ in range(2):
        unit = make_unit(world.county)
        world.candidacy("filed", unit=unit, captain=make_captain(unit))
    with CaptureQueriesContext(connection) as three:
        assert faults() == []
        assert list(ledger.changed_rows()) == []
    assert len(three) == len(one)


def test_the_digest_proves_the_row_and_holds_no_plain_secret(world):
    publicised = world.candidacy("publicised")
    notice = publicised.notice_entries.get().notice
    objection = objections.object_to(
        notice, publicised, content="不符合条件", name="张三", contact="13800138000"
    )
    entry = LedgerEntry.objects.of(objection).get()
    assert entry.digest == ledger.row_digest(Objection.objects.get(pk=objection.pk))
    objection.content = "改过"
    assert entry.digest != ledger.row_digest(objection)


# Seals


@pytest.fixture
def three_days(world) -> Candidacy:
    """Created on day 1, submitted on day 2, nothing on day 3, recommended on day 4; the filing window is open."""
    world.cycle.filing_opens_on, world.cycle.filing_closes_on = FIRST_DAY, FIRST_DAY + timedelta(30)
    world.cycle.creating_on = FIRST_DAY
    world.cycle.save()
    with at(FIRST_DAY):
        candidacy = world.candidacy("draft")
    with at(FIRST_DAY + timedelta(1)):
        perform(candidacy, "submit", by=world.captain)
    with at(FIRST_DAY + timedelta(3)):
        perform(candidacy, "recommend", by=world.recommender)
    return candidacy


def seal_faults() -> list[tuple[int, str]]:
    return [((seal.day - FIRST_DAY).days + 1, fault) for seal, fault in ledger.broken_seals()]


def test_every_finished_day_is_sealed_and_chained_days_without_entries_too(three_days):
    sealed = ledger.seal_through(FIRST_DAY + timedelta(3))
    assert [(seal.day.day, seal.entry_count) for seal in sealed] == [(2, 1), (3, 1), (4, 0), (5, 1)]
    assert [seal.previous_hash for seal in sealed] == [GENESIS, *(seal.hash for seal in sealed[:-1])]
    assert seal_faults() == []


def test_sealing_twice_changes_nothing(three_days):
    first = ledger.seal_through(FIRST_DAY + timedelta(3))
    assert ledger.seal_through(FIRST_DAY + timedelta(3)) == []
    assert list(DailySeal.objects.order_by("day")) == first
    [later] = ledger.seal_through(FIRST_DAY + timedelta(4))
    assert later.previous_hash == first[-1].hash


def test_an_empty_ledger_has_nothing_to_seal(db):
    assert ledger.seal_through(FIRST_DAY) == []
    assert seal_faults() == []


def test_the_command_seals_up_to_yesterday(three_days, capsys):
    with at(FIRST_DAY + timedelta(3)):
        call_command("seal_ledger")
        call_command("seal_ledger")
    assert capsys.readouterr().out == "新增 3 个封印\n新增 0 个封印\n"
    assert DailySeal.objects.latest("day").day == FIRST_DAY + timedelta(2)


def test_a_day_ends_at_midnight_in_china(world):
    with at(FIRST_DAY, 0):
        world.candidacy("draft")
    with at(FIRST_DAY, 23):
        perform(Candidacy.objects.get(), "withdraw", by=world.captain)
    [seal] = ledger.seal_through(FIRST_DAY)
    assert seal.entry_count == 2


def test_a_whole_chain_rewritten_with_fitting_hashes_is_found_by_the_seal(three_days):
    ledger.seal_through(FIRST_DAY + timedelta(3))
    previous = GENESIS
    for entry in three_days.history:
        entry.note, entry.previous_hash = "改写", previous
        entry.hash = previous = entry.expected_hash()
        entry.signature = entry.expected_signature()  # by somebody who holds the portal's key as well
        entry.save()
    assert faults() == []
    assert [day for day, _ in seal_faults()] == [1, 2, 4]
    with pytest.raises(CommandError, match="2026-03-02 的每日封印：当日记录与封印不符"):
        verify()


def test_a_record_deleted_with_its_whole_chain_is_found_by_the_seal(three_days):
    ledger.seal_through(FIRST_DAY + timedelta(3))
    three_days.history.delete()
    three_days.delete()
    assert faults() == []
    assert seal_faults()[0] == (1, "当日记录与封印不符（封印 1 条，现有 0 条）")


def test_an_entry_dated_back_into_a_sealed_day_is_found(three_days):
    ledger.seal_through(FIRST_DAY + timedelta(3))
    with at(FIRST_DAY + timedelta(2)):
        ledger.append(
            three_days, move="note", by=None, label="补记", source="recommended", target="recommended"
        )
    assert faults() == []
    assert seal_faults() == [(3, "当日记录与封印不符（封印 0 条，现有 1 条）")]


def test_a_recomputed_seal_breaks_the_chain_of_seals(three_days):
    ledger.seal_through(FIRST_DAY + timedelta(3))
    seal = DailySeal.objects.get(day=FIRST_DAY + timedelta(1))
    DailySeal.objects.filter(pk=seal.pk).update(entry_count=9)
    assert seal_faults() == [(2, "封印内容被改动")]
    seal.entry_count = 9
    seal.hash = seal.expected_hash()
    seal.save()
    assert seal_faults() == [(2, "当日记录与封印不符（封印 9 条，现有 1 条）"), (3, "与前一日封印不衔接")]


def test_a_deleted_seal_breaks_the_chain_of_seals(three_days):
    ledger.seal_through(FIRST_DAY + timedelta(3))
    DailySeal.objects.get(day=FIRST_DAY + timedelta(1)).delete()
    assert seal_faults() == [(3, "与前一日封印不衔接")]
