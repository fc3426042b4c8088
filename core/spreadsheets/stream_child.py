"""Reads the first sheet with content of one large workbook: path as argument, lines of JSON on standard output.

    {"sheet": "名册", "others": ["说明"]}                 or {"refused": "password"}
    [[number, [value, …]], …]                             so many rows a line; a day is {"day": "1998-05-03"}
    {"total": 165001}

As `child.py` does for small files: a file that breaks its reader breaks this process only. Rows that Excel hides end
with a last value of {"hidden": true}; cells with an error or a formula without a result hold it as text. Standard
library and calamine alone.
"""

import json
import re
import resource
import runpy
import sys
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

MEMORY, SECONDS = 1 << 30, 120
ROWS_A_LINE, MAX_COLUMNS, MAX_MERGES = 2_000, 60, 20_000
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
REMARKABLE = re.compile(rb'<row [^>]*hidden="(?:1|true)"|<f[ />]|t="e"')
"""What calamine would pass over in silence; only a sheet that has it is read twice."""
CHUNK, OVERLAP = 1 << 20, 200


def main(path: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        with CalamineWorkbook.from_path(path) as book:
            stream(book, path)
    except PasswordError:
        say({"refused": "password"})
    except (CalamineError, OSError, ValueError):
        say({"refused": "password" if ENCRYPTED in Path(path).read_bytes() else "unreadable"})


def stream(book, path: str) -> None:
    chosen, others = None, []
    for meta in book.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet or meta.visible != SheetVisibleEnum.Visible:
            continue
        if chosen is not None:
            others.append(meta.name)
        elif (sheet := book.get_sheet_by_name(meta.name)).start is not None:
            chosen = sheet
    if chosen is None:
        say({"refused": "empty"})
        return
    say({"sheet": chosen.name, "others": others})
    say({"total": send_rows(chosen, found_marks(path).get(chosen.name, {}))})


def found_marks(path: str) -> dict:
    return beside("marks.py")["marks"](Path(path).read_bytes()) if is_remarkable(path) else {}


def is_remarkable(path: str) -> bool:
    try:
        with ZipFile(path) as archive:
            parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
            return any(part_is_remarkable(archive, name) for name in parts)
    except BadZipFile:
        return False  # an XLS: calamine alone is believed


def part_is_remarkable(archive: ZipFile, name: str) -> bool:
    with archive.open(name) as part:
        before = b""
        while chunk := part.read(CHUNK):
            if REMARKABLE.search(before + chunk):
                return True
            before = chunk[-OVERLAP:]
    return False


def send_rows(sheet, marks: dict) -> int:
    """Rows with content, numbered as Excel numbers them; merged cells repeat their value downwards."""
    hidden, merges = marks.get("hidden", ()), Merges(sheet)
    broken: dict[int, dict] = {}
    for (row, column), what in marks.get("broken", {}).items():
        broken.setdefault(row, {})[column] = what
    left, last, total, waiting = sheet.start[1], 0, 0, []
    for number, values in enumerate(chain(sheet.iter_rows(), [[]]), start=1):
        row = [None] * left + values[:MAX_COLUMNS] if left else values[:MAX_COLUMNS]
        merges.fill(number - 1, row)
        if number in broken:
            mend(row, broken[number])
        if not any(value not in ("", None) for value in row):
            continue
        total, last = total + 1, number
        cells = [plain(value) for value in row]
        waiting.append([number, [*cells, {"hidden": True}] if number in hidden else cells])
        if len(waiting) == ROWS_A_LINE:
            say(waiting)
            waiting = []
    if waiting:
        say(waiting)
    return total if last else 0


class Merges:
    """Which merged ranges a row lies in, row after row."""

    def __init__(self, sheet):
        self.ranges = sorted((*first, *end) for first, end in (sheet.merged_cell_ranges or [])[:MAX_MERGES])
        self.at, self.open = 0, []

    def fill(self, index: int, row: list) -> None:
        while self.at < len(self.ranges) and self.ranges[self.at][0] <= index:
            top, left, bottom, right = self.ranges[self.at]
            value = row[left] if top == index and left < len(row) else None
            self.open.append((bottom, left, right, value))
            self.at += 1
        if not self.open:
            return
        self.open = [merged for merged in self.open if merged[0] >= index]
        for _, left, right, value in self.open:
            for column in range(left, min(right, MAX_COLUMNS - 1) + 1):
                row.extend([""] * (column + 1 - len(row)))
                if row[column] in ("", None):
                    row[column] = value


def mend(row: list, broken: dict[int, str]) -> None:
    for column, what in broken.items():
        if column < MAX_COLUMNS:
            row.extend([""] * (column + 1 - len(row)))
            row[column] = row[column] or what


def plain(value):
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, datetime):
        value = value.date()
    return {"day": value.isoformat()} if isinstance(value, date) else str(value)


def say(what) -> None:
    sys.stdout.write(json.dumps(what, ensure_ascii=True, separators=(",", ":")))
    sys.stdout.write("\n")


def beside(name: str) -> dict:
    return runpy.run_path(str(Path(__file__).with_name(name)))


if __name__ == "__main__":
    main(sys.argv[1])
