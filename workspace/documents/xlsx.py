"""XLSX: the same form as one sheet, labels and values side by side, tables under their heads."""

import io

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from workspace.documents.layout import Layout, Paragraphs, Passage, Row, Signatures, Table, Values

COLUMNS = 6
THIN = Border(*(Side(style="thin"),) * 4)
WRAP = Alignment(wrap_text=True, vertical="center")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Sheet:
    """A sheet that is written from top to bottom."""

    def __init__(self, layout: Layout):
        self.book = Workbook()
        self.sheet = self.book.active
        self.sheet.title = layout.title[:31]
        self.line = 0
        for column in range(1, COLUMNS + 1):
            self.sheet.column_dimensions[get_column_letter(column)].width = 18

    def put(self, cells: list[tuple[str, int]], *, bold: bool = False, height: int | None = None) -> None:
        """One line; each cell with the number of columns it spans."""
        self.line += 1
        column = 1
        for text, span in cells:
            cell = self.sheet.cell(self.line, column, safe(text))
            cell.alignment, cell.font = WRAP, Font(bold=bold)
            for covered in range(column, column + span):
                self.sheet.cell(self.line, covered).border = THIN
            if span > 1:
                self.sheet.merge_cells(
                    start_row=self.line, end_row=self.line, start_column=column, end_column=column + span - 1
                )
            column += span
        if height:
            self.sheet.row_dimensions[self.line].height = height

    def content(self) -> bytes:
        file = io.BytesIO()
        self.book.save(file)
        return file.getvalue()


def safe(text: str) -> str:
    """A text that a spreadsheet takes for text: nothing typed by anybody becomes a formula."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def write(layout: Layout, values: Values) -> bytes:
    """The filled form."""
    sheet = Sheet(layout)
    sheet.put([(layout.title, COLUMNS)], bold=True, height=30)
    for block in layout.blocks:
        _WRITERS[type(block)](sheet, block, values)
    return sheet.content()


def _row(sheet: Sheet, block: Row, values: Values) -> None:
    span = COLUMNS // len(block.keys) - 1
    sheet.put([cell for key in block.keys for cell in ((key, 1), (values[key], span))])


def _passage(sheet: Sheet, block: Passage, values: Values) -> None:
    lines = max(block.lines, len(values[block.key]) // 40 + values[block.key].count("\n") + 1)
    sheet.put([(block.key, 1), (values[block.key], COLUMNS - 1)], height=min(400, 16 * lines))


def _table(sheet: Sheet, block: Table, values: Values) -> None:
    """Columns share the width of the form; where there are more of them, the sheet grows wider."""
    spare = COLUMNS - len(block.columns)
    spans = [1 + (spare if width == max(block.widths) else 0) if spare > 0 else 1 for width in block.widths]
    if spans.count(1 + spare) > 1 and spare > 0:
        widest = block.widths.index(max(block.widths))
        spans = [1 + spare if index == widest else 1 for index in range(len(spans))]
    sheet.put([(block.key, max(COLUMNS, len(block.columns)))], bold=True)
    sheet.put(list(zip(block.columns, spans, strict=True)), bold=True)
    for row in values[block.key]:
        sheet.put([(row[column], span) for column, span in zip(block.columns, spans, strict=True)])


def _paragraphs(sheet: Sheet, block: Paragraphs, values: Values) -> None:
    sheet.put([(block.title, COLUMNS)], bold=True)
    for text in block.texts:
        sheet.put([(text.format(**values), COLUMNS)], height=16 * (len(text) // 50 + 1))


def _signatures(sheet: Sheet, block: Signatures, values: Values) -> None:
    span = COLUMNS // len(block.parties)
    sheet.put([(f"{party}（签章）　　　年　　月　　日", span) for party in block.parties], height=60)


_WRITERS = {Row: _row, Passage: _passage, Table: _table, Paragraphs: _paragraphs, Signatures: _signatures}
