"""A DBA at the audit table: UPDATE, DELETE and INSERT by hand, today and on sealed days, and at the rows themselves."""

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from core import clock
from core.models import DailySeal, LedgerEntry
from core.models.ledger import chained
from core.services import ledger
from creation_cycle.models import Candidacy, Title
from tests.journey import Journey

pytestmark = pytest.mark.django_db
TABLE = "core_ledgerentry"


@pytest.fixture
def world() -> Journey:
    return Journey()


@pytest.fixture
def certified(world) -> Candidacy:
    """A candidacy with its whole way behind it, all of it today."""
    return world.candidacy("certified")


def verify() -> str:
    """What the command says, or how it refuses."""
    output = StringIO()
    try:
        call_command("verify_ledger", stdout=output)
    except CommandError as error:
        return str(error)
    return output.getvalue()


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


def last_of(record) -> LedgerEntry:
    return LedgerEntry.objects.of(record).last()


def last_day() -> date:
    """The story ends after the notice, some days ahead."""
    return timezone.localdate(LedgerEntry.objects.latest("at").at)


def edited(record) -> str:
    """An entry in the middle is rewritten."""
    entry = LedgerEntry.objects.of(record)[2]
    sql(f"UPDATE {TABLE} SET note = %s WHERE id = %s", "改写", entry.pk)
    return "记录内容被改动"


def edited_with_its_hash(record) -> str:
    """The last entry is rewritten by somebody who has read how hashes are made."""
    entry = last_of(record)
    entry.note = "改写"
    sql(f"UPDATE {TABLE} SET note = %s, hash = %s WHERE id = %s", "改写", entry.expected_hash(), entry.pk)
    return "不是由本系统写入（系统签名不符）"


def deleted_last(record) -> str:
    sql(f"DELETE FROM {TABLE} WHERE id = %s", last_of(record).pk)
    return "与最后一条记录（publicised）不符"


def deleted_last_with_the_state(record) -> str:
    """… and the row is set back to what the entry before it says."""
    deleted_last(record)
    sql("UPDATE creation_cycle_candidacy SET state = %s WHERE id = %s", "publicised", record.pk)
    return "业务数据与最后一条记录的内容摘要不符"


def deleted_chain(record) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {TABLE} WHERE record_type = %s AND record_id = %s",
            ["creation_cycle.candidacy", record.pk],
        )
    return f"creation_cycle.candidacy #{record.pk}：没有任何流转记录"


def inserted(record) -> str:
    """One more entry that fits the chain, the state and the row; only the portal's key is missing."""
    entry = last_of(record)
    entry.sequence, entry.previous_hash, entry.label = entry.sequence + 1, entry.hash, "补记"
    entry.hash = chained(entry.previous_hash, entry.content())
    names = [field.column for field in LedgerEntry._meta.concrete_fields if field.column != "id"]
    values = [
        getattr(entry, field.attname) for field in LedgerEntry._meta.concrete_fields if not field.primary_key
    ]
    places = ", ".join(["%s"] * len(names))
    sql(f"INSERT INTO {TABLE} ({', '.join(names)}) VALUES ({places})", *values)
    return "不是由本系统写入（系统签名不符）"


WAYS = [edited, edited_with_its_hash, deleted_last, deleted_last_with_the_state, deleted_chain, inserted]


@pytest.mark.parametrize("tamper", WAYS, ids=lambda way: way.__name__)
def test_what_was_done_today_is_found_before_any_seal(certified, tamper: Callable):
    assert verify().startswith("流转记录完整")
    said = tamper(certified)
    assert said in verify()


@pytest.mark.postgres
@pytest.mark.parametrize("tamper", WAYS, ids=lambda way: way.__name__)
def test_what_was_done_to_a_sealed_day_is_found_by_its_seal_alone(certified, tamper: Callable):
    """The day's seal is all that others hold: it shows each of them, whatever the chain says."""
    sealed = last_day()
    ledger.seal_through(sealed)
    assert list(ledger.broken_seals()) == []
    tamper(certified)
    LedgerEntry.objects.update(signature="")
    assert verify().startswith("第一处")
    if tamper is not edited:  # its stored hash is the old one: the chain's own check names it
        assert [seal.day for seal, _ in ledger.broken_seals()][-1] == sealed


def test_a_row_written_past_the_portal_is_named(certified):
    """A star more, a decision number less: states are as the ledger says, only the row is not."""
    title = Title.objects.get()
    Title.objects.filter(pk=title.pk).update(star=3)
    assert f"creation_cycle.title #{title.pk}：业务数据与最后一条记录的内容摘要不符" in verify()


def test_a_row_whose_model_has_gained_a_column_since_is_passed_over(certified):
    """Its old digest is over other columns: nothing can be said."""
    entry = last_of(Title.objects.get())
    Title.objects.update(star=3)
    entry.columns = "0" * 16
    entry.hash = entry.expected_hash()
    entry.signature = entry.expected_signature()
    entry.save()
    assert verify().startswith("流转记录完整")


def test_a_draft_may_be_typed_into_without_an_entry_for_each_word(world):
    draft = world.candidacy("draft")
    Candidacy.objects.filter(pk=draft.pk).update(slogan="新口号")
    assert verify().startswith("流转记录完整")


def test_the_last_seals_taken_away_are_missed(certified):
    day = last_day()
    with clock.pretend(clock.now() + (day - clock.today()) + timedelta(days=3)):
        assert "没有每日封印" in verify()
        ledger.seal_through(day + timedelta(days=2))
        assert verify().startswith("流转记录完整")
        DailySeal.objects.filter(day__gte=day).delete()
        assert f"{day:%Y-%m-%d} 至 {day + timedelta(days=1):%Y-%m-%d} 没有每日封印" in verify()


def test_entries_from_before_signatures_stand_by_their_seal(certified):
    LedgerEntry.objects.update(signature="")
    assert "没有系统签名" in verify()
    ledger.seal_through(last_day())
    assert verify().startswith("流转记录完整")
