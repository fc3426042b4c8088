"""Writing and sealing the audit ledger; `core.services.ledger_checks` looks whether somebody has been at it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils import timezone

from core import clock
from core.models.ledger import GENESIS, DailySeal, LedgerEntry
from core.services.ledger_checks import broken_entries, broken_seals, changed_rows, days_without_seal
from core.services.ledger_digests import columns_of, day_hash, row_digest

__all__ = [
    "append", "append_all", "append_creation", "append_creations", "broken_entries", "broken_seals", "changed_rows",
    "days_without_seal", "row_digest", "seal_through",
]  # fmt: skip

SYSTEM = "系统"


def append(record: models.Model, *, move: str, by, source="", target="", note="", label="") -> LedgerEntry:
    """Add an entry to the record's chain; the caller holds the row's lock."""
    last = LedgerEntry.objects.of(record).last()
    entry = LedgerEntry(
        sequence=last.sequence + 1 if last else 1,
        actor=by,
        actor_name=str(by) if by else SYSTEM,
        move=move,
        label=label or _label(record, move),
        source=source,
        target=target,
        note=note,
        previous_hash=last.hash if last else GENESIS,
    )
    _seal_in(entry, record, _now())
    entry.save(force_insert=True)
    return entry


def append_all(moved: Sequence[tuple[models.Model, str, str]], *, move: str, label: str = "") -> None:
    """One entry for each of many records of one kind, given as (record, source, note): the portal's own move.

    Two statements; the entries are those that `append` would have written. The caller holds the rows' locks.
    """
    if not moved:
        return
    first, at = moved[0][0], _now()
    label, last = label or _label(first, move), _last_links([record for record, _, _ in moved])
    entries = []
    for record, source, note in moved:
        sequence, previous = last.get(record.pk, (0, GENESIS))
        entry = LedgerEntry(
            sequence=sequence + 1,
            actor_name=SYSTEM,
            move=move,
            label=label,
            source=source,
            target=getattr(record, "state", ""),
            note=note,
            previous_hash=previous,
        )
        entries.append(_seal_in(entry, record, at))
    LedgerEntry.objects.bulk_create(entries)


def _seal_in(entry: LedgerEntry, record: models.Model, at: datetime) -> LedgerEntry:
    """Name the record and the moment, take the row's digest, and hash all of it."""
    entry.record_type, entry.record_id = record._meta.label_lower, record.pk
    entry.at, entry.digest, entry.columns = at, row_digest(record), columns_of(type(record))
    entry.hash = entry.expected_hash()
    entry.signature = entry.expected_signature()
    return entry


def _last_links(records: Sequence[models.Model]) -> dict[int, tuple[int, str]]:
    """By record: sequence and hash of its last entry."""
    entries = LedgerEntry.objects.filter(
        record_type=records[0]._meta.label_lower, record_id__in=[record.pk for record in records]
    )
    rows = entries.order_by("sequence").values_list("record_id", "sequence", "hash")
    return {key: (sequence, hash_) for key, sequence, hash_ in rows}


def _now() -> datetime:
    return clock.now().astimezone(timezone.get_default_timezone())


def append_creation(record: models.Model, *, by, note: str = "") -> LedgerEntry:
    """The first entry of a record's chain."""
    return append(record, move="create", by=by, target=getattr(record, "state", ""), note=note, label="建立")


def append_creations(records: Sequence[models.Model], *, note: str = "") -> None:
    """The first entry of each of many records that the portal made itself."""
    append_all([(record, "", note) for record in records], move="create", label="建立")


@transaction.atomic
def seal_through(last_day: date) -> list[DailySeal]:
    """Seal every unsealed day up to and including `last_day`, days without entries too."""
    latest = DailySeal.objects.select_for_update().order_by("day").last()
    first = LedgerEntry.objects.order_by("at").values_list("at", flat=True).first()
    if latest is None and first is None:
        return []
    day = latest.day + timedelta(days=1) if latest else timezone.localdate(first)
    previous, sealed = latest.hash if latest else GENESIS, []
    while day <= last_day:
        count, entries_hash = day_hash(day)
        seal = DailySeal(day=day, entry_count=count, entries_hash=entries_hash, previous_hash=previous)
        seal.hash = previous = seal.expected_hash()
        seal.save(force_insert=True)
        sealed.append(seal)
        day += timedelta(days=1)
    return sealed


def _label(record, move: str) -> str:
    method = getattr(type(record), move, None)
    edges = getattr(method, "_django_fsm", None)
    if edges is None:
        return move
    return next(iter(edges.transitions.values())).custom["spec"].label
