"""From bytes or pasted text to a workbook; every refusal is a sentence that says what to do."""

import json
import re
import subprocess
import sys
from pathlib import Path

from core.spreadsheets import delimited, html
from core.spreadsheets.cells import Cell, Row, Sheet, Workbook, unpacked
from core.spreadsheets.child import MAX_COLUMNS, MAX_ROWS

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CHILD = Path(__file__).with_name("child.py")
PATIENCE = 30
NO_TABLE = "文件中没有可以读取的内容，请确认数据在可见的工作表中。"
BROKEN = "无法读取这个文件，可能已损坏。请用 Excel 或 WPS 打开后另存为 XLSX 再上传，也可以复制单元格后粘贴。"
TOO_BIG = "表格的已用区域过大，可能在很远的单元格里留有空格或格式。请把需要的行和列复制到新的工作表后再上传。"
PASSWORD = "文件设有打开密码，请取消密码后再上传。"  # noqa: S105  (a sentence)
NOT_A_TABLE = "请上传 XLSX、XLS 或 CSV 表格；文字文档中的表格可以复制后粘贴。"
NO_ENCODING = "文件中有无法识别的文字，可能在传送时损坏。请用 Excel 或 WPS 打开、核对后另存为 XLSX 再上传。"
STRANGERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"{\\rtf")
"""How files begin that are no tables but get sent in their stead."""

KEPT = re.compile(r'\s*="([^"]*)"\s*')


class UnreadableSpreadsheet(ValueError):
    """There is no table to be had; the message says why, and what to do."""


def read_file(content: bytes) -> Workbook:
    """A workbook from a file's bytes, told by content and not by name. Raises UnreadableSpreadsheet."""
    is_document = content.startswith(ZIP) and b"word/document.xml" in content
    if is_document or content.startswith(STRANGERS):
        raise UnreadableSpreadsheet(NOT_A_TABLE)
    if content.startswith((ZIP, OLE)):
        return _filled(_opened(content))
    try:
        text = delimited.decoded(content)
    except ValueError as error:
        raise UnreadableSpreadsheet(NOT_A_TABLE if b"\0" in content else NO_ENCODING) from error
    return read_text(text)


def read_text(text: str) -> Workbook:
    """A workbook of one sheet from delimited text or from an HTML table. Raises UnreadableSpreadsheet."""
    if html.is_html(text):
        return _filled(_opened(text.encode(errors="replace"), "page", too_much=BROKEN))
    if text.lstrip().startswith("<?xml"):
        raise UnreadableSpreadsheet(BROKEN)
    try:
        lines = delimited.rows(text)
    except ValueError as error:
        raise UnreadableSpreadsheet(BROKEN) from error
    return _filled(Workbook([sheet] if (sheet := _from_lines(lines)).rows else []))


def _from_lines(lines: list[list[str]]) -> Sheet:
    numbers = [number for number, line in enumerate(lines, start=1) if any(map(str.strip, line))]
    rows = [Row(number, _cells(lines[number - 1])) for number in numbers[:MAX_ROWS]]
    is_narrowed = any(map(str.strip, (value for line in lines for value in line[MAX_COLUMNS:])))
    return Sheet("表格", [row for row in rows if row.cells], len(numbers), is_narrowed)


def _cells(line: list[str]) -> dict[int, Cell]:
    return {at: Cell(_unwrapped(value)) for at, value in enumerate(line[:MAX_COLUMNS]) if value.strip()}


def _unwrapped(value: str) -> str:
    """`="0123"` is how exports keep Excel from shortening a number."""
    kept = KEPT.fullmatch(value)
    return kept[1] if kept else value


def _opened(content: bytes, *kind: str, too_much: str = TOO_BIG) -> Workbook:
    """Through the child process; whatever happens to it happens to it alone."""
    command = [sys.executable, "-I", CHILD, *kind]
    try:
        done = subprocess.run(  # noqa: S603  (our own script, the file is its input)
            command, input=content, capture_output=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableSpreadsheet(too_much) from error
    if done.returncode:
        raise UnreadableSpreadsheet(too_much if done.returncode < 0 else BROKEN)
    answer = json.loads(done.stdout)
    if refused := answer.get("refused"):
        raise UnreadableSpreadsheet(PASSWORD if refused == "password" else BROKEN)
    return Workbook([_sheet(found) for found in answer["sheets"]], answer["hidden"])


def _sheet(found: dict) -> Sheet:
    rows = [
        Row(number, {int(column): Cell(unpacked(value)) for column, value in cells.items()})
        for number, cells in found["rows"]
    ]
    sheet = Sheet(found["name"], rows, found["total"], found["narrowed"], found.get("unseen", []))
    sheet.repeat_merged(found["merges"])
    return sheet


def _filled(workbook: Workbook) -> Workbook:
    if not workbook.sheets:
        raise UnreadableSpreadsheet(NO_TABLE)
    return workbook
