"""A workbook as it was read: sheets, rows with content, cells."""

import json
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date

Value = str | int | float | bool | date
EXACT = 10**15
"""Excel keeps 15 significant digits; whole numbers from here on may have lost their last ones."""
MOST_REPEATED = 500_000
SCIENTIFIC = re.compile(r"\d(?:[.．]\d+)?[EeＥ][+＋]?(\d+)")

BROKEN = re.compile(r"#(?:REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|N/A|SPILL!|CALC!)$|=(?![=\s])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value; `filled` when it repeats the first cell of a merged range."""

    value: Value = ""
    filled: bool = False

    @property
    def text(self) -> str:
        """One line, as a person reads it: no decimal on whole numbers, line breaks as blanks."""
        if isinstance(self.value, float) and self.value.is_integer() and abs(self.value) < EXACT:
            return str(int(self.value))
        return " ".join(str(self.value).split())

    @property
    def is_number(self) -> bool:
        return isinstance(self.value, int | float) and not isinstance(self.value, bool)

    @property
    def is_rounded(self) -> bool:
        """A number of sixteen digits or more, or its text in scientific notation (1.10105E+17)."""
        if self.is_number:
            return abs(self.value) >= EXACT
        shown = SCIENTIFIC.fullmatch(self.text)
        return bool(shown) and len(shown[1]) <= 2 and int(shown[1]) >= 15

    @property
    def is_broken(self) -> bool:
        """An Excel error (#REF!), or a formula without a result: `=CONCATENATE(A1,B1)`."""
        return isinstance(self.value, str) and bool(BROKEN.match(self.text))


EMPTY = Cell()


@dataclass
class Row:
    """The cells of one row by column; columns count from 0, `number` as the sheet does, from 1."""

    number: int
    cells: dict[int, Cell] = field(default_factory=dict)

    def __getitem__(self, column: int) -> Cell:
        return self.cells.get(column, EMPTY)


@dataclass
class Sheet:
    """Rows with content. `total` counts those of the file: above `len(rows)`, the rest was not read."""

    name: str
    rows: list[Row]
    total: int = 0
    is_narrowed: bool = False
    """Columns far to the right had content and were not read."""
    unseen: list[int] = field(default_factory=list)
    """Numbers of the rows with content that Excel hides, by hand or by a filter (XLSX alone)."""

    @property
    def columns(self) -> list[int]:
        """Columns with content of their own."""
        return sorted({at for row in self.rows for at, cell in row.cells.items() if not cell.filled})

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.rows)

    def repeat_merged(self, ranges: list[tuple[int, int, int, int]]) -> None:
        """Give every cell of a merged range (first row, column, last row, column, from 0) its value.

        Ranges that overlap are no spreadsheet program's work: past `MOST_REPEATED` cells the rest is left.
        """
        numbers, last, left_over = (
            [row.number for row in self.rows],
            max(self.columns, default=0),
            MOST_REPEATED,
        )
        for top, left, bottom, right in ranges:
            inside = self.rows[bisect_left(numbers, top + 1) : bisect_right(numbers, bottom + 1)]
            columns = range(left, min(right, last) + 1)
            left_over -= len(inside) * len(columns)
            if left_over < 0:
                return
            if inside and inside[0].number == top + 1 and left in inside[0].cells:
                _repeat(inside[0][left], inside, columns)


@dataclass
class Workbook:
    """Visible sheets with content, and the names of hidden ones."""

    sheets: list[Sheet]
    hidden: list[str] = field(default_factory=list)

    def dump(self) -> str:
        """As JSON text, for `load`."""
        sheets = [
            {
                "name": sheet.name,
                "total": sheet.total,
                "narrowed": sheet.is_narrowed,
                "unseen": sheet.unseen,
                "rows": [
                    [row.number, {c: _packed(cell) for c, cell in row.cells.items()}] for row in sheet.rows
                ],
            }
            for sheet in self.sheets
        ]
        return json.dumps(
            {"sheets": sheets, "hidden": self.hidden}, ensure_ascii=False, separators=(",", ":")
        )

    @classmethod
    def load(cls, text: str) -> "Workbook":
        found = json.loads(text)
        return cls([_sheet(sheet) for sheet in found["sheets"]], found["hidden"])


def column_letter(column: int) -> str:
    """A, B, … Z, AA: as spreadsheets name the columns."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def unpacked(value) -> Value:
    """A value out of JSON, where a day is `{"day": "1998-05-03"}`."""
    return date.fromisoformat(value["day"]) if isinstance(value, dict) else value


def _repeat(first: Cell, rows: list[Row], columns: range) -> None:
    for row in rows:
        for column in columns:
            row.cells.setdefault(column, Cell(first.value, filled=True))


def _packed(cell: Cell):
    value = {"day": cell.value.isoformat()} if isinstance(cell.value, date) else cell.value
    return [value] if cell.filled else value


def _cell(packed) -> Cell:
    return Cell(unpacked(packed[0]), filled=True) if isinstance(packed, list) else Cell(unpacked(packed))


def _sheet(found: dict) -> Sheet:
    rows = [
        Row(number, {int(c): _cell(packed) for c, packed in cells.items()}) for number, cells in found["rows"]
    ]
    return Sheet(found["name"], rows, found["total"], found["narrowed"], found.get("unseen", []))
