"""Has somebody been at the database? Every way of looking that `manage.py verify_ledger` takes.

    broken_entries()     an entry that was changed, put in or taken out; a record whose state or chain does not fit
    broken_seals()       a sealed day that reads differently now, a seal that was changed or taken out
    changed_rows()       a row that reads differently than at its last entry, where only recorded steps may write
    days_without_seal()  the last seals taken away, or nobody seals

Sealed days are proof against everybody, because others hold the seals. Of days that are not sealed yet the entries
carry a signature that a person with access to the database alone cannot make.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from core import clock
from core.models.ledger import GENESIS, DailySeal, LedgerEntry
from core.services.ledger_digests import columns_of, day_hash, row_digest

CHUNK = 2000


def broken_entries() -> Iterator[tuple[LedgerEntry, str]]:
    """Every entry that does not fit its chain, with the reason in words; reads the ledger as a stream."""
    before: LedgerEntry | None = None
    sealed = DailySeal.objects.order_by("day").values_list("day", flat=True).last()
    entries = LedgerEntry.objects.order_by("record_type", "record_id", "sequence")
    for entry in entries.iterator(chunk_size=CHUNK):
        same = before is not None and _record(before) == _record(entry)
        if fault := entry_fault(entry, before if same else None, sealed):
            yield entry, fault
        before = entry
    yield from _moved_unseen()
    yield from _gone()


def broken_seals() -> Iterator[tuple[DailySeal, str]]:
    """Every daily seal that no longer matches the entries it covers or the seal before it."""
    previous = GENESIS
    for seal in DailySeal.objects.order_by("day").iterator():
        if fault := seal_fault(seal, previous):
            yield seal, fault
        previous = seal.hash


def seal_fault(seal: DailySeal, previous: str) -> str:
    """What is wrong with one seal, whose forerunner has the hash `previous`; "" when all is well."""
    count, entries_hash = day_hash(seal.day)
    if seal.previous_hash != previous:
        return "与前一日封印不衔接"
    if seal.hash != seal.expected_hash():
        return "封印内容被改动"
    if (count, entries_hash) != (seal.entry_count, seal.entries_hash):
        return f"当日记录与封印不符（封印 {seal.entry_count} 条，现有 {count} 条）"
    return ""


def changed_rows() -> Iterator[tuple[models.Model, str]]:
    """Rows that were written past the portal, or whose whole chain was taken out.

    Looked at are the models that say in which states only recorded steps write (`LifecycleModel.settled`). Drafts
    are typed into without an entry for each word, so nothing can be said about them. Where a model has gained or
    lost a column since the last entry, the old digest says nothing about the new row and it is passed over.
    """
    for model in _recorded_models():
        last = _last_entries(model)
        rows = model._base_manager.annotate(
            last_digest=Subquery(last.values("digest")[:1]), last_columns=Subquery(last.values("columns")[:1])
        )
        first = model._meta.get_field("state").default
        for row in rows.exclude(state=first).filter(last_digest=None).iterator(chunk_size=CHUNK):
            yield row, "没有任何流转记录"
        settled = rows.filter(state__in=model.settled, last_columns=columns_of(model))
        for row in settled.iterator(chunk_size=CHUNK):
            if row_digest(row) != row.last_digest:
                yield row, "业务数据与最后一条记录的内容摘要不符"


def days_without_seal() -> tuple[date, date] | None:
    """First and last day that should be sealed and is not; yesterday's seal is made in the small hours of today."""
    last = DailySeal.objects.order_by("day").values_list("day", flat=True).last()
    first_entry = LedgerEntry.objects.order_by("at").values_list("at", flat=True).first()
    if first_entry is None:
        return None
    first = last + timedelta(days=1) if last else timezone.localdate(first_entry)
    due = clock.today() - timedelta(days=2)
    return (first, due) if first <= due else None


def entry_fault(entry: LedgerEntry, before: LedgerEntry | None, sealed: date | None) -> str:
    """What is wrong with one entry after `before` in its chain, `sealed` being the last day that has a seal."""
    return _fault(entry, before) or _unsigned(entry, sealed)


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


def _unsigned(entry: LedgerEntry, sealed: date | None) -> str:
    """Entries from before there were signatures are proved by the seal of their day."""
    if entry.signature:
        return "" if entry.signature == entry.expected_signature() else "不是由本系统写入（系统签名不符）"
    is_sealed = sealed is not None and timezone.localdate(entry.at) <= sealed
    return "" if is_sealed else "不是由本系统写入（没有系统签名）"


def _last_entries(model: type[models.Model]) -> models.QuerySet:
    """In a query over rows of the model: their entries, the last one first."""
    own = LedgerEntry.objects.filter(record_type=model._meta.label_lower, record_id=OuterRef("pk"))
    return own.order_by("-sequence")


def _recorded_models() -> Iterator[type[models.Model]]:
    """Models whose rows say when only recorded steps write them."""
    return (model for model in apps.get_models() if getattr(model, "settled", ()))


def _moved_unseen() -> Iterator[tuple[LedgerEntry, str]]:
    """Last entries whose target is not the record's state: somebody wrote the column past the kernel."""
    for record_type in LedgerEntry.objects.order_by().values_list("record_type", flat=True).distinct():
        model = apps.get_model(record_type)
        if not _has_state(model):
            continue
        last = _last_entries(model)
        records = model._base_manager.annotate(
            last_pk=Subquery(last.values("pk")[:1]), last_target=Subquery(last.values("target")[:1])
        )
        for record in records.exclude(state=F("last_target")).filter(last_pk__isnull=False):
            entry = LedgerEntry.objects.get(pk=record.last_pk)
            yield entry, f"业务数据的状态（{record.state}）与最后一条记录（{entry.target}）不符"


def _gone() -> Iterator[tuple[LedgerEntry, str]]:
    """First entries of records that nobody ever deletes and that are not there any more."""
    for model in _recorded_models():
        first = LedgerEntry.objects.filter(record_type=model._meta.label_lower, sequence=1)
        for entry in first.exclude(record_id__in=model._base_manager.values("pk")):
            yield entry, "业务数据已被删除"


def _has_state(model: type[models.Model]) -> bool:
    try:
        model._meta.get_field("state")
    except FieldDoesNotExist:
        return False
    return True
