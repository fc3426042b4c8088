"""Integrity of inspections: seen by untied people, every point looked at, problems followed up."""

from core import clock
from core.lifecycle import Finding, guard
from core.text import chinese_date
from units.queries.conflicts import ties_of


@guard(no_clause="what was seen before the window or long after it is another inspection")
def in_window(inspection) -> Finding:
    ok = inspection.opens_on <= clock.today()
    window = f"{chinese_date(inspection.opens_on)}至{chinese_date(inspection.closes_on)}"
    return Finding(ok=ok, text=f"检查时间：{window}", who="" if ok else "到开始日期再提交")


@guard(no_clause="回避: nobody inspects their own unit or employer")
def inspectors_untied(inspection) -> list[Finding]:
    people = list(inspection.inspectors.all())
    ties = ties_of(person.pk for person in people)
    return [
        Finding(ok=False, text=f"检查人员{person}须回避：{'、'.join(reasons)}", who="组织检查的团组织管理员")
        for person in people
        if (reasons := ties.with_unit(person.pk, inspection.unit))
    ] or [Finding(ok=True, text="检查人员无须回避")]


@guard(clause="中山市实施意见 四（明察暗访）")
def every_point_looked_at(inspection) -> Finding:
    open_ = inspection.items.filter(look="").count()
    text = f"还有 {open_} 项没有记录" if open_ else "各项均已记录"
    return Finding(
        ok=not open_, text=text, remedy="逐项记录，看不到的选“未能查看”" if open_ else "", who="检查人员"
    )


@guard(clause="中山市实施意见 四（投诉、整改与反馈）")
def problems_followed_up(inspection) -> Finding:
    """Each inspection with problems ends in a rectification that is done, or in a proposed adjustment."""
    problems = inspection.items.problems().count()
    if not problems:
        return Finding(ok=True, text="没有发现问题")
    done = inspection.rectifications.filter(state="closed").exists()
    proposed = inspection.has_adjustment
    text = f"发现 {problems} 项问题，" + (
        "已整改完成" if done else "已提出动态调整" if proposed else "尚未整改完成"
    )
    return Finding(
        ok=done or proposed, text=text, remedy="" if done or proposed else "发出整改通知单并复查通过，或提出动态调整",
        who="组织检查的团组织管理员",
    )  # fmt: skip
