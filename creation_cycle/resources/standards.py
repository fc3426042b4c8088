"""A standard as a spreadsheet: one row an item, read with every fault named, written so that reading gives it back."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from io import BytesIO

from core.spreadsheets import Row, Sheet, UnreadableSpreadsheet, find_header, read_file
from creation_cycle import rule_lines
from creation_cycle.auto_sources import AUTO_SOURCES
from creation_cycle.enums import ItemKind, ItemMethod
from creation_cycle.rubric import COLUMNS, RubricItem, repeated, shown
from creation_cycle.rule_lines import WrongRuleLine

NAMES = tuple(COLUMNS)
REQUIRED = ("dimension", "name", "points")
NUMBERS = ("weight", "points", "bonus_max", "full_at", "step")
MAX_ROWS = 300
LONGEST_CELL = 2000
OTHER_NAMES = {
    "考核维度": "dimension", "一级指标": "dimension", "考核项目": "dimension", "项目": "dimension",
    "考核内容": "name", "二级指标": "name", "指标": "name", "评分内容": "name",
    "评分类型": "kind", "分值": "points", "标准分": "points", "评分细则": "rules", "考核方式": "methods",
    "条款": "clause", "最小分值": "step", "说明": "guidance", "评分标准": "guidance",
}  # fmt: skip
KINDS = {kind.label: kind for kind in ItemKind} | {
    "否决": ItemKind.VETO, "扣分项": ItemKind.DEDUCT, "累加项": ItemKind.ACCUMULATE, "加分": ItemKind.ACCUMULATE,
    "评议项": ItemKind.JUDGEMENT, "系统": ItemKind.AUTO, "自动": ItemKind.AUTO,
}  # fmt: skip
METHODS = {method.label: method.value for method in ItemMethod} | {"查看资料": "papers", "现场查看": "visit"}
SOURCES = {source.label: code for code, source in AUTO_SOURCES.items()} | {
    code: code for code in AUTO_SOURCES
}
NUMBER = re.compile(r"\d+(?:\.\d+)?")
KIND_GUESSED = "表中没有“类型”列，已按细则推断类型，请在预览中核对。"


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell, for the reader of the file."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """What a file holds: its items when `faults` is empty; `note` tells what was left aside."""

    items: list[RubricItem]
    faults: list[Fault]
    note: str = ""


class WrongCell(ValueError):
    """The cell cannot be read, in a sentence."""


def read(content: bytes) -> Reading:
    """The first sheet that has the columns. Raises UnreadableSpreadsheet when there is none."""
    workbook = read_file(content)
    nearest = set(REQUIRED)
    for sheet in workbook.sheets:
        header = find_header(sheet, recognise)
        if header is None:
            continue
        missing = _missing(header.keys)
        if not missing:
            others = len(workbook.sheets) > 1
            note = f"文件有 {len(workbook.sheets)} 张工作表，只读取“{sheet.name}”。" if others else ""
            note += "" if "kind" in header.keys.values() else KIND_GUESSED
            return _read_rows(sheet, header.keys, header.last, note)
        nearest = min(nearest, missing, key=len)
    raise UnreadableSpreadsheet(_no_header(nearest))


def recognise(text: str) -> str | None:
    """The name of the field that a column's heading means."""
    plain_text = "".join(unicodedata.normalize("NFKC", text).split())
    labels = {label: name for name, label in COLUMNS.items()} | OTHER_NAMES
    return labels.get(re.sub(r"\(.*?\)", "", plain_text))


def texts_of(item: RubricItem) -> dict[str, str]:
    """The cells of an item, which `item_of` makes the same item of again."""
    return {name: shown(item, name) for name in NAMES}


def item_of(texts: Mapping[str, str]) -> RubricItem:
    """Raises ValueError for texts that no sound item has."""
    item, wrong = _item(texts)
    if item is None or wrong:
        raise ValueError(f"not an item: {wrong}")
    return item


def write(standards: Iterable[tuple[str, Iterable[RubricItem]]]) -> BytesIO:
    """A workbook with a sheet for each `(title, items)`; texts are never formulas (CWE-1236)."""
    from openpyxl import Workbook  # slow library, for this one purpose

    book = Workbook()
    book.remove(book.active)
    for title, items in standards:
        sheet = book.create_sheet(_sheet_name(title, book.sheetnames))
        sheet.append(list(COLUMNS.values()))
        for item in items:
            sheet.append([_cell(sheet, item, name) for name in NAMES])
        _dress(sheet)
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _missing(keys: Mapping[int, str]) -> set[str]:
    return set(REQUIRED) - set(keys.values())


def _no_header(missing: set[str]) -> str:
    names = "、".join(COLUMNS[name] for name in REQUIRED if name in missing)
    if missing == set(REQUIRED):
        return f"没有找到标题行，须有这些列：{names}。"
    return f"标题行缺少这些列：{names}。"


