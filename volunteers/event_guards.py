"""Conditions of an event's moves; they get records and never import models."""

from core import clock
from core.lifecycle import Finding, guard
from volunteers.event_enums import SignUpState


@guard(no_clause="nobody can sign up for nothing")
def has_shifts(event) -> Finding:
    count = event.shifts.count()
    text = f"已安排 {count} 个场次" if count else "还没有安排场次"
    return Finding(ok=bool(count), text=text, remedy="先添加场次", who="活动组织者", remedy_at="shifts")


@guard(no_clause="nobody can sign up for the past")
def shifts_lie_ahead(event) -> Finding:
    over = event.shifts.filter(ends_at__lte=clock.now()).count()
    text = f"有 {over} 个场次已经过去" if over else "各场次都在今后"
    return Finding(ok=not over, text=text, remedy="修改场次时间", who="活动组织者", remedy_at="shifts")


@guard(clause="志愿服务条例第十七条")
def insurance_noted(event) -> Finding:
    """Who sends volunteers into danger insures them, and all are told of the risk."""
    text = "已填写保险说明" if event.insurance else "没有填写保险说明"
    return Finding(
        ok=bool(event.insurance),
        text=text,
        remedy="写明投保情况或风险提示",
        who="活动组织者",
        remedy_at="event",
    )


@guard(no_clause="an event begins with its first shift")
def first_shift_begun(event) -> Finding:
    begun = event.shifts.filter(starts_at__lte=clock.now()).exists()
    return Finding(ok=begun, text="首个场次已开始" if begun else "首个场次还没有开始")


@guard(no_clause="who comes to a later shift would be missing from the list")
def all_shifts_over(event) -> Finding:
    ahead = event.shifts.filter(ends_at__gt=clock.now()).count()
    text = f"还有 {ahead} 个场次没有结束" if ahead else "各场次都已结束"
    return Finding(ok=not ahead, text=text, who="活动组织者")


@guard(clause="志愿服务记录与证明出具办法（试行）第三条")
def everybody_checked_out(event) -> Finding:
    """Records are true, accurate and complete: nobody's end is guessed."""
    here = event.shifts.filter(sign_ups__state=SignUpState.PRESENT).values("sign_ups__volunteer").count()
    text = f"还有 {here} 人没有签退" if here else "签到的人都已签退"
    return Finding(
        ok=not here, text=text, remedy="在签到名单上补记签退时间", who="活动组织者", remedy_at="list"
    )


@guard(clause="志愿服务记录与证明出具办法（试行）第三条")
def verifier_is_not_recorder(event, by) -> Finding:
    same = by is not None and by.pk == event.recorded_by_id
    text = "名单由您提交，须由另一名管理人员核实" if same else "记录人与核实人不是同一人"
    return Finding(ok=not same, text=text, who="另一名组织管理员或志愿服务管理员")


@guard(no_clause="hours that were served are recorded, not cancelled")
def nobody_served_yet(event) -> Finding:
    came = event.shifts.filter(sign_ups__state__in=[SignUpState.PRESENT, SignUpState.DONE]).count()
    text = f"已有 {came} 人签到，请结束活动，不能取消" if came else "还没有人签到"
    return Finding(ok=not came, text=text, who="活动组织者")
