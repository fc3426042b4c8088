"""A table of assignments as offices send it: one row for each unit and reviewer, every fault named."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from accounts.models import User
from core.spreadsheets import Row, Sheet, UnreadableSpreadsheet, find_header, read_file
from creation_cycle.models import Candidacy
from reviews.enums import AssignmentState, FormKind
from reviews.models import Assignment, Round, RoundPart
from reviews.queries.pool import assignable_users, to_assess
from units.queries.conflicts import ties_of

COLUMNS = {"unit": "集体", "number": "备案编号", "name": "评审人员", "account": "账号", "part": "考核形式"}
VARIANTS = {
    "unit": "集体 集体名称 创建集体 创建集体名称 青年集体 申报集体 参评集体 被评集体 青年文明号集体",
    "number": "备案编号 备案号 申报编号 集体编号 编号",
    "name": "评审人员 评审人员姓名 评审人 评委 评委姓名 评审 评审专家 专家 专家姓名 评审员 考核人员 考核人 姓名",
    "account": "账号 帐号 登录账号 登录帐号 登录名 用户名 评审账号 评委账号 系统账号",
    "part": "考核形式 形式 考核方式 评审形式 评审方式 考核环节 环节",
}
WORDS = {word: key for key, words in VARIANTS.items() for word in words.split()}
MAX_ROWS = 5000


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell, for the reader of the file."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Given:
    """One row that was understood: who is given to whom, in which form."""

    row: int
    candidacy: Candidacy
    reviewer: User
    part: RoundPart


@dataclass
class Reading:
    """What a file would do: assign `given`, leave `known` rows alone; nothing at all while there are `faults`."""

    given: list[Given] = field(default_factory=list)
    known: int = 0
    faults: list[Fault] = field(default_factory=list)
    note: str = ""


class WrongCell(ValueError):
    """One cell cannot be understood: the key of its column and the reason."""

    def __init__(self, key: str, reason: str):
        self.key, self.reason = key, reason
        super().__init__(reason)


def read(content: bytes, round_: Round) -> Reading:
    """The first sheet with the columns, held against the round as it is now. Raises UnreadableSpreadsheet."""
    workbook = read_file(content)
    for sheet in workbook.sheets:
        header = find_header(sheet, recognise)
        if header is not None and _is_complete(set(header.keys.values())):
            many = len(workbook.sheets) > 1
            note = f"文件有 {len(workbook.sheets)} 张工作表，只读取“{sheet.name}”。" if many else ""
            return _read_rows(sheet, header.keys, header.last, round_, note)
    raise UnreadableSpreadsheet("没有找到标题行，须有“集体”或“备案编号”，以及“评审人员”或“账号”。")


def recognise(text: str) -> str | None:
    """The key of COLUMNS that a column's heading means."""
    return WORDS.get(re.sub(r"\(.*?\)|[:*]", "", _plain(text)))


def _is_complete(keys: set[str]) -> bool:
    return bool(keys & {"unit", "number"}) and bool(keys & {"name", "account"})


def _read_rows(sheet: Sheet, keys: Mapping[int, str], head: int, round_: Round, note: str) -> Reading:
    rows = [row for row in sheet.rows if row.number > head]
    if not rows:
        raise UnreadableSpreadsheet("标题行下面没有内容。")
    if len(rows) > MAX_ROWS or sheet.is_cut:
        raise UnreadableSpreadsheet(f"共 {sheet.total} 行，一次最多导入 {MAX_ROWS} 行。")
    book, reading, understood = _Book(round_), Reading(note=note), []
    for row in rows:
        cells = _cells(row, keys)
        try:
            understood.append((book.understood(row.number, cells), cells))
        except WrongCell as wrong:
            reading.faults.append(_fault(row.number, cells, wrong))
    _hold_against(round_, understood, reading)
    reading.faults.sort(key=lambda fault: fault.row)
    return reading


def _hold_against(round_: Round, understood: list[tuple[Given, dict]], reading: Reading) -> None:
    """Sort the rows that were understood into what is new, what is known and what cannot be."""
    ties = ties_of({given.reviewer.pk for given, _ in understood})
    standing, recused = _present(round_)
    seen: dict[tuple[int, int, int], int] = {}
    for given, cells in understood:
        place = (given.candidacy.pk, given.reviewer.pk, given.part.pk)
        conflicts = ties.with_unit(given.reviewer.pk, given.candidacy.unit)
        if conflicts:
            wrong = WrongCell(_who(cells), f"须回避：{'、'.join(conflicts)}")
        elif place[:2] in recused:
            wrong = WrongCell(_who(cells), "本轮已申请回避这个集体")
        elif place in seen:
            wrong = WrongCell(_who(cells), f"与第 {seen[place]} 行重复")
        else:
            seen[place] = given.row
            if place in standing:
                reading.known += 1
            else:
                reading.given.append(given)
            continue
        reading.faults.append(_fault(given.row, cells, wrong))


