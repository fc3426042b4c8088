"""HTML tables: many office systems export a web page and name it .xls."""

import re
from html.parser import HTMLParser

from core.spreadsheets.cells import Cell, Row
from core.spreadsheets.child import MAX_COLUMNS, MAX_ROWS

BEGINNING = re.compile(r"\s*(?:<!doctype html|<html|<table|<meta|<head|<style|<!--)", re.IGNORECASE)


def is_html(text: str) -> bool:
    return bool(BEGINNING.match(text)) and "<table" in text[:200_000].lower()


def tables(text: str) -> list[list[Row]]:
    """The rows of each table with content."""
    parser = _Tables()
    parser.feed(text)
    parser.end_cell()  # of a page that was cut off
    return [rows for rows in map(_rows, parser.found) if rows]


def _rows(lines: list[list[tuple[str, int, int]]]) -> list[Row]:
    """Cells at their places: a cell that spans rows or columns repeats its value there."""
    rows: list[Row] = []
    reserved: dict[int, dict[int, Cell]] = {}
    for number, line in enumerate(lines[: MAX_ROWS + 1], start=1):
        cells = reserved.pop(number, {})
        column = 0
        for value, down, across in line:
            while column in cells:
                column += 1
            beside = range(column, min(column + across, MAX_COLUMNS))
            for below in range(down):
                line_below = reserved.setdefault(number + below, {}) if below else cells
                for at in beside:
                    line_below[at] = Cell(value, filled=bool(below or at > column))
            column += across
        if found := {at: cell for at, cell in cells.items() if cell.text}:
            rows.append(Row(number, found))
    return rows


class _Tables(HTMLParser):
    """Collects `(text, rowspan, colspan)` by row and table; nested tables are text of their cell."""

    def __init__(self):
        super().__init__()
        self.found: list[list[list[tuple[str, int, int]]]] = []
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
    return min(int(text), MAX_COLUMNS) if text and text.isascii() and text.isdigit() and int(text) else 1
