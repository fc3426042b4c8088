"""The chain of one record, link by link, each of them checked: what staff are shown of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.utils import timezone

from core.models.ledger import GENESIS, DailySeal, LedgerEntry
from core.services.ledger_checks import entry_fault, seal_fault
from core.services.ledger_digests import columns_of, row_digest


@dataclass(frozen=True)
class Link:
    """One entry; `fault` says why it does not fit, `seal_fault` why the seal of its day does not. Without a `seal` the
    day is not over, or nobody has sealed it yet.
    """

    entry: LedgerEntry
    fault: str
    seal: DailySeal | None
    seal_fault: str


@dataclass(frozen=True)
class Chain:
    """All links; `row` says how the record compares with its last entry, `row_fault` that this is no way to differ."""

    links: Sequence[Link]
    row: str
    row_fault: bool

    @property
    def is_sound(self) -> bool:
        return not self.row_fault and not any(link.fault or link.seal_fault for link in self.links)


def chain_of(record: models.Model) -> Chain:
    """Read and check the record's entries, and the seals of their days."""
    entries = list(LedgerEntry.objects.of(record).select_related("actor"))
    seals = _seals({timezone.localdate(entry.at) for entry in entries})
    sealed = DailySeal.objects.order_by("day").values_list("day", flat=True).last()
    links, before = [], None
    for entry in entries:
        seal, fault = seals.get(timezone.localdate(entry.at), (None, ""))
        links.append(Link(entry, entry_fault(entry, before, sealed), seal, fault))
        before = entry
    return Chain(links, *_row(record, before))


def _seals(days: set) -> dict:
    """By day: its seal, and what is wrong with it."""
    wanted = days | {day - timedelta(days=1) for day in days}
    seals = {seal.day: seal for seal in DailySeal.objects.filter(day__in=wanted)}
    first = DailySeal.objects.order_by("day").values_list("day", flat=True).first()
    found = {}
    for day in days & seals.keys():
        before = seals.get(day - timedelta(days=1))
        previous = before.hash if before else GENESIS if day == first else ""
        found[day] = (seals[day], seal_fault(seals[day], previous))
    return found


def _row(record: models.Model, last: LedgerEntry | None) -> tuple[str, bool]:
    """What the last entry's digest says of the row, and whether that is a fault."""
    settled = getattr(record, "state", None) in getattr(record, "settled", ())
    if last is None:
        return "没有流转记录，无从比对。", False
    if last.columns != columns_of(type(record)):
        return "最后一条记录之后系统升级过，数据项有增减，内容不能直接比对。", False
    if last.digest == row_digest(record):
        return "现有数据与最后一条记录的内容摘要一致。", False
    if settled:
        return "现有数据与最后一条记录的内容摘要不符：有人绕过系统改动了数据。", True
    return "最后一条记录之后又填写过内容，这一阶段的填写不逐次记录。", False
