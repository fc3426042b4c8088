"""Guards of publishing a standard."""

from core.lifecycle import Finding, guard


@guard(clause="工作指引 二.1（精细化、可量化标准）")
def standard_has_items(standard) -> Finding:
    count = standard.items.count()
    return Finding(ok=count > 0, text=f"评分项 {count} 个" if count else "还没有评分项", remedy="添加评分项")


@guard(no_clause="a pass line above the total could never be met")
def pass_line_reachable(standard) -> Finding:
    ok = standard.pass_line <= standard.total
    return Finding(ok=ok, text=f"达标线 {standard.pass_line} 分，总分 {standard.total} 分")
