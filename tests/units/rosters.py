"""Tables as offices send them, with invented people: no identity number here belongs to a place that exists."""

import io
from datetime import date

from openpyxl import Workbook as Book

from core.spreadsheets import read_file, read_text
from core.validators import IDENTITY_CHECKS, IDENTITY_WEIGHTS
from units.roster_import import importing
from units.roster_import.table import Table, read_table


def identity(born: date, sequence: int) -> str:
    """A valid number without a place; an even `sequence` is a woman's."""
    digits = f"100000{born:%Y%m%d}{sequence:03}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, IDENTITY_WEIGHTS, strict=True))
    return digits + IDENTITY_CHECKS[total % 11]


def xlsx(*rows, merge=()) -> bytes:
    """A workbook of one sheet."""
    book = Book()
    for row in rows:
        book.active.append(row)
    for cells in merge:
        book.active.merge_cells(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def pasted(*rows) -> str:
    """What copied cells look like as text."""
    return "\n".join("\t".join(map(str, row)) for row in rows)


def table_of(*rows, columns=None) -> Table:
    [sheet] = read_text(pasted(*rows)).sheets
    return read_table(sheet, columns)


def start(unit, *rows, by, **choices):
    """A preview of pasted rows."""
    roster_import = importing.start(unit, read_text(pasted(*rows)), by=by)
    return importing.choose(roster_import, by=by, choices={**roster_import.choices, **choices})


def confirm(roster_import, *, by, **options):
    shown = importing.plan_of(roster_import).digest
    return importing.confirm(roster_import, by=by, shown=shown, **options)


__all__ = ["confirm", "identity", "pasted", "read_file", "start", "table_of", "xlsx"]
