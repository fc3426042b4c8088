"""Integrity of rounds, assignments and sheets; guards see records and never import models."""

from core import clock
from core.lifecycle import ADVISORY, Finding, guard
from core.text import chinese_date
from units.queries.conflicts import conflicts_of


@guard(clause="中山市实施意见 四(三)")
def window_begun(round_) -> Finding:
    """双数年5—6月 is the custom; the round's own dates bind."""
    today = clock.today()
    return Finding(
        ok=round_.opens_on <= today <= round_.closes_on,
        text=f"考核时间：{chinese_date(round_.opens_on)}至{chinese_date(round_.closes_on)}",
        measured=f"今天是{chinese_date(today)}",
    )


@guard(no_clause="a unit is assessed by one panel at a time")
def no_other_open_round(round_) -> Finding:
    other = round_.cycle.rounds.filter(state="open").exclude(pk=round_.pk).first()
    return Finding(ok=other is None, text=f"“{other.name}”仍在进行" if other else "没有其他进行中的考核")


@guard(clause="工作指引 二.3（达标考核）")
def every_sheet_locked(round_) -> list[Finding]:
    """No unit under assessment is left with an open sheet or too few of them."""
    findings = []
    for candidacy in round_.candidacies_under_assessment():
        locked = candidacy.assignments.standing().filter(round=round_, sheet__state="locked").count()
        open_ = candidacy.assignments.standing().filter(round=round_).count() - locked
        ok = not open_ and locked >= round_.min_reviewers
        text = f"{candidacy.unit}：已锁定 {locked} 份评分表" + (f"，还有 {open_} 份未提交" if open_ else "")
        findings.append(Finding(ok=ok, text=text, required=f"≥{round_.min_reviewers} 份", who="评审人员"))
    left_out = round_.cycle.candidacies.filter(state="applied").count()
    if left_out:
        text = f"另有 {left_out} 个集体已申请达标、尚未进入考核，结束后须等下一次考核"
        findings.append(Finding(ok=False, text=text, severity=ADVISORY, who="组委会管理员"))
    return findings or [Finding(ok=True, text="没有考核中的集体")]


@guard(clause="重庆某区通知 一(二)2（遵纪守法）；苏州市住建系统考核表（否决项）")
def vetoes_to_confirm(round_) -> list[Finding]:
    """一票否决 takes two roles: a reviewer who marks it with evidence, and the organizer who closes the round on it."""
    marked = (
        round_.assignments.standing()
        .filter(sheet__scores__veto_mark__state="marked", candidacy__state="assessing")
        .values_list("candidacy__unit__name", "sheet__scores__item__name", "sheet__scores__remark")
    )
    return [
        Finding(
            ok=False,
            severity=ADVISORY,
            text=f"{unit}：评审人员标记“{item}”（{remark}）。结束考核即确认，该集体按未达标处理",
            remedy="先核实标记的情形，不成立的写明理由",
            remedy_at="vetoes",
            who="组委会管理员",
        )
        for unit, item, remark in marked.distinct()
    ] or [Finding(ok=True, text="没有待核实的一票否决")]


@guard(no_clause="what a closed round found stands: it was computed from the marks as they were")
def round_not_closed(mark) -> Finding:
    ok = mark.round.state != "closed"
    return Finding(ok=ok, text="本轮考核尚未结束" if ok else "本轮考核已结束，标记已经确认")


@guard(no_clause="a score that was handed in cannot be unmade by stepping back")
def sheet_not_locked(assignment) -> Finding:
    locked = hasattr(assignment, "sheet") and not assignment.sheet.is_draft
    return Finding(ok=not locked, text="评分表已锁定，不能再回避或撤回" if locked else "评分表未锁定")


@guard(no_clause="points are given while the unit is under assessment, not before and not after")
def being_assessed(sheet) -> Finding:
    assignment = sheet.assignment
    if clock.today() > assignment.round.closes_on:
        return Finding(
            ok=False, text=f"评分已于{chinese_date(assignment.round.closes_on)} 24:00 截止", who="组委会"
        )
    ok = (
        assignment.state == "assigned"
        and assignment.round.state == "open"
        and assignment.candidacy.state == "assessing"
    )
    return Finding(ok=ok, text="集体正在本轮考核中" if ok else "该集体不在本轮考核中，不能提交评分")


@guard(clause="中山市实施意见 四(三)")
def every_item_scored(sheet) -> Finding:
    """All dimensions of the pinned standard: 基础建设 to 团建工作."""
    total, done = sheet.items_to_score().count(), sheet.scores.count()
    return Finding(
        ok=done >= total,
        text=f"共 {total} 项，已评 {done} 项" + (f"，未评 {total - done} 项" if done < total else ""),
    )


@guard(no_clause="回避: nobody judges their own cause")
def reviewer_has_no_conflict(sheet) -> list[Finding]:
    """Same unit, employer or league branch; checked again when the sheet is handed in."""
    reasons = conflicts_of(sheet.assignment.reviewer, sheet.assignment.candidacy.unit)
    return [Finding(ok=False, text=f"须回避：{reason}", remedy="申请回避") for reason in reasons]


@guard(clause="中山市实施意见 四（投诉、整改与反馈）")
def rectification_answered(rectification) -> Finding:
    """An answer in words; evidence comes from the log and is not asked for a second time."""
    ok = bool(rectification.answer.strip())
    return Finding(
        ok=ok,
        text="整改情况已填写" if ok else "尚未填写整改情况",
        remedy="" if ok else "填写整改情况",
        remedy_at="answer",
        who="号长",
    )
