"""Guards of publishing a standard."""

from core.lifecycle import Finding, guard


@guard(clause="工作指引 二.1（精细化、可量化标准）")
def standard_has_items(standard) -> Finding:
    count = standard.items.count()
    return Finding(ok=count > 0, text=f"评分项 {count} 个" if count else "还没有评分项", remedy="添加评分项")


@guard(no_clause="an older draft must not take the place of a newer version")
def no_newer_published(standard) -> Finding:
    newer = standard.published_siblings().filter(version__gt=standard.version).first()
    return Finding(
        ok=newer is None, text=f"已发布更新的{newer}" if newer else f"第 {standard.version} 版为最新"
    )


@guard(no_clause="a pass line above the total could never be met")
def pass_line_reachable(standard) -> Finding:
    ok = standard.pass_line <= standard.total
    return Finding(ok=ok, text=f"达标线 {standard.pass_line} 分，总分 {standard.total} 分")
