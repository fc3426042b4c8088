"""What all tables of this house share: finding the columns, naming every fault, writing a sheet."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from django.core.exceptions import ValidationError

from core.spreadsheets import Row, UnreadableSpreadsheet, find_header, read_file
from core.spreadsheets.days import read_day
from core.spreadsheets.writing import HEAD, SheetPieces, rows_xml, write_workbook

MAX_ROWS = 5000


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell, for the reader of the file."""

    row: int
    column: str
    value: str
    reason: str


class Wrong(Exception):
    """Reasons by column of one row."""

    def __init__(self, reasons: Mapping[str, str]):
        self.reasons = dict(reasons)
        super().__init__("；".join(self.reasons.values()))


def rows_of(
    content: bytes, columns: Mapping[str, Sequence[str]], needed: set[str]
) -> list[tuple[int, dict[str, str]]]:
    """Number and texts by key of every row that says something. Raises UnreadableSpreadsheet.

    `columns` names for each key the headings that mean it; the first sheet with all of `needed` is read.
    """
    names = {_plain(name): key for key, all_names in columns.items() for name in all_names}
    for sheet in read_file(content).sheets:
        header = find_header(sheet, lambda text: names.get(_plain(text)))
        if header is None or not needed <= set(header.keys.values()):
            continue
        found = [row for row in sheet.rows if row.number > header.last]
        if len(found) > MAX_ROWS or sheet.is_cut:
            raise UnreadableSpreadsheet(f"共 {sheet.total} 行，一次最多导入 {MAX_ROWS} 行。")
        rows = [(row.number, _texts(row, header.keys, columns)) for row in found]
        return [(number, texts) for number, texts in rows if any(texts.values())]
    wanted = "、".join(columns[key][0] for key in columns if key in needed)
    raise UnreadableSpreadsheet(f"没有找到标题行，须有：{wanted}。可以先下载表格。")


def _texts(row: Row, keys: Mapping[int, str], columns) -> dict[str, str]:
    found = dict.fromkeys(columns, "")
    for column, key in keys.items():
        found[key] = found[key] or row[column].text
    return found


def _plain(text: str) -> str:
    return re.sub(r"\(.*?\)|[:*]", "", "".join(unicodedata.normalize("NFKC", text).split()))


def day_of(text: str) -> date | None:
    """A day as people write it; None for an empty cell. Raises ValueError."""
    try:
        return read_day(text) if text else None
    except ValidationError as error:
        raise ValueError(error.messages[0]) from None


def workbook(name: str, head: Sequence[str], rows: Iterable[Sequence], widths: Sequence[int]) -> BytesIO:
    """A sheet with a frozen heading; texts never become formulas (CWE-1236)."""
    file = BytesIO()
    pieces = [rows_xml([head], first=1, style=HEAD), rows_xml(rows, first=2)]
    write_workbook(file, [SheetPieces(name, widths, pieces, frozen=1)])
    file.seek(0)
    return file
