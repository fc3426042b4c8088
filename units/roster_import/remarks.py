"""What a preview says about the file as a whole: what was read, and everything that was not."""

from core.spreadsheets import Sheet, Workbook
from units.roster_import.table import Table


def remarks(workbook: Workbook, sheet: Sheet, table: Table) -> list[str]:
    """Sentences, the most important first."""
    others = [f"“{other.name}”" for other in workbook.sheets if other is not sheet]
    ignored = [text for at, text in table.labels.items() if at not in table.columns]
    left_out = [f"{reason} {count} 行" for reason, count in table.left_out.items()]
    said = [
        _read(workbook, sheet, table),
        f"另有可见的工作表{'、'.join(others)}，可在“导入设置”中改选。" if others else "",
        f"隐藏的工作表{'、'.join(f'“{name}”' for name in workbook.hidden)}没有读取。"
        if workbook.hidden
        else "",
        f"不导入的列：{'、'.join(ignored)}。" if ignored else "",
        f"已略过：{'、'.join(left_out)}。" if left_out else "",
        "右侧第 100 列以后的内容没有读取。" if sheet.is_narrowed else "",
    ]
    return [sentence for sentence in said if sentence]


def _read(workbook: Workbook, sheet: Sheet, table: Table) -> str:
    name = f"工作表“{sheet.name}”" if len(workbook.sheets) + len(workbook.hidden) > 1 else "表格"
    if table.header is None:
        return f"已读取{name}，没有找到标题行，请选择各列的含义。"
    first, last = table.header.first, table.header.last
    rows = f"第 {first} 行" if first == last else f"第 {first} 至 {last} 行"
    return f"已读取{name}，标题行为{rows}，共 {len(table.rows)} 名成员。"
