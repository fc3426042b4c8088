"""Finding the head of a table: below titles and dates, in one row or in up to three with group names."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.spreadsheets.cells import Row, Sheet

LOOK_AT, TALLEST = 40, 3


@dataclass(frozen=True)
class Header:
    """Rows `first` to `last` of the sheet; what stands above each column, and what it was recognised as."""

    first: int
    last: int
    labels: dict[int, str]
    keys: dict[int, str]


def find_header(sheet: Sheet, recognise: Callable[[str], str | None], *, least: int = 2) -> Header | None:
    """The fewest rows near the top that name the most columns; None when none names at least `least`.

    `recognise` gets a text without blanks. Of several columns with one key all are in `keys`: the caller chooses.
    """
    found = [_header(band, recognise) for band in _bands(sheet.rows[: LOOK_AT + TALLEST])]
    named = [header for header in found if len(set(header.keys.values())) >= least]
    return max(named, key=lambda h: (len(set(h.keys.values())), h.first - h.last, -h.first), default=None)


def _bands(rows: list[Row]) -> Iterator[list[Row]]:
    """Every one, two and three rows that follow each other without a gap."""
    for at in range(min(LOOK_AT, len(rows))):
        for height in range(1, TALLEST + 1):
            band = rows[at : at + height]
            if len(band) == height and band[-1].number - band[0].number == height - 1:
                yield band


def _header(band: list[Row], recognise) -> Header:
    labels, keys = {}, {}
    for column in sorted({column for row in band for column in row.cells}):
        parts = list(dict.fromkeys(row[column].text for row in band if row[column].text))
        labels[column] = " ".join(parts)
        texts = (parts[-1], "".join(parts)) if parts else ()
        key = next((key for text in texts if (key := recognise("".join(text.split())))), None)
        if key:
            keys[column] = key
    return Header(band[0].number, band[-1].number, labels, keys)
