"""Guards of 动态调整 (domain.md §6): told, heard, decided by somebody else, appealed once."""

from core import clock
from core.lifecycle import Finding, guard
from core.text import chinese_date
from creation_cycle import adjustment_bases, rectifying
from creation_cycle.enums import AdjustmentKind, AdjustmentState, TitleState
from units.enums import Level

HELD = (TitleState.IN_FORCE, TitleState.WARNED)
DECIDED = AdjustmentState.decided()


@guard(clause="工作指引 二.3（动态调整）")
def facts_stated(adjustment) -> Finding:
    """The unit reads what it is held to have done, and by which clause."""
    missing = [
        label for name, label in (("facts", "事实"), ("clause", "依据条款")) if not getattr(adjustment, name)
    ]
    text = f"还没有写明{'、'.join(missing)}" if missing else "事实和依据条款已写明"
    return Finding(ok=not missing, text=text, remedy="补充后保存", who="组委会管理员")


@guard(clause="工作指引 二.3（动态调整）")
def measure_fits_title(adjustment) -> list[Finding]:
    """Only a title that is held can be adjusted; a second warning is no warning."""
    title, kind = adjustment.title, adjustment.kind
    if title.state not in HELD:
        return [Finding(ok=False, text=f"称号{title.get_state_display()}，不能再作调整")]
    if kind == AdjustmentKind.PROMOTE:
        return [_leads_upwards(adjustment)]
    if kind == AdjustmentKind.WARN and title.state == TitleState.WARNED:
        text = "集体已在警告期内，再次出现问题应考虑调整星级或撤销称号"
        return [Finding(ok=False, text=text, remedy="改选调整方式", who="组委会管理员")]
    if kind == AdjustmentKind.LOWER_STAR and title.star == 1:
        return [Finding(ok=True, text="现为一星级：降星决定生效后转入撤销称号审查")]
    return [Finding(ok=True, text=f"称号现为{title.get_star_display()}，{title.get_state_display()}")]


def _leads_upwards(adjustment) -> Finding:
    """There is a level above, and no warning that bars 晋级."""
    title = adjustment.title
    higher = Level(title.level).upper()
    if higher is None:
        return Finding(ok=False, text=f"{title.name}之上没有可以晋级的等级")
    if title.state == TitleState.WARNED and adjustment.terms.warning_blocks:
        return Finding(ok=False, text="集体在警告期内，不得推荐晋级", remedy="警告解除后推荐")
    return Finding(ok=True, text=f"推荐创建{higher.label}青年文明号，现为{title.get_star_display()}")


@guard(no_clause="the house that writes 整改通知单 has to be there before one is decided")
def rectification_possible(adjustment) -> Finding:
    ok = adjustment.kind != AdjustmentKind.RECTIFY or rectifying.registered() is not None
    return Finding(ok=ok, text="生效后发出整改通知单" if ok else "系统缺少整改通知单模块", who="系统管理员")


@guard(no_clause="a decision rests on what was verified (domain.md §6)")
def basis_verified(adjustment) -> Finding:
    """An upper house answers for its records: only a verified complaint can found a sanction."""
    return adjustment_bases.finding_on(adjustment)


@guard(clause="行政处罚法第四十四条、第四十五条（参照：告知、陈述申辩）")
def statement_heard(adjustment) -> Finding:
    """Decided only after the unit has spoken or its period is over entirely; a recommendation needs no hearing."""
    if adjustment.kind == AdjustmentKind.PROMOTE:
        return Finding(ok=True, text="晋级推荐不需要陈述申辩")
    if adjustment.statement_until is None:
        return Finding(ok=False, text="还没有告知集体", remedy="先告知", who="组委会管理员")
    if adjustment.statement_on:
        return Finding(ok=True, text=f"集体已于{chinese_date(adjustment.statement_on)}陈述申辩")
    over = clock.today() > adjustment.statement_until
    until = f"陈述申辩期至{chinese_date(adjustment.statement_until)} 24:00"
    text = f"{until}，已满，集体没有陈述申辩" if over else f"{until}，尚未届满"
    return Finding(ok=over, text=text, remedy="" if over else "期满或收到陈述申辩后办理")


@guard(clause="行政处罚法第四十五条（参照：陈述申辩）")
def statement_period_open(adjustment) -> Finding:
    """The last day counts to its end."""
    until = adjustment.statement_until
    ok = until is not None and clock.today() <= until
    said = chinese_date(until) if until else "（未告知）"
    return Finding(ok=ok, text=f"陈述申辩期至{said} 24:00" + ("" if ok else "，已经届满"))


@guard(no_clause="kept verbatim: what was said once is not said over")
def not_stated_yet(adjustment) -> Finding:
    ok = adjustment.statement_on is None
    return Finding(ok=ok, text="尚未陈述申辩" if ok else "陈述申辩已经提交，原文存档，不能修改")


@guard(no_clause="four eyes: whoever proposed or served it does not decide (domain.md §3, 审批人)")
def decider_had_no_part(adjustment, by) -> Finding:
    took_part = by is not None and by.pk in (adjustment.proposed_by_id, adjustment.notified_by_id)
    text = "作出决定的人不得是提出或告知的人" if took_part else "作出决定的人没有参与提出和告知"
    return Finding(ok=not took_part, text=text, who="组委会其他审批人")


@guard(no_clause="an effect follows from a decision, at once")
def decision_made(adjustment) -> Finding:
    ok = bool(adjustment.decision_number and adjustment.decided_on)
    return Finding(ok=ok, text=f"决定文号：{adjustment.decision_number or '无'}")


@guard(
    no_clause="our own rule: one appeal, to the next upper committee, within the period that the decision names"
)
def appeal_open(adjustment) -> Finding:
    """Once only; recommendations have nothing to appeal against."""
    if adjustment.kind == AdjustmentKind.PROMOTE:
        return Finding(ok=False, text="晋级推荐没有申诉程序")
    if adjustment.appealed_on is not None:
        return Finding(ok=False, text="已经申诉过一次，不能再次申诉")
    until = adjustment.appeal_until
    ok = until is not None and clock.today() <= until
    said = chinese_date(until) if until else "（未生效）"
    return Finding(ok=ok, text=f"申诉期至{said} 24:00" + ("" if ok else "，已经届满"))


@guard(no_clause="an appeal is decided by people who had no part in the decision")
def appeal_decider_had_no_part(adjustment, by) -> Finding:
    parts = (adjustment.proposed_by_id, adjustment.notified_by_id, adjustment.decided_by_id)
    took_part = by is not None and by.pk in parts
    text = "办理申诉的人参与过原决定，须由其他人办理" if took_part else "办理申诉的人没有参与原决定"
    return Finding(ok=not took_part, text=text, who="上一级组委会的其他经办人")


@guard(no_clause="a unit holds one title at a level: the database holds it as well")
def effect_can_be_undone(adjustment) -> Finding:
    """A unit that was recognised anew after its revocation already has what would be given back."""
    title = adjustment.title
    if adjustment.kind != AdjustmentKind.REVOKE or title.state != TitleState.REVOKED:
        return Finding(ok=True, text="撤销决定后恢复原状")
    taken = title.unit.titles.filter(level=title.level, state__in=HELD).exists()
    text = "集体已重新获得同级称号，原称号不能再恢复" if taken else "撤销决定后恢复称号"
    return Finding(ok=not taken, text=text, who="作出决定的组委会")
