"""Writing, sealing and verifying the audit ledger."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from core import clock
from core.models.ledger import GENESIS, DailySeal, LedgerEntry

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
            target=record.state,
            note=note,
            previous_hash=previous,
        )
        entries.append(_seal_in(entry, record, at))
    LedgerEntry.objects.bulk_create(entries)


def _seal_in(entry: LedgerEntry, record: models.Model, at: datetime) -> LedgerEntry:
    """Name the record and the moment, take the row's digest, and hash all of it."""
    entry.record_type, entry.record_id = record._meta.label_lower, record.pk
    entry.at, entry.digest = at, row_digest(record)
    entry.hash = entry.expected_hash()
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


def row_digest(record: models.Model) -> str:
    """SHA-256 over every column of the row, so that the row as it was can be proved later.

    An encrypted column enters by its keyed fingerprint: nobody can try out numbers against the digest.
    """
    fields = record._meta.concrete_fields
    values = [f"{f.attname}={getattr(f, 'fingerprint', f.value_to_string)(record)}" for f in fields]
    return hashlib.sha256("\n".join(values).encode()).hexdigest()


def broken_entries() -> Iterator[tuple[LedgerEntry, str]]:
    """Every entry that does not fit its chain, with the reason in words; reads the ledger as a stream."""
    before: LedgerEntry | None = None
    entries = LedgerEntry.objects.order_by("record_type", "record_id", "sequence")
    for entry in entries.iterator(chunk_size=2000):
        same = before is not None and _record(before) == _record(entry)
        if fault := _fault(entry, before if same else None):
            yield entry, fault
        before = entry
    yield from _moved_unseen()


def broken_seals() -> Iterator[tuple[DailySeal, str]]:
    """Every daily seal that no longer matches the entries it covers or the seal before it."""
    previous = GENESIS
    for seal in DailySeal.objects.order_by("day").iterator():
        count, entries_hash = _day_hash(seal.day)
        if seal.previous_hash != previous:
            yield seal, "与前一日封印不衔接"
        elif seal.hash != seal.expected_hash():
            yield seal, "封印内容被改动"
        elif (count, entries_hash) != (seal.entry_count, seal.entries_hash):
            yield seal, f"当日记录与封印不符（封印 {seal.entry_count} 条，现有 {count} 条）"
        previous = seal.hash


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
        count, entries_hash = _day_hash(day)
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


def _record(entry: LedgerEntry) -> tuple[str, int]:
    return entry.record_type, entry.record_id


def _fault(entry: LedgerEntry, before: LedgerEntry | None) -> str:
    if entry.sequence != (before.sequence + 1 if before else 1):
        return "前面缺少记录"
    if entry.previous_hash != (before.hash if before else GENESIS):
        return "与上一条记录不衔接"
    if entry.hash != entry.expected_hash():
        return "记录内容被改动"
    return ""


def _moved_unseen() -> Iterator[tuple[LedgerEntry, str]]:
    """Last entries whose target is not the record's state: somebody wrote the column past the kernel."""
    for record_type in LedgerEntry.objects.order_by().values_list("record_type", flat=True).distinct():
        model = apps.get_model(record_type)
        if not any(field.name == "state" for field in model._meta.concrete_fields):
            continue
        last = LedgerEntry.objects.filter(record_type=record_type, record_id=OuterRef("pk")).order_by(
            "-sequence"
        )
        records = model._base_manager.annotate(
            last_pk=Subquery(last.values("pk")[:1]), last_target=Subquery(last.values("target")[:1])
        )
        for record in records.exclude(state=F("last_target")).filter(last_pk__isnull=False):
            entry = LedgerEntry.objects.get(pk=record.last_pk)
            yield entry, f"业务数据的状态（{record.state}）与最后一条记录（{entry.target}）不符"


def _day_hash(day: date) -> tuple[int, str]:
    start = timezone.make_aware(datetime.combine(day, time.min))
    hashes = LedgerEntry.objects.filter(at__gte=start, at__lt=start + timedelta(days=1)).order_by("pk")
    digest, count = hashlib.sha256(), 0
    for value in hashes.values_list("hash", flat=True).iterator(chunk_size=5000):
        digest.update(value.encode())
        count += 1
    return count, digest.hexdigest()
