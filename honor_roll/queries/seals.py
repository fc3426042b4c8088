"""Daily seals as they are published, with the text each hash was taken of."""

import csv
from collections.abc import Iterator

from core.keyset import Page, page_of
from core.models import DailySeal

COLUMNS = ("日期", "记录数", "当日记录哈希", "前一日封印", "当日封印")


class _Line:
    """What csv.writer writes a row to, and reads back."""

    def write(self, text: str) -> str:
        return text


def seal_page(*, after: str, before: str) -> Page:
    """A page of seals, the newest first."""
    return page_of(DailySeal.objects.order_by("-day"), ("day",), after=after, before=before)


def seal_lines() -> Iterator[str]:
    """All seals as CSV, the oldest first: kept today, whoever has it can tell later whether one was changed."""
    write = csv.writer(_Line(), lineterminator="\n").writerow
    yield "\ufeff" + write(COLUMNS)
    for seal in DailySeal.objects.order_by("day").iterator():
        yield write((seal.day, seal.entry_count, seal.entries_hash, seal.previous_hash, seal.hash))
