"""HTML tables: many office systems export a web page and name it .xls.

`is_html` recognises one. `tables` is called in the process of `child.py` alone: the standard library's parser needs
time by the square of what it is given where tags do not end. Nothing but the standard library is imported here.
"""

import re
from html.parser import HTMLParser

BEGINNING = re.compile(r"\s*(?:<!doctype html|<html|<table|<meta|<head|<style|<!--)", re.IGNORECASE)
MOST_SPANNED = 100
"""Rows or columns that one cell may reach over; what people make is far below."""

Line = list[tuple[str, int, int]]


def is_html(text: str) -> bool:
    return bool(BEGINNING.match(text)) and "<table" in text[:200_000].lower()


def tables(text: str, *, most: int, most_rows: int, most_columns: int, most_merges: int) -> list[dict]:
    """The first `most` tables with content, as `child.py` describes a sheet. Raises AssertionError for no HTML."""
    parser = _Tables()
    parser.feed(text)
    parser.end_cell()  # of a page that was cut off
    sheets = []
    for lines in parser.found:
        if len(sheets) < most and (sheet := _sheet(lines, most_rows, most_columns, most_merges))["rows"]:
            sheets.append(sheet)
    return sheets


def _sheet(lines: list[Line], most_rows: int, most_columns: int, most_merges: int) -> dict:
    """Cells at their places, and the ranges over which a value reaches; their rows may have nothing else."""
    rows, merges, total, narrowed = [], [], 0, False
    hanging = [0] * most_columns  # by column, in how many more rows a cell from above stands there
    for at, line in enumerate(lines):
        cells, spans, is_wide = _place(line, hanging)
        narrowed = narrowed or is_wide
        total += bool(cells)
        if cells and total <= most_rows:
            rows.append([at + 1, cells])
            merges += [(at, left, at + down - 1, left + across - 1) for left, down, across in spans]
    return {
        "name": "网页表格",
        "rows": rows,
        "total": total,
        "narrowed": narrowed,
        "merges": merges[:most_merges],
    }


def _place(line: Line, hanging: list[int]) -> tuple[dict[int, str], list[tuple[int, int, int]], bool]:
    """`{column: text}` of one row, its spans as column, rows and columns, and whether some did not fit."""
    free = [not rows for rows in hanging]
    hanging[:] = [max(rows - 1, 0) for rows in hanging]
    cells, spans, column = {}, [], 0
    for text, down, across in line:
        while column < len(free) and not free[column]:
            column += 1
        if column >= len(free):
            return cells, spans, True
        reach = range(column, min(column + across, len(free)))
        for taken in reach:
            hanging[taken] = max(hanging[taken], down - 1)
        if text:
            cells[column] = text
            spans += [(column, down, len(reach))] if down > 1 or len(reach) > 1 else []
        column += across
    return cells, spans, False


class _Tables(HTMLParser):
    """Collects `(text, rowspan, colspan)` by row and table; nested tables are text of their cell."""

    def __init__(self):
        super().__init__()
        self.found: list[list[Line]] = []
        self._depth, self._cell, self._spans = 0, None, (1, 1)

    def handle_starttag(self, tag, attributes):
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.found.append([])
        elif self._depth == 1 and tag == "tr":
            self.end_cell()
            self.found[-1].append([])
        elif self._depth == 1 and tag in ("td", "th"):
            self.end_cell()
            given = dict(attributes)
            self._cell, self._spans = [], (_span(given.get("rowspan")), _span(given.get("colspan")))
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag):
        if self._depth == 1 and tag in ("td", "th", "tr", "table"):
            self.end_cell()
        if tag == "table" and self._depth:
            self._depth -= 1

    def handle_data(self, data):
        if self._cell is not None:
            self._cell.append(data)

    def end_cell(self):
        if self._cell is not None:
            if not self.found[-1]:
                self.found[-1].append([])
            self.found[-1][-1].append((" ".join("".join(self._cell).split()), *self._spans))
        self._cell = None


def _span(text: str | None) -> int:
    """What an attribute says; one too long for a number is as wide as any."""
    if not text or not text.isascii() or not text.isdigit():
        return 1
    return min(int(text[:9]), MOST_SPANNED) or 1
