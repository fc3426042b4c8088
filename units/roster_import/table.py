"""A sheet as rows of people: where the head is, what each column means, what each row gives or gets wrong."""

import re
from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from core.spreadsheets import Cell, Header, Row, Sheet, column_letter, find_header
from core.text import chinese_date
from core.validators import birth_date_of, sex_of
from units.enums import Sex
from units.roster_import.blocks import part_of, recognised, split
from units.roster_import.columns import LABELS, recognise
from units.roster_import.values import READERS, SEXES, meant, read, remarks_on, shown, typed

MAX_ROWS = 2_000
FOOTER = re.compile(
    r"(?:合计|总计|小计|共计|总人数|共\d+|填表|制表|审核|复核|审批|经办|填报|报送|上报|联系人|联系电话|负责人[:(]|负责人签|"
    r"第(?:\d+|[一二三四五六七八九十]+)页|主管|领导签|单位|\(盖章|\(公章|盖章|公章|签字|签名|注[:1-9]|备注|说明|填写|日期[:]|年月日|注意|以上|以下|例[:]|示例|样例|\*)"
)
"""How lines begin that close a table or explain it: sums, signatures, notes."""
REPEATED, REMARK, JOINED, NUMBERED = (
    "重复的标题行",
    "合计、签名或说明",
    "合并单元格的续行",
    "只有序号或公式的空行",
)
BLANK = "空白行"


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell of a row."""

    column: str
    typed: str
    reason: str


@dataclass
class PersonRow:
    """`values` holds what the row gives by column of `Member`; what it leaves blank is not in it.

    `block` counts, from 1, the blocks of a roster in two or more columns side by side.
    """

    number: int
    values: dict = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    block: int = 1
    is_captain_by_post: bool = False

    @property
    def place(self) -> str:
        return f"第 {self.number} 行" + (f"第 {self.block} 栏" if self.block > 1 else "")

    def wrong(self, key: str, reason: str, typed_: str = "") -> None:
        self.faults.append(Fault(LABELS[key], typed_ or self._shown(key), reason))

    def _shown(self, key: str) -> str:
        return shown(key, self.values[key]) if key in self.values else ""


@dataclass
class Table:
    """What was understood of a sheet. `problem` is why nothing of it can be imported as it stands.

    `columns` are those of all `blocks`; `left_out` has the numbers of the rows by the reason.
    """

    header: Header | None
    labels: dict[int, str]
    columns: dict[int, str]
    rows: list[PersonRow] = field(default_factory=list)
    left_out: dict[str, list[int]] = field(default_factory=dict)
    problem: str = ""
    blocks: list[dict[int, str]] = field(default_factory=list)


def read_table(sheet: Sheet, columns: dict[int, str] | None = None) -> Table:
    """The people of a sheet; `columns` ({column: key}) corrects what was recognised."""
    header = find_header(sheet, recognise, least=1)
    labels = {at: header.labels.get(at, "") if header else "" for at in sheet.columns}
    labels = {at: text or f"第 {column_letter(at)} 列" for at, text in labels.items()}
    if columns is None:
        above = [row for row in sheet.rows if header and row.number == header.first - 1]
        columns = recognised(header, above[0] if above else Row(0))
    blocks = split(header, columns)
    table = Table(header, labels, columns, problem=_problem(sheet, blocks), blocks=blocks)
    if not table.problem:
        _read_rows(table, [row for row in sheet.rows if header is None or row.number > header.last])
    if len(table.rows) > MAX_ROWS:
        table.problem, table.rows = _too_long(len(table.rows)), []
    elif not table.rows and not table.problem:
        table.problem = "标题行下面没有成员。"
    return table


def _problem(sheet: Sheet, blocks: list[dict[int, str]]) -> str:
    """Why the rows cannot even be read."""
    return next((problem for columns in blocks if (problem := _problem_of(sheet, columns))), "")


def _problem_of(sheet: Sheet, columns: dict[int, str]) -> str:
    twice = [key for key, count in Counter(columns.values()).items() if count > 1]
    if twice:
        letters = "、".join(column_letter(at) for at, key in sorted(columns.items()) if key == twice[0])
        return f"“{LABELS[twice[0]]}”选了不止一列（{letters} 列），请只保留一列。"
    if "name" not in columns.values():
        return "没有找到“姓名”列，请在“各列的含义”中选择。"
    if not {"birth_date", "identity_number"} & set(columns.values()):
        return "没有找到“出生年月”列，也没有“身份证号码”列，请在“各列的含义”中选择。"
    return _too_long(sheet.total) if sheet.is_cut else ""


def _too_long(rows: int) -> str:
    return f"工作表共有 {rows:,} 行，一次最多导入 {MAX_ROWS:,} 行，请分成几个文件。"


def _read_rows(table: Table, rows: list[Row]) -> None:
    """Block by block: the people of a roster in two columns are numbered down the left one first."""
    for number, columns in enumerate(table.blocks, start=1):
        for row in rows if len(table.blocks) == 1 else part_of(rows, table.blocks, number - 1):
            name_at = next(at for at, key in columns.items() if key == "name")
            if reason := _why_left_out(row, name_at, columns):
                table.left_out.setdefault(reason, []).append(row.number)
            else:
                table.rows.append(_person(row, columns, number))
    if rows:
        first = table.header.last + 1 if table.header else rows[0].number
        if gaps := sorted(set(range(first, rows[-1].number)) - {row.number for row in rows}):
            table.left_out[BLANK] = gaps


def _why_left_out(row: Row, name_at: int, columns: dict[int, str]) -> str:
    """The reason why a row is nobody's; empty for a person."""
    own = {at: cell for at, cell in row.cells.items() if not cell.filled}
    name = _compact(row[name_at].text)
    first = _compact(own[min(own)].text) if own else ""
    if recognise(name) == "name":
        return REPEATED
    if not own or row[name_at].filled:
        return JOINED
    if FOOTER.match(name) or (not name and FOOTER.match(first)):
        return REMARK
    if name:
        return ""
    if all(cell.is_broken or cell.text.isdigit() for cell in own.values()):
        return NUMBERED
    if not any(at in columns for at in own):
        return NUMBERED if all(cell.text.isdigit() for cell in own.values()) else REMARK
    return REMARK if len(own) == 1 else ""


