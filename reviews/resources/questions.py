"""A question bank as a spreadsheet: one row a question, every fault named, written so that reading gives it back."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO

from core.spreadsheets import Row, Sheet, UnreadableSpreadsheet, find_header, read_file
from reviews.enums import QuestionKind
from reviews.question_texts import (
    COLUMNS,
    LETTERS,
    TRUTH,
    Unsound,
    Written,
    answer_letters,
    options_in,
    written,
)

MAX_ROWS = 2000
USUAL_OPTIONS = 6
LETTER_OF = re.compile(r"(?:选项|备选答案|答案选项)?([A-H])(?:项|选项)?")
OTHER_NAMES = {
    "题型": "kind", "类型": "kind", "题目类型": "kind", "试题类型": "kind",
    "题目": "text", "题干": "text", "试题": "text", "题目内容": "text", "试题内容": "text", "问题": "text",
    "选项": "options", "备选答案": "options", "选项内容": "options",
    "答案": "answer", "正确答案": "answer", "标准答案": "answer", "参考答案": "answer",
    "依据": "clause", "条款": "clause", "出处": "clause", "条款出处": "clause",
}  # fmt: skip
SAMPLES = (
    Written(
        QuestionKind.SINGLE,
        "“三级三星制”中的星级按什么确定？",
        ("在同一等级被认定的次数", "集体成员人数", "创建年限", "所在行业"),
        (0,),
        "工作指引 二.2",
    ),
    Written(
        QuestionKind.MULTIPLE,
        "达标考核可以采取下列哪些形式？",
        ("审核材料", "竞争性答辩", "现场检查", "交叉互评"),
        (0, 1, 2, 3),
        "工作指引 二.3",
    ),
    Written(
        QuestionKind.TRUE_FALSE,
        "每两年为一个创建周期，单数年备案，双数年评审认定。",
        TRUTH,
        (0,),
        "中山市实施意见 四(一)",
    ),
)
"""What the template shows; true, and to be deleted by whoever fills it in."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell, for the reader of the file."""

    row: int
    column: str
    value: str
    reason: str


@dataclass
class Reading:
    """Rows of a file that were understood, by row; nothing is taken while there are `faults`."""

    questions: dict[int, Written] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    note: str = ""


def read(content: bytes) -> Reading:
    """The first sheet with the columns. Raises UnreadableSpreadsheet."""
    workbook = read_file(content)
    for sheet in workbook.sheets:
        header = find_header(sheet, recognise)
        if header is not None and {"text", "answer"} <= set(header.keys.values()):
            many = len(workbook.sheets) > 1
            note = f"文件有 {len(workbook.sheets)} 张工作表，只读取“{sheet.name}”。" if many else ""
            return _read_rows(sheet, header.keys, header.last, note)
    raise UnreadableSpreadsheet(
        "没有找到标题行，须有“题目”和“答案”，以及“选项A”“选项B”等列。可以先下载模板。"
    )


def recognise(text: str) -> str | None:
    """A key of COLUMNS, or the letter of an option, that a column's heading means."""
    plain = re.sub(r"\(.*?\)|[:*]", "", "".join(unicodedata.normalize("NFKC", text).split()))
    if found := LETTER_OF.fullmatch(plain.upper()):
        return found[1]
    return OTHER_NAMES.get(plain)


def _read_rows(sheet: Sheet, keys: Mapping[int, str], head: int, note: str) -> Reading:
    rows = [row for row in sheet.rows if row.number > head]
    if not rows:
        raise UnreadableSpreadsheet("标题行下面没有内容。")
    if len(rows) > MAX_ROWS or sheet.is_cut:
        raise UnreadableSpreadsheet(f"共 {sheet.total} 行，一次最多导入 {MAX_ROWS} 行。")
    reading, seen = Reading(note=note), {}
    for row in rows:
        cells = _cells(row, keys)
        try:
            question = _question(row, keys, cells)
        except Unsound as unsound:
            reading.faults += [_fault(row.number, cells, key, why) for key, why in unsound.reasons.items()]
            continue
        first = seen.setdefault(question.text, row.number)
        if first != row.number:
            reading.faults.append(_fault(row.number, cells, "text", f"与第 {first} 行重复"))
        else:
            reading.questions[row.number] = question
    return reading


def _cells(row: Row, keys: Mapping[int, str]) -> dict[str, str]:
    """Texts by key; options of a single cell keep their lines."""
    found = dict.fromkeys([*COLUMNS, *LETTERS], "")
    for column, key in keys.items():
        value = row[column].value
        text = value.strip() if key == "options" and isinstance(value, str) else row[column].text
        found[key] = found[key] or text
    return found


def _question(row: Row, keys: Mapping[int, str], cells: Mapping[str, str]) -> Written:
    broken = {
        key: "单元格是错误值，或没有结果的公式" for column, key in keys.items() if row[column].is_broken
    }
    if broken:
        raise Unsound({key if key in COLUMNS else "options": why for key, why in broken.items()})
    by_letter = [cells[letter] for letter in LETTERS]
    return written(
        kind=cells["kind"],
        text=cells["text"],
        options=by_letter if any(by_letter) else options_in(cells["options"]),
        answer=cells["answer"],
        clause=cells["clause"],
    )


def _fault(row: int, cells: Mapping[str, str], key: str, reason: str) -> Fault:
    value = cells[key]
    if key == "options":
        value = value or "；".join(cells[letter] for letter in LETTERS if cells[letter])
    return Fault(row, COLUMNS[key], value, reason)


def write(questions: Iterable) -> BytesIO:
    """A workbook of Written or Question rows; texts are never formulas (CWE-1236)."""
    from openpyxl import Workbook  # slow library, for this one purpose
    from openpyxl.styles import Alignment, Font

    questions = list(questions)
    count = max([USUAL_OPTIONS, *(len(question.options) for question in questions)])
    book = Workbook()
    sheet = book.active
    sheet.title = "题库"
    heads = [COLUMNS["kind"], COLUMNS["text"], *(f"选项{letter}" for letter in LETTERS[:count])]
    sheet.append([*heads, COLUMNS["answer"], COLUMNS["clause"]])
    for question in questions:
        sheet.append(_texts(question, count))
    for column, width in zip(sheet.columns, [10, 48, *[20] * count, 10, 24], strict=True):
        sheet.column_dimensions[column[0].column_letter].width = width
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _texts(question, count: int) -> list[str | None]:
    is_truth = question.kind == QuestionKind.TRUE_FALSE
    options = [] if is_truth else list(question.options)
    padded = [*options, *[None] * (count - len(options))]
    answer = answer_letters(question.kind, question.answer)
    return [QuestionKind(question.kind).label, question.text, *padded, answer, question.clause or None]
