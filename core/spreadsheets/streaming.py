"""Reading a large table row by row, so that memory stays the same for any number of rows.

    with open_table(path) as table:
        table.sheet, table.others          # the sheet that is read, and further visible ones
        for piece in table.pieces():       # bytes, to be kept or passed on as they are
            rows = opened(piece)           # a list of [number as the sheet counts, values]

A value is str, int, float, bool, `date` or None. `is_hidden(values)` tells a row that Excel does not show.
Raises UnreadableSpreadsheet. Workbooks are opened in a process of their own (`stream_child.py`), text here.
"""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from core.spreadsheets import delimited
from core.spreadsheets.reading import (
    BROKEN,
    NO_ENCODING,
    NO_TABLE,
    NOT_A_TABLE,
    OLE,
    PASSWORD,
    STRANGERS,
    TOO_BIG,
    ZIP,
    UnreadableSpreadsheet,
)

CHILD = Path(__file__).with_name("stream_child.py")
ROWS_A_PIECE = 2_000
HIDDEN = {"hidden": True}
BINARY = 0.01
"""A text with a larger share of NUL characters is none."""
REFUSALS = {"password": PASSWORD, "empty": NO_TABLE}

Rows = list[list]


@dataclass
class Table:
    """One open table; `total` is known after the last piece."""

    source: Iterator[bytes]
    sheet: str = "表格"
    others: list[str] = field(default_factory=list)
    total: int = 0

    def pieces(self) -> Iterator[bytes]:
        """Once; each holds `ROWS_A_PIECE` rows, the last one fewer. What tells the total ends them."""
        for piece in self.source:
            if piece.startswith(b"{"):
                self.total = json.loads(piece)["total"]
                return
            yield piece


def opened(piece: bytes) -> Rows:
    return json.loads(piece, object_hook=_unpacked)


def sealed(rows) -> bytes:
    """The other way round, for rows that come from elsewhere."""
    return json.dumps(rows, default=_packed, separators=(",", ":")).encode()


def is_hidden(values: list) -> bool:
    return bool(values) and values[-1] == HIDDEN


@contextmanager
def open_table(path: str | Path) -> Iterator[Table]:
    """The table in a file, told by content and not by name."""
    with Path(path).open("rb") as file:
        start = file.read(16)
    if start.startswith(STRANGERS):
        raise UnreadableSpreadsheet(NOT_A_TABLE)
    if start.startswith((ZIP, OLE)):
        with _workbook(path) as table:
            yield table
    else:
        yield Table(source=_text_pieces(Path(path).read_bytes()))


@contextmanager
def _workbook(path) -> Iterator[Table]:
    command = [sys.executable, "-I", CHILD, path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:  # noqa: S603
        try:
            head = json.loads(child.stdout.readline() or "{}")
            if refused := head.get("refused"):
                raise UnreadableSpreadsheet(REFUSALS.get(refused, BROKEN))
            if "sheet" not in head:
                raise UnreadableSpreadsheet(TOO_BIG)
            yield Table(_lines(child), head["sheet"], head["others"])
        finally:
            child.kill()


def _lines(child) -> Iterator[bytes]:
    """Until the child says how many there were; a child that falls silent before has broken down."""
    for line in child.stdout:
        yield line
        if line.startswith(b"{"):
            return
    raise UnreadableSpreadsheet(TOO_BIG)


def _packed(value):
    return {"day": value.isoformat()}


def _unpacked(found: dict):
    return date.fromisoformat(found["day"]) if "day" in found else found


def _text_pieces(content: bytes) -> Iterator[bytes]:
    text = _decoded(content)
    named = delimited.NAMED.match(text)
    rest = text.removeprefix(named[0]) if named else text
    delimiter = named[1] if named else delimited.delimiter_of(rest[:20_000])
    waiting, total = [], 0
    try:
        for number, row in enumerate(csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter), start=1):
            if any(row) and any(map(str.strip, row)):
                waiting.append((number, row))
                total += 1
            if len(waiting) == ROWS_A_PIECE:
                yield sealed(waiting)
                waiting = []
    except csv.Error as error:
        raise UnreadableSpreadsheet(BROKEN) from error
    if waiting:
        yield sealed(waiting)
    yield sealed({"total": total})


def _decoded(content: bytes) -> str:
    """As `delimited.decoded`, but a stray NUL is the fault of its row and not of the file."""
    is_text = content.count(b"\0") <= len(content) * BINARY
    marked = next((encoding for bom, encoding in delimited.BOMS if content.startswith(bom)), None)
    for encoding in [marked] if marked else [*([] if is_text else ["utf-16-le"]), "utf-8", "gb18030"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.count("\0") <= len(text) * BINARY:
            return text
    raise UnreadableSpreadsheet(NO_ENCODING if is_text else NOT_A_TABLE)
