"""Writing a workbook in pieces: rows become XML as they are read, so that memory stays the same for any number.

    piece = rows_xml(rows, first=3)                        # bytes of some rows, kept wherever the caller likes
    write_workbook(file, [SheetPieces("结果", widths, [piece, piece])])     # pieces may be an iterator

A cell is a `str`, a number (Decimal with its decimals) or None. Texts are written as texts: no program takes one for
a formula, whatever it begins with (CWE-1236). The format is ECMA-376 (Office Open XML), part 1, chapter 18.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import IO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from core.spreadsheets.cells import column_letter

MOST_ROWS = 1_048_576
LONGEST = 32_767
PLAIN, HEAD, AMOUNT, FAINT = range(4)
"""Styles of rows; numbers with decimals are shown with two of them."""
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = (
    f'{DECLARATION}<styleSheet xmlns="{MAIN}"><fonts count="3">'
    '<font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font>'
    '<font><sz val="9"/><color rgb="FF808080"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4">'
    '<xf fontId="0"/><xf fontId="1" applyFont="1"/><xf fontId="0" numFmtId="2" applyNumberFormat="1"/>'
    '<xf fontId="2" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)

Value = str | int | Decimal | None


@dataclass(frozen=True)
class SheetPieces:
    """One sheet: `widths` of its columns, rows in `pieces`, `frozen` rows that stay on top, `footer` for print."""

    name: str
    widths: Sequence[int]
    pieces: Iterable[bytes]
    frozen: int = 0
    footer: str = ""


def rows_xml(rows: Iterable[Sequence[Value]], *, first: int, style: int = PLAIN) -> bytes:
    """Rows from number `first` on."""
    return "".join(
        f'<row r="{number}">{"".join(_cell(value, at, number, style) for at, value in enumerate(row))}</row>'
        for number, row in enumerate(rows, start=first)
    ).encode()


def write_workbook(file: IO[bytes], sheets: Sequence[SheetPieces]) -> None:
    """All sheets into a file that is open for writing."""
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=4) as package:
        package.writestr("[Content_Types].xml", _content_types(len(sheets)))
        package.writestr("_rels/.rels", _links([("officeDocument", "xl/workbook.xml")]))
        package.writestr("xl/workbook.xml", _workbook([sheet.name for sheet in sheets]))
        targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
        package.writestr("xl/_rels/workbook.xml.rels", _links([*targets, ("styles", "styles.xml")]))
        package.writestr("xl/styles.xml", STYLES)
        for number, sheet in enumerate(sheets, start=1):
            with package.open(f"xl/worksheets/sheet{number}.xml", "w") as part:  # Excel refuses forced ZIP64
                part.write(_before_rows(sheet).encode())
                for piece in sheet.pieces:
                    part.write(piece)
                part.write(_after_rows(sheet).encode())


def sheet_name(text: str) -> str:
    """Excel allows 31 characters, without some signs."""
    return FORBIDDEN_IN_NAMES.sub("", text)[:31]


def _cell(value: Value, at: int, number: int, style: int) -> str:
    if value is None or value == "":
        return ""
    place = f'<c r="{column_letter(at)}{number}"'
    if isinstance(value, str):
        text = escape(ILLEGAL.sub("", value)[:LONGEST])
        return f'{place} s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    is_amount = isinstance(value, Decimal)
    shown = AMOUNT if is_amount and style == PLAIN else style
    return f'{place} s="{shown}"><v>{f"{value:f}" if is_amount else value}</v></c>'


def _before_rows(sheet: SheetPieces) -> str:
    pane = (
        f'<pane ySplit="{sheet.frozen}" topLeftCell="A{sheet.frozen + 1}" state="frozen"/>'
        if sheet.frozen
        else ""
    )
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(sheet.widths, start=1)
    )
    return (
        f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView>'
        f"</sheetViews><cols>{columns}</cols><sheetData>"
    )


def _after_rows(sheet: SheetPieces) -> str:
    """`&` begins a code in a footer: doubled it is itself."""
    footer = escape(sheet.footer.replace("&", "&&"))
    printed = f"<headerFooter><oddFooter>&amp;C{footer}</oddFooter></headerFooter>" if footer else ""
    return f"</sheetData>{printed}</worksheet>"


def _content_types(sheets: int) -> str:
    parts = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
    parts += [(f"/xl/worksheets/sheet{number}.xml", "worksheet") for number in range(1, sheets + 1)]
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{TYPES}.{kind}+xml"/>' for name, kind in parts
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _links(targets: Sequence[tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def _workbook(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(sheet_name(name))} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    return f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{sheets}</sheets></workbook>'
