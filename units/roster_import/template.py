"""花名册模板.xlsx: the columns that an import knows, with hints, and the identity column as text."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from units.enums import PoliticalStatus, Sex
from units.roster_import.columns import LABELS

FILE_NAME = "花名册模板.xlsx"
HINTS = {
    "name": "必填",
    "birth_date": "必填，例如 1998年5月 或 1998-05-03；填写了身份证号码的可不填",
    "identity_number": "可不填。本列已设为文本，请勿改为数字，否则末三位会丢失",
    "sex": "男或女",
    "political_status": "、".join(PoliticalStatus.labels),
    "position": "例如 窗口岗",
    "is_captain": "是或否，一个集体只有一名",
    "is_principal": "是或否",
    "is_league_secretary": "是或否",
    "volunteer_number": "可不填，本列已设为文本",
    "is_volunteer": "是或否；填写了编号的可不填",
    "joined_on": "例如 2023年7月",
    "is_chinese": "例如 中国，不填按中国",
}
ORDER = ("name", "birth_date", *(key for key in LABELS if key not in ("name", "birth_date")))
CHOICES = {
    "sex": Sex.labels,
    "political_status": PoliticalStatus.labels,
    "is_captain": ["是", "否"],
    "is_principal": ["是", "否"],
    "is_league_secretary": ["是", "否"],
    "is_volunteer": ["是", "否"],
}
LAST_ROW = 2001
RED = PatternFill("solid", fgColor="B81C22")


def template_file(title: str) -> BytesIO:
    """The workbook, ready to be read from its beginning."""
    book = Workbook()
    book.properties.title = title
    sheet = book.active
    sheet.title = "花名册"
    sheet.freeze_panes = "B2"
    for number, key in enumerate(ORDER, start=1):
        _add_column(sheet, number, key)
    _add_hints(book.create_sheet("填写说明"))
    content = BytesIO()
    book.save(content)
    content.seek(0)
    return content


def _add_column(sheet, number: int, key: str) -> None:
    head = sheet.cell(1, number, LABELS[key])
    head.font, head.fill = Font(bold=True, color="FFFFFF"), RED
    head.alignment = Alignment(horizontal="center", vertical="center")
    head.comment = Comment(HINTS[key], "填写说明", width=260, height=80)
    letter = get_column_letter(number)
    sheet.column_dimensions[letter].width = max(14, 2 * len(LABELS[key]) + 4)
    sheet.column_dimensions[letter].number_format = "@"  # what is typed stays as typed
    if key in CHOICES:
        allowed = DataValidation(type="list", formula1=f'"{",".join(CHOICES[key])}"', allow_blank=True)
        allowed.add(f"{letter}2:{letter}{LAST_ROW}")
        sheet.add_data_validation(allowed)


def _add_hints(sheet) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 70
    sheet.append(["列", "怎样填写"])
    for key in ORDER:
        sheet.append([LABELS[key], HINTS[key]])
