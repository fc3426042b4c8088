"""What a preview says about the file as a whole: what was read, and everything that was not."""

from core.spreadsheets import Sheet, Workbook
from units.roster_import.table import BLANK, Table

SHOWN = 12
"""Row numbers that one sentence names."""


def remarks(workbook: Workbook, sheet: Sheet, table: Table) -> list[str]:
    """Sentences, the most important first."""
    others = [f"“{other.name}”" for other in workbook.sheets if other is not sheet]
    ignored = [text for at, text in table.labels.items() if at not in table.columns]
    left_out = [_left_out(reason, numbers) for reason, numbers in table.left_out.items()]
    unseen = sorted({row.number for row in table.rows} & set(sheet.unseen))
    said = [
        _read(workbook, sheet, table),
        f"另有可见的工作表{'、'.join(others)}，可在“导入设置”中改选。" if others else "",
        f"隐藏的工作表{'、'.join(f'“{name}”' for name in workbook.hidden)}没有读取。"
        if workbook.hidden
        else "",
        f"表格左右并排 {len(table.blocks)} 栏，已逐栏读取。" if len(table.blocks) > 1 else "",
        f"隐藏或筛选掉的行也已读取：{_numbers(unseen)}，不需要的请在表格中删除后重新上传。" if unseen else "",
        f"不导入的列：{'、'.join(ignored)}。" if ignored else "",
        f"已略过：{'、'.join(left_out)}。" if left_out else "",
        "右侧第 100 列以后的内容没有读取。" if sheet.is_narrowed else "",
    ]
    return [sentence for sentence in said if sentence]


def _left_out(reason: str, numbers: list[int]) -> str:
    """Somebody may stand in a row that was left out: only empty ones go without their numbers."""
    return f"{reason} {len(numbers)} 行" + ("" if reason == BLANK else f"（{_numbers(numbers)}）")


def _numbers(numbers: list[int]) -> str:
    numbers = sorted(set(numbers))
    return f"第 {'、'.join(map(str, numbers[:SHOWN]))} 行" + ("等" if len(numbers) > SHOWN else "")


def _read(workbook: Workbook, sheet: Sheet, table: Table) -> str:
    name = f"工作表“{sheet.name}”" if len(workbook.sheets) + len(workbook.hidden) > 1 else "表格"
    if table.header is None:
        return f"已读取{name}，没有找到标题行，请选择各列的含义。"
    first, last = table.header.first, table.header.last
    rows = f"第 {first} 行" if first == last else f"第 {first} 至 {last} 行"
    return f"已读取{name}，标题行为{rows}，共 {len(table.rows)} 名成员。"