def _person(row: Row, columns: dict[int, str], block: int) -> PersonRow:
    person = PersonRow(row.number, block=block)
    for at, column in columns.items():
        key = meant(column, row[at])
        try:
            value = read(key, row[at])
        except ValidationError as error:
            person.wrong(key, "；".join(error.messages), typed(key, row[at]))
            continue
        if value is not None:
            person.values[key] = value
        person.notes.extend(remarks_on(key, row[at], value))
    _from_identity(person, row, columns)
    _complete(person)
    return person


def _from_identity(person: PersonRow, row: Row, columns: dict[int, str]) -> None:
    """A formula without a result is no fault where the identity number says the same."""
    known = {LABELS[key] for at, key in columns.items() if key in ("birth_date", "sex") and row[at].is_broken}
    if "identity_number" in person.values:
        person.faults = [fault for fault in person.faults if fault.column not in known]


def _complete(person: PersonRow) -> None:
    """What follows from the identity number, and what contradicts it; what nobody can be without."""
    values, wrong = person.values, {fault.column for fault in person.faults}
    if number := values.get("identity_number"):
        _compare_with_identity(person, number)
    if "name" not in values and LABELS["name"] not in wrong:
        person.wrong("name", "姓名为空")
    if "birth_date" not in values and not {LABELS["birth_date"], LABELS["identity_number"]} & wrong:
        person.wrong("birth_date", "请填写出生年月，或填写身份证号码")
    if values.get("volunteer_number") and values.get("is_volunteer") is False:
        person.wrong("is_volunteer", "已填写注册志愿者编号，与“否”不一致，请核对")
    born, joined = values.get("birth_date"), values.get("joined_on")
    if born and joined and joined <= born:
        person.wrong("joined_on", "加入日期须晚于出生日期")
    person.is_captain_by_post = values.get("position") == "号长" and "is_captain" not in values
    if values.get("position") == "号长" and values.setdefault("is_captain", True):
        person.notes.append("岗位为“号长”，视为号长")


def _compare_with_identity(person: PersonRow, number: str) -> None:
    values, wrong = person.values, {fault.column for fault in person.faults}
    born, sex = birth_date_of(number), SEXES[sex_of(number)]
    given = values.get("birth_date")
    is_month_only = (
        given is not None and given.day == 1 and (given.year, given.month) == (born.year, born.month)
    )
    if given not in (None, born) and not is_month_only:
        person.wrong("birth_date", f"与身份证号码中的出生日期（{chinese_date(born)}）不一致，请核对")
    elif LABELS["birth_date"] not in wrong:
        try:
            values["birth_date"] = READERS["birth_date"](Cell(born))
        except ValidationError as error:
            person.wrong("identity_number", "；".join(error.messages))
    if values.setdefault("sex", sex) != sex and LABELS["sex"] not in wrong:
        person.wrong("sex", f"与身份证号码中的性别（{Sex(sex).label}）不一致，请核对")


def _compact(text: str) -> str:
    return "".join(text.split()).translate(str.maketrans("：（）＊", ":()*"))
