"""Integrity of rounds, assignments and sheets; guards see records and never import models."""

from core import clock
from core.lifecycle import ADVISORY, Finding, guard
from core.text import chinese_date
from units.queries.conflicts import conflicts_of

SHOWN = 20
"""Of findings about single units, so many are told one by one."""


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
    if other is None:
        return Finding(ok=True, text="没有其他进行中的考核")
    return Finding(
        ok=False, text=f"“{other.name}”仍在进行", remedy=f"先结束“{other.name}”", who="组委会管理员"
    )


@guard(no_clause="a unit that could not be paired would be left without a figure")
def not_cross_alone(round_) -> Finding:
    """A unit that no other one can assess gets no score in 交叉互评: another form has to stand beside it."""
    alone = not round_.parts.exclude(kind="cross").exists()
    return Finding(
        ok=not alone,
        text="考核形式只有交叉互评，无法互评的集体将没有得分" if alone else "交叉互评以外另有考核形式",
        remedy="增加审核材料等另一种考核形式" if alone else "",
        who="组委会管理员",
    )


@guard(clause="工作指引 二.3（达标考核）")
def every_sheet_locked(round_) -> list[Finding]:
    """No unit under assessment is left with an open sheet or too small a panel, in any form of the round."""
    units = list(round_.candidacies_under_assessment().order_by("unit__name", "pk"))
    parts = list(round_.parts.all())
    counts, unpaired = round_.assignments.by_panel(), round_.unpaired
    asked = [
        _panel_finding(
            _panel_name(candidacy, part, len(parts)),
            part.needed_by(candidacy.pk, unpaired),
            counts.get((candidacy.pk, part.pk), (0, 0)),
            is_late=clock.today() > round_.closes_on,
        )
        for candidacy in units
        for part in parts
    ]
    findings = [finding for finding in asked if finding is not None]  # a blocking one is falsy
    if len(findings) > SHOWN:
        left = Finding(ok=False, text=f"另有 {len(findings) - SHOWN} 项未完成", who="评审人员")
        findings = [*findings[:SHOWN], left]
    if not findings:
        text = f"{len(units)} 个集体的评分表均已提交" if units else "没有考核中的集体"
        findings = [Finding(ok=True, text=text)]
    return [*findings, *_left_out(round_)]


def _panel_name(candidacy, part, parts: int) -> str:
    return f"{candidacy.unit}（{part.get_kind_display()}）" if parts > 1 else f"{candidacy.unit}"


def _panel_finding(name: str, needed: int, count: tuple[int, int], *, is_late: bool) -> Finding | None:
    """What a panel still owes; None when all of it is handed in. `count`: seats, and of them handed in.

    Once the day is over reviewers can hand in nothing: the organizer gives them more time or finds others.
    """
    seats, handed_in = count
    if seats < needed:
        text = f"{name}：只有 {seats} 名评审人员，缺 {needed - seats} 名"
        return Finding(
            ok=False, text=text, required=f"≥{needed} 名", remedy="补派评审人员", remedy_at="panel",
            who="组委会管理员",
        )  # fmt: skip
    if handed_in == seats:
        return None
    text = f"{name}：已提交 {handed_in} 份评分表，还有 {seats - handed_in} 份未提交"
    if is_late:
        text, who = f"{text}，评分已截止", "组委会管理员"
        way = "延长评分截止日期，或撤回指派后补派"
        return Finding(ok=False, text=text, required=f"≥{needed} 份", remedy=way, remedy_at="panel", who=who)
    return Finding(ok=False, text=text, required=f"≥{needed} 份", who="评审人员")


def _left_out(round_) -> list[Finding]:
    waiting = round_.cycle.candidacies.filter(state="applied").count()
    text = f"另有 {waiting} 个集体已申请达标、尚未进入考核，结束后须等下一次考核"
    return [Finding(ok=False, text=text, severity=ADVISORY, who="组委会管理员")] if waiting else []


@guard(clause="中山市实施意见 四(三)（办法掌握程度测试）")
def quizzes_over(round_) -> list[Finding]:
    """What members can still answer counts for nothing yet."""
    running = round_.quizzes.filter(closes_on__gte=clock.today())
    return [
        Finding(
            ok=False,
            text=f"“{quiz.name}”尚未截止",
            required=f"{chinese_date(quiz.closes_on)} 24:00 截止后结束考核",
            who="组委会管理员",
        )
        for quiz in running
    ] or [Finding(ok=True, text="没有尚未截止的测试")]


@guard(clause="重庆某区通知 一(二)2（遵纪守法）；苏州市住建系统考核表（否决项）")
def vetoes_decided(round_, by) -> list[Finding]:
    """一票否决 takes two people: a reviewer who marks it with evidence, and another who confirms or dismisses it.

    Of units whose sheet the asker owes it says neither yes nor no; units that left the assessment wait for nothing.
    """
    owed = owed_names(round_, by)
    open_ = (
        round_.assignments.standing()
        .filter(
            candidacy__state="assessing",
            sheet__state="submitted",
            sheet__scores__veto_mark__state="marked",
        )
        .exclude(candidacy__in=owed)
        .values_list("candidacy__unit__name", "sheet__scores__item__name")
        .order_by("candidacy__unit__name", "sheet__scores__item__name")
    )
    found = [
        Finding(
            ok=False,
            text=f"{unit}：被标记“{item}”，尚未由第二人核实",
            remedy="核实后确认否决，或认定不成立",
            remedy_at="vetoes",
            who="评审组长或组委会管理员",
        )
        for unit, item in open_
    ]
    return [*found, *still_blind(owed, "一票否决标记")] or [Finding(ok=True, text="没有待核实的一票否决标记")]


