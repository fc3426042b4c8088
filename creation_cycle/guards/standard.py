"""Guards of publishing a standard."""

from core.lifecycle import Finding, guard

MOST_POINTS = 1000
"""Score sheets and pass lines have three digits; no source has more than 100 points."""


@guard(clause="工作指引 二.1（精细化、可量化标准）")
def standard_has_items(standard) -> Finding:
    count = standard.items.count()
    return Finding(ok=count > 0, text=f"评分项 {count} 个" if count else "还没有评分项", remedy="添加评分项")


@guard(no_clause="an example binds nobody; a committee adopts it as its own draft")
def no_mere_example(standard) -> Finding:
    text = "参考样例不能发布，请采用到本组委会" if standard.is_reference else "属于本组委会的标准"
    return Finding(ok=not standard.is_reference, text=text)


@guard(no_clause="an older draft must not take the place of a newer version")
def no_newer_published(standard) -> Finding:
    newer = standard.published_siblings().filter(version__gt=standard.version).first()
    return Finding(
        ok=newer is None, text=f"已发布更新的{newer}" if newer else f"第 {standard.version} 版为最新"
    )


@guard(no_clause="a pass line above the total could never be met")
def pass_line_reachable(standard) -> list[Finding]:
    total, most = standard.total, standard.most
    reachable = Finding(
        ok=standard.pass_line <= total,
        text=f"达标线 {standard.pass_line} 分，总分 {total} 分，达标线不得超过总分",
    )
    if most <= MOST_POINTS:
        return [reachable]
    too_many = Finding(
        ok=False, text=f"含加分最高 {most} 分，不能超过 {MOST_POINTS} 分", remedy="调低分值或权重"
    )
    return [reachable, too_many]
