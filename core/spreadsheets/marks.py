"""What calamine does not tell of an XLSX file: cells without a usable value, and rows that Excel does not show.

An Excel error (#REF!) and a formula that nobody has calculated come as empty cells from calamine, and whoever
stands in that row would be lost without a word. Called in the process of `child.py`: standard library alone.
"""

import posixpath
import re
from collections.abc import Iterator
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

MOST_BYTES, CHUNK = 64 << 20, 1 << 16
"""What is read of one part of the file; beyond that calamine alone is believed."""
BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
Part = Iterator[bytes]


def marks(content: bytes) -> dict[str, dict]:
    """By the name of the sheet: `broken` as {(row, column): error or formula}, `hidden` as a set of rows.

    Rows count from 1, columns from 0. Empty for whatever is not built like XLSX.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            if BOOK not in archive.namelist():
                return {}
            return {name: _marks(_part(archive, path)) for name, path in _paths(archive).items()}
    except (BadZipFile, KeyError, ValueError, OSError, NotImplementedError, expat.ExpatError):
        return {}


def _paths(archive: ZipFile) -> dict[str, str]:
    """The part of the file in which each sheet stands."""
    found: dict[str, list[dict]] = {"Relationship": [], "sheet": []}
    for part in (RELATIONS, BOOK):
        _parse(_part(archive, part), lambda tag, given: found.get(tag, []).append(given))
    targets = {given["Id"]: given["Target"] for given in found["Relationship"]}
    return {
        given["name"]: posixpath.normpath(posixpath.join("/xl", targets[given["r:id"]])).lstrip("/")
        for given in found["sheet"]
        if given.get("r:id") in targets
    }


def _part(archive: ZipFile, path: str) -> Part:
    with archive.open(path) as stream:
        for _ in range(MOST_BYTES // CHUNK):
            if not (chunk := stream.read(CHUNK)):
                return
            yield chunk


def _marks(part: Part) -> dict:
    sheet = _SheetMarks()
    _parse(part, sheet.begin, sheet.end, sheet.text)
    return {"broken": sheet.broken, "hidden": sheet.hidden}


def _parse(part: Part, begin, end=None, text=None) -> None:
    """Tags without their prefix; the end of a part that was too long is not asked for."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, given: begin(tag.rpartition(":")[2], given)
    if end:
        parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
        parser.CharacterDataHandler = text
    for chunk in part:
        parser.Parse(chunk)


class _SheetMarks:
    """Follows the rows and cells of one sheet."""

    def __init__(self):
        self.broken, self.hidden = {}, set()
        self.cell, self.within, self.parts = {}, "", {}

    def begin(self, tag: str, given: dict) -> None:
        if tag == "row" and given.get("hidden") in ("1", "true") and given.get("r", "").isdigit():
            self.hidden.add(int(given["r"]))
        elif tag == "c":
            self.cell, self.parts = given, {}
        elif tag in ("f", "v"):
            self.within = tag
            self.parts.setdefault(tag, "")

    def text(self, text: str) -> None:
        if self.within:
            self.parts[self.within] += text

    def end(self, tag: str) -> None:
        if tag == self.within:
            self.within = ""
        elif (
            tag == "c" and (place := REFERENCE.fullmatch(self.cell.get("r", ""))) and (what := self._broken())
        ):
            self.broken[int(place[2]), _column(place[1])] = what

    def _broken(self) -> str:
        """A formula whose result is an empty text (t="str") is calculated, and so is one with any value."""
        kind, value = self.cell.get("t"), self.parts.get("v", "")
        if kind == "e":
            return value
        is_uncalculated = "f" in self.parts and not value and kind not in ("str", "inlineStr")
        return f"={self.parts['f']}" if is_uncalculated else ""


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