def _present(round_: Round) -> tuple[set[tuple], set[tuple]]:
    """Who stands where in the round, and who has stepped back from which unit for a conflict of interest."""
    rows = Assignment.objects.filter(round=round_)
    standing = rows.standing().values_list("candidacy", "reviewer", "part")
    recused = rows.filter(state=AssignmentState.RECUSED).values_list("candidacy", "reviewer")
    return set(standing), set(recused)


def _cells(row: Row, keys: Mapping[int, str]) -> dict[str, str]:
    found = dict.fromkeys(COLUMNS, "")
    for column, key in keys.items():
        found[key] = found[key] or row[column].text
    return found


def _plain(text: str) -> str:
    """Half width and without blanks: （一） and (一), 张 三 and 张三 are the same."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _fault(row: int, cells: dict[str, str], wrong: WrongCell) -> Fault:
    return Fault(row, COLUMNS[wrong.key], cells[wrong.key], wrong.reason)


def _who(cells: dict[str, str]) -> str:
    return "name" if cells["name"] else "account"


class _Book:
    """What the cells are looked up in, read once for all rows."""

    def __init__(self, round_: Round):
        self.parts = list(round_.parts.all())
        candidacies, users = list(to_assess(round_)), list(assignable_users(round_))
        self.by_number = {_plain(candidacy.filing_number): candidacy for candidacy in candidacies}
        self.by_unit = _grouped((candidacy.unit.name, candidacy) for candidacy in candidacies)
        self.by_account = {_plain(user.username): user for user in users}
        self.by_name = _grouped((user.name, user) for user in users)

    def understood(self, row: int, cells: dict[str, str]) -> Given:
        """Raises WrongCell."""
        return Given(row, self._candidacy(cells), self._reviewer(cells), self._part(cells["part"]))

    def _candidacy(self, cells: dict[str, str]) -> Candidacy:
        number, name = _plain(cells["number"]), cells["unit"]
        if not number:
            return _only(self.by_unit, name, "unit", "待考核的集体", "备案编号")
        found = self.by_number.get(number)
        if found is None:
            raise WrongCell("number", "没有这个备案编号的待考核集体")
        if name and _plain(found.unit.name) != _plain(name):
            raise WrongCell("unit", f"与备案编号不符，该编号是“{found.unit.name}”")
        return found

    def _reviewer(self, cells: dict[str, str]) -> User:
        account, name = _plain(cells["account"]), cells["name"]
        if not account:
            return _only(self.by_name, name, "name", "可指派的人员", "账号")
        found = self.by_account.get(account)
        if found is None:
            raise WrongCell("account", "没有这个账号，或该账号不能担任评审人员")
        if name and _plain(found.name) != _plain(name):
            raise WrongCell("name", f"与账号不符，该账号是“{found.name}”")
        return found

    def _part(self, text: str) -> RoundPart:
        """An empty cell will do where the round has one form only."""
        if not text and len(self.parts) == 1:
            return self.parts[0]
        for part in self.parts:
            if _plain(text) in (_plain(part.get_kind_display()), _plain(str(part))):
                if part.kind == FormKind.CROSS:
                    raise WrongCell("part", "交叉互评由系统配对，不能导入")
                return part
        names = "、".join(part.get_kind_display() for part in self.parts)
        raise WrongCell("part", f"{'本轮没有这种考核形式' if text else '不能为空'}，应为{names}")


def _grouped(pairs: Iterable[tuple[str, object]]) -> dict[str, list]:
    found = defaultdict(list)
    for name, thing in pairs:
        found[_plain(name)].append(thing)
    return found


def _only(book: dict[str, list], text: str, key: str, what: str, better: str):
    """The one thing of that name; of several namesakes the other column has to say which."""
    if not text:
        raise WrongCell(key, f"不能为空，也没有填写{better}")
    found = book.get(_plain(text), [])
    if not found:
        raise WrongCell(key, f"没有这个名称的{what}")
    if len(found) > 1:
        raise WrongCell(key, f"有 {len(found)} 个同名的{what}，请填写{better}")
    return found[0]