def owed_names(round_, by) -> dict[int, str]:
    """By candidacy, the units under assessment whose sheet the asker has yet to hand in: to them scoring is blind."""
    if by is None:
        return {}
    owed = (
        round_.assignments.owed_by(by).filter(candidacy__state="assessing").order_by("candidacy__unit__name")
    )
    return dict(owed.values_list("candidacy", "candidacy__unit__name"))


def still_blind(owed: dict[int, str], what: str) -> list[Finding]:
    """One finding about all of them, the same whether there is anything to be found or not."""
    if not owed:
        return []
    names = "、".join([*owed.values()][:3]) + (f"等 {len(owed)} 个集体" if len(owed) > 3 else "")
    return [Finding(ok=False, text=f"{names}：待提交您本人的评分后，才可查看有无{what}", who="您本人")]


@guard(no_clause="a score that was handed in cannot be unmade by stepping back")
def sheet_not_handed_in(assignment) -> Finding:
    handed_in = hasattr(assignment, "sheet") and not assignment.sheet.is_draft
    return Finding(
        ok=not handed_in,
        text="评分表已提交，不能再回避、交回或撤回" if handed_in else "评分表未提交",
        remedy="请评审组长先退回重评" if handed_in else "",
    )


@guard(no_clause="谢绝 is said before work began; later it is 交回")
def nothing_scored_yet(assignment) -> Finding:
    begun = hasattr(assignment, "sheet") and assignment.sheet.scores.exists()
    return Finding(ok=not begun, text="已经开始评分，请改用“交回评审”" if begun else "尚未开始评分")


@guard(no_clause="what a closed round rests on does not move any more")
def round_not_closed(record) -> Finding:
    """Of a sheet or of a veto mark."""
    sheet = record.score.sheet if hasattr(record, "score") else record
    closed = sheet.assignment.round.state == "closed"
    return Finding(ok=not closed, text="本轮考核已结束" if closed else "本轮考核尚未结束")


@guard(no_clause="nobody opens their own sheet again")
def not_own_sheet(sheet, by) -> Finding:
    own = by is not None and sheet.assignment.reviewer_id == by.pk
    return Finding(
        ok=not own, text="不能退回自己的评分表" if own else "不是本人的评分表", who="其他组长或组委会管理员"
    )


@guard(clause="重庆某区通知 一(二)2（遵纪守法）；苏州市住建系统考核表（否决项）")
def second_person(mark, by) -> Finding:
    """一票否决 takes two people: the reviewer who marked it cannot be the one who decides."""
    assignment = mark.score.sheet.assignment
    same = by is not None and assignment.reviewer_id == by.pk
    return Finding(
        ok=not same,
        text="不能核实自己标记的否决情形" if same else "核实人不是标记人",
        who="其他组长或组委会管理员",
    )


@guard(no_clause="回避: nobody judges their own cause")
def no_conflict_with_marked(mark, by) -> list[Finding]:
    """Same unit, employer or league branch as the unit that was marked."""
    if by is None:
        return []
    return [
        Finding(ok=False, text=f"须回避：{reason}", who="其他组长或组委会管理员")
        for reason in conflicts_of(by, mark.score.sheet.assignment.candidacy.unit)
    ]


@guard(no_clause="a draw takes place when it was announced to")
def draw_day_come(draw) -> Finding:
    ok = clock.today() >= draw.draws_on
    return Finding(ok=ok, text=f"抽签日期：{chinese_date(draw.draws_on)}")


@guard(clause="工作指引 二.3（审核认定）")
def every_unit_decided(selection) -> Finding:
    """Published at once means that nobody who met the standard is left out, latecomers included."""
    met = selection.cycle.candidacies.filter(state="met")
    decided = selection.decisions.exclude(verdict="").values("candidacy")
    total, open_ = met.count(), met.exclude(pk__in=decided).count()
    if not total:
        return Finding(ok=False, text="没有待审核的达标集体", who="组委会管理员")
    text = f"还有 {open_} 个集体没有拟定结论" if open_ else f"{total} 个达标集体都已拟定结论"
    remedy = "逐一拟定结论，或按名次预填" if open_ else ""
    return Finding(ok=not open_, text=text, remedy=remedy, remedy_at="decisions", who="组委会管理员")


@guard(no_clause="an empty letter tells its reader nothing")
def letter_written(letter) -> Finding:
    ok = bool(letter.text.strip())
    return Finding(ok=ok, text="正文已填写" if ok else "正文为空", who="组委会管理员")


@guard(no_clause="回避: nobody words or sends what their own unit is told")
def letter_to_others(letter, by) -> list[Finding]:
    reasons = conflicts_of(by, letter.decision.candidacy.unit) if by else []
    return [Finding(ok=False, text=f"须回避：{reason}", who="其他经办人") for reason in reasons]


@guard(no_clause="points are given while the unit is under assessment, not before and not after")
def being_assessed(sheet) -> Finding:
    assignment = sheet.assignment
    if clock.today() > assignment.round.closes_on and not sheet.reopened_for:
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
