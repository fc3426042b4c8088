"""Opens one file in a process of its own: bytes on standard input, JSON on standard output.

Called with `page` it reads the tables of a web page (UTF-8), else a workbook.

A small file can be made to fill all memory (one blank in the last cell of a sheet is enough) or to crash its
reader. Here that ends this process only, which has a gigabyte and some seconds. Standard library and calamine
alone: it starts in a twentieth of a second.
"""

import json
import resource
import runpy
import sys
from datetime import date, datetime
from io import BytesIO
from itertools import chain
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MEMORY, SECONDS = 1 << 30, 15
MAX_ROWS, MAX_COLUMNS, MAX_SHEETS, MAX_MERGES = 5_000, 100, 30, 5_000
"""Read in full; what lies beyond is counted (rows) or mentioned (columns). Merges: in sheets that people made."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream in which Office keeps a workbook that has a password."""


def content_of(book: CalamineWorkbook, marks: dict) -> dict:
    """Visible sheets with content, names of hidden ones; `marks` by sheet, as `marks.py` finds them."""
    sheets, hidden = [], []
    for meta in book.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        if sheet.start is None:
            continue
        if meta.visible != SheetVisibleEnum.Visible:
            hidden.append(meta.name)
        elif len(sheets) < MAX_SHEETS:
            sheets.append(sheet_of(sheet, **marks.get(meta.name, {})))
    return {"sheets": [sheet for sheet in sheets if sheet["rows"]], "hidden": hidden}


def sheet_of(sheet, broken=None, hidden=frozenset()) -> dict:
    """Rows with content, each as its number from 1 and {column: value}; `broken` cells as their error or formula."""
    broken_rows = {}
    for (row, column), what in (broken or {}).items():
        broken_rows.setdefault(row, {})[column] = what
    rows, total, narrowed = [], 0, False
    left = sheet.start[1]  # calamine gives rows from the first of the sheet, columns from the first in use
    beyond = [[]] * (
        max(broken_rows, default=0) - sheet.end[0] - 1
    )  # calamine's sheet ends with its last value
    for number, values in enumerate(chain(sheet.iter_rows(), beyond), start=1):
        cells = {left + at: plain(value) for at, value in enumerate(values) if not is_blank(value)}
        cells = broken_rows.get(number, {}) | cells
        total += bool(cells)
        narrowed = narrowed or any(column >= MAX_COLUMNS for column in cells)
        if cells and total <= MAX_ROWS:
            rows.append([number, {column: v for column, v in cells.items() if column < MAX_COLUMNS}])
    merges = [(*first, *last) for first, last in (sheet.merged_cell_ranges or [])[:MAX_MERGES]]
    unseen = [number for number, _ in rows if number in hidden]
    return {
        "name": sheet.name,
        "rows": rows,
        "total": total,
        "narrowed": narrowed,
        "merges": merges,
        "unseen": unseen,
    }


def is_blank(value) -> bool:
    return isinstance(value, str) and not value.strip()


def plain(value):
    """What JSON can hold; a moment is kept as its day."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value if isinstance(value, str | int | float | bool) else str(value)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    answer = page(content) if sys.argv[1:] == ["page"] else workbook(content)
    json.dump(answer, sys.stdout, ensure_ascii=True)


def workbook(content: bytes) -> dict:
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
            return content_of(book, beside("marks.py")["marks"](content))
    except PasswordError:
        return {"refused": "password"}
    except (CalamineError, OSError, ValueError):
        return {"refused": "password" if ENCRYPTED in content else "unreadable"}


def beside(name: str) -> dict:
    """The names of a module in this folder, read from its file: this process knows no packages of ours."""
    return runpy.run_path(str(Path(__file__).with_name(name)))


def page(content: bytes) -> dict:
    tables = beside("html.py")["tables"]
    limits = {
        "most": MAX_SHEETS,
        "most_rows": MAX_ROWS,
        "most_columns": MAX_COLUMNS,
        "most_merges": MAX_MERGES,
    }
    try:
        return {"sheets": tables(content.decode(), **limits), "hidden": []}
    except AssertionError:  # how the standard library's parser says that a declaration is none
        return {"refused": "unreadable"}


if __name__ == "__main__":
    main()
