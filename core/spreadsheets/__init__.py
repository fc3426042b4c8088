"""Reading spreadsheets as offices send them: cells with their type and place, no word about what they mean.

    workbook = read_file(content)            # bytes: XLSX, XLS, ODS, CSV in several encodings, an HTML table named .xls
    workbook = read_text(pasted)             # what comes with copying cells: tabs, or whatever delimits
    workbook.sheets                          # visible sheets with content; `workbook.hidden` names the others
    for row in sheet.rows:                   # rows with content only; `row.number` as the sheet counts, from 1
        row[3].text, row[3].value            # by column, from 0; EMPTY where there is nothing
    header = find_header(sheet, recognise)   # `recognise("姓名") -> key or None`; below titles, heads of two rows
    header.keys, header.labels, header.last  # {column: key}, {column: text}, number of the last row of the head
    column_letter(3)                         # "D"
    read_day(row[3].value)                   # a date from 1998年5月, 1998.5, 35916 …; ValidationError explains

Merged cells: each cell below or beside the first one repeats its value and says so (`cell.filled`).
A number with more digits than Excel keeps says so (`cell.is_rounded`), and so does an Excel error or a formula
without a result (`cell.is_broken`). `sheet.unseen` numbers the rows that Excel does not show.
`UnreadableSpreadsheet` carries the sentence for the reader. `dump`/`Workbook.load` keep a workbook as text.
Workbooks and web pages are opened in a process of their own with little memory and time: see `child.py`.
"""

from core.spreadsheets.cells import EMPTY, Cell, Row, Sheet, Workbook, column_letter
from core.spreadsheets.days import has_short_year, read_day
from core.spreadsheets.headers import Header, find_header
from core.spreadsheets.reading import UnreadableSpreadsheet, read_file, read_text

__all__ = [
    "EMPTY",
    "Cell",
    "Header",
    "Row",
    "Sheet",
    "UnreadableSpreadsheet",
    "Workbook",
    "column_letter",
    "find_header",
    "has_short_year",
    "read_day",
    "read_file",
    "read_text",
]