def _read_rows(sheet: Sheet, keys: Mapping[int, str], head: int, note: str) -> Reading:
    rows = [row for row in sheet.rows if row.number > head]
    if len(rows) > MAX_ROWS:
        raise UnreadableSpreadsheet(f"共 {len(rows)} 行，一次最多导入 {MAX_ROWS} 行。")
    items, numbers, faults = [], [], []
    above: dict[str, str] = {}
    for row in rows:
        cells = _cells(row, keys, above)
        item, wrong = _item(cells)
        faults += [Fault(row.number, COLUMNS[name], cells[name], reason) for name, reason in wrong.items()]
        if item is not None:
            items.append(item)
            numbers.append((row.number, cells))
    for place, wrong in repeated(items).items():
        number, cells = numbers[place]
        faults += [Fault(number, COLUMNS[name], cells[name], reason) for name, reason in wrong.items()]
    if not rows:
        raise UnreadableSpreadsheet("标题行下面没有内容。")
    return Reading(items, sorted(faults, key=lambda fault: fault.row), note)


def _cells(row: Row, keys: Mapping[int, str], above: dict[str, str]) -> dict[str, str]:
    """The row's texts by field. An empty dimension is that of the row above, as in tables made for print."""
    found = dict.fromkeys(NAMES, "")
    for column, name in keys.items():
        value = row[column].value
        found[name] = found[name] or (value.strip() if isinstance(value, str) else row[column].text)
    if "kind" not in keys.values():
        found["kind"] = _guessed_kind(found["rules"])
    if not found["dimension"] and above:
        found["dimension"] = above["dimension"]
    same = above.get("dimension") == found["dimension"]
    if not found["weight"]:
        found["weight"] = above["weight"] if same and above else ""
    above.update(dimension=found["dimension"], weight=found["weight"])
    return found


def _guessed_kind(rules: str) -> str:
    """Tables of offices seldom name the kind: lines that take off or add say it, anything else is judged."""
    first = next((line for line in rules.splitlines() if not line.strip().startswith("加分")), "")
    found = rule_lines.LINE.fullmatch(first.strip())
    if found is None:
        return ItemKind.JUDGEMENT.label
    return (ItemKind.ACCUMULATE if found["sign"] in rule_lines.PLUS else ItemKind.DEDUCT).label


def _item(cells: Mapping[str, str]) -> tuple[RubricItem | None, dict[str, str]]:
    """The item and what is wrong with it; None when a cell cannot be read at all."""
    values, wrong = {}, {}
    for name, text in cells.items():
        try:
            values[name] = PARSERS.get(name, _text)(text)
        except WrongCell as error:
            wrong[name] = str(error)
    if "kind" in values:
        try:
            values["rules"] = rule_lines.parse(cells["rules"], values["kind"]) if cells["rules"] else ()
        except WrongRuleLine as error:
            wrong["rules"] = str(error)
    if wrong:
        return None, wrong
    given = {name: value for name, value in values.items() if value is not None}
    item = RubricItem(**given)
    return item, item.faults()


def _text(text: str) -> str:
    if len(text) > LONGEST_CELL:
        raise WrongCell(f"共 {len(text)} 字，最多 {LONGEST_CELL} 字")
    return text.replace("\r\n", "\n")


def _number(text: str) -> Decimal | None:
    """None where nothing is written: the field keeps its usual value."""
    plain_text = unicodedata.normalize("NFKC", text).removesuffix("分").strip()
    if not plain_text:
        return None
    try:
        if NUMBER.fullmatch(plain_text):
            return Decimal(plain_text)
    except InvalidOperation:
        pass
    if NUMBER.fullmatch(plain_text.lstrip("-−–")):
        raise WrongCell("不能小于 0")
    raise WrongCell("请填写数字，例如 5 或 2.5")


def _kind(text: str) -> ItemKind:
    return _one_of(text, KINDS, f"类型应为{'、'.join(ItemKind.labels)}")


def _methods(text: str) -> tuple[str, ...]:
    words = [word for word in re.split(r"[、,，;；/\s]+", text) if word]
    allowed = f"考评方式应为{'、'.join(ItemMethod.labels)}"
    return tuple(dict.fromkeys(_one_of(word, METHODS, allowed) for word in words))


def _source(text: str) -> str:
    return (
        _one_of(text, SOURCES, f"系统数据应为{'、'.join(s.label for s in AUTO_SOURCES.values())}")
        if text
        else ""
    )


def _one_of(text: str, known: Mapping, sentence: str):
    if text not in known:
        raise WrongCell(sentence if text else f"不能为空：{sentence}")
    return known[text]


PARSERS: dict[str, Callable] = {
    **dict.fromkeys(NUMBERS, _number),
    "kind": _kind,
    "methods": _methods,
    "auto_source": _source,
}


def _sheet_name(title: str, taken: list[str]) -> str:
    """Excel allows 31 characters, without some signs, each name once."""
    name = re.sub(r"[\[\]:*?/\\']", "", title)[:28] or "标准"
    return name if name not in taken else f"{name[:26]}-{len(taken) + 1}"


def _cell(sheet, item: RubricItem, name: str):
    from openpyxl.cell import WriteOnlyCell

    value = getattr(item, name)
    told = shown(item, name) or None
    cell = WriteOnlyCell(sheet, value if isinstance(value, Decimal) and told else told)
    if isinstance(cell.value, str):
        cell.data_type = "s"
    return cell


def _dress(sheet) -> None:
    """Readable without a touch: wrapped lines, a head that stays, columns as wide as their content needs."""
    from openpyxl.styles import Alignment, Font

    widths = (12, 8, 24, 10, 8, 36, 10, 16, 24, 20, 10, 40, 12)
    for column, width in zip(sheet.columns, widths, strict=True):
        sheet.column_dimensions[column[0].column_letter].width = width
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
