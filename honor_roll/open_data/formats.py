"""Writing the open data: CSV and JSON as streams of text, XLSX as one file."""

import csv
import json
from collections.abc import Iterable, Iterator
from io import BytesIO

from django.utils import timezone

from core import clock
from honor_roll.open_data.rows import COLUMNS

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
SHEET_ROWS = 20_000
"""Larger sheets take a web worker too long; CSV has no limit."""

Row = dict[str, str]


class _Echo:
    """A file whose `write` hands the text back: csv.writer then yields its lines."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """RFC 4180 with a byte order mark, so that spreadsheets read Chinese; no cell can be a formula."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow(COLUMNS.values())
    for row in rows:
        yield writer.writerow([harmless(value) for value in row.values()])


def json_pieces(rows: Iterable[Row], *, source: str) -> Iterator[str]:
    """One object: where and when it came from, the meaning of the keys, and the titles."""
    head = {
        "source": source,
        "generated_at": timezone.localtime(clock.now()).isoformat("T", "seconds"),
        "columns": COLUMNS,
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "titles": ['
    for number, row in enumerate(rows):
        yield (",\n" if number else "\n") + json.dumps(row, ensure_ascii=False)
    yield "\n]}\n"


def xlsx_file(rows: Iterable[Row]) -> BytesIO:
    """A workbook of one sheet, read from its beginning."""
    from openpyxl import Workbook  # slow library, for this one format only

    book = Workbook(write_only=True)
    sheet = book.create_sheet("荣誉榜")
    sheet.append(list(COLUMNS.values()))
    for row in rows:
        sheet.append([harmless(value) for value in row.values()])
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def harmless(value: str) -> str:
    """A cell that a spreadsheet would run as a formula is marked as text (CWE-1236)."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value
