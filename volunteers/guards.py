"""Conditions of the register's moves; they get records and never import models."""

from datetime import timedelta

from core import clock
from core.lifecycle import Finding, guard
from core.text import chinese_date
from volunteers.enums import ConsentMatter, OrganisationState, RequestKind

ADULT_CONSENT = 14
"""From this age on a person agrees alone (个人信息保护法第三十一条)."""


def age_of(born, day) -> int:
    """周岁: completed years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@guard(no_clause="what stands below would hang in the air")
def nothing_below(organisation) -> Finding:
    below = organisation.children.exclude(state=OrganisationState.DISSOLVED).count()
    text = f"下面还有 {below} 个组织，请先注销或改挂" if below else "下面没有其他组织"
    return Finding(ok=not below, text=text, who="志愿服务管理员")


@guard(no_clause="a chain of merged records could not be followed by anybody")
def nothing_merged_into_it(volunteer) -> Finding:
    count = volunteer.merged.count()
    text = f"已有 {count} 份档案并入这份档案，应保留这一份" if count else "没有其他档案并入这份档案"
    return Finding(ok=not count, text=text, remedy="改为把另一份档案并入这一份", who="志愿服务管理员")


def why_not_kept(volunteer, kept) -> str:
    """Why `kept` cannot be the record that stays; empty when it can."""
    if kept is None:
        return "没有这个志愿者编号，请核对保留档案的编号"
    if kept.pk == volunteer.pk:
        return "不能把档案并入它自己"
    if not kept.is_on_register:
        return f"档案 {kept.number} {kept.get_state_display()}，不能作为保留的档案"
    if kept.user_id and volunteer.user_id:
        return "两份档案各有登录账号，请先停用其中一个账号"
    return ""


@guard(clause="个人信息保护法第四十七条")
def erasure_asked_for(volunteer) -> Finding:
    asked = volunteer.data_requests.filter(
        kind=RequestKind.ERASURE, state__in=["received", "fulfilled"]
    ).exists()
    return Finding(
        ok=asked,
        text="本人已申请删除" if asked else "没有本人的删除申请",
        remedy="由本人在“我的志愿服务”中申请，或登记本人的书面申请后办理",
        who="志愿者本人",
    )


@guard(clause="个人信息保护法第四十七条第二款")
def no_legal_hold(volunteer) -> Finding:
    held = volunteer.hold_until is not None and volunteer.hold_until >= clock.today()
    text = (
        f"依法留存至{chinese_date(volunteer.hold_until)}：{volunteer.hold_reason}"
        if held
        else "没有须留存的理由"
    )
    return Finding(ok=not held, text=text, remedy="留存期满后办理", who="志愿服务管理员")


@guard(clause="个人信息保护法第四十七条第二款")
def no_legal_hold_on_request(request) -> list[Finding]:
    if request.kind != RequestKind.ERASURE:
        return []
    return no_legal_hold(request.volunteer)


@guard(no_clause="an organisation that is closed accepts nobody")
def organisation_open(membership) -> Finding:
    state = membership.organisation.state
    ok = state == OrganisationState.ACTIVE
    return Finding(
        ok=ok, text=f"组织状态：{membership.organisation.get_state_display()}", who="志愿服务管理员"
    )


@guard(no_clause="a record that was merged or erased belongs to nobody")
def volunteer_on_register(membership) -> Finding:
    volunteer = membership.volunteer
    return Finding(ok=volunteer.is_on_register, text=f"志愿者档案：{volunteer.get_state_display()}")


@guard(clause="个人信息保护法第三十一条")
def guardian_agreed(membership) -> Finding:
    """Under 14 a parent or other guardian has to agree."""
    volunteer = membership.volunteer
    age = volunteer.age_on(clock.today())
    if age is None or age >= ADULT_CONSENT:
        return Finding(ok=True, text=f"已满 {ADULT_CONSENT} 周岁，由本人同意")
    given = volunteer.consents.in_force().to(ConsentMatter.REGISTER).exclude(guardian_name="").exists()
    text = f"未满 {ADULT_CONSENT} 周岁（{age} 周岁），监护人{'已' if given else '尚未'}同意"
    return Finding(ok=given, text=text, remedy="登记监护人的同意书", who="监护人")


@guard(no_clause="nobody decides about their own application")
def not_oneself(membership, by) -> Finding:
    own = by is not None and membership.volunteer.user_id == by.pk
    return Finding(ok=not own, text="不能办理本人的申请" if own else "办理人不是申请人", who="其他管理员")


@guard(no_clause="nobody decides about their own application")
def not_own_request(request, by) -> Finding:
    own = by is not None and request.volunteer.user_id == by.pk
    return Finding(ok=not own, text="不能办理本人的申请" if own else "办理人不是申请人", who="其他管理员")


@guard(clause="个人信息保护法第四十六条")
def correction_made(request) -> list[Finding]:
    """A request to correct is done when something was corrected since, or refused with a reason."""
    if request.kind != RequestKind.CORRECTION:
        return []
    made = request.volunteer.history.filter(move="correct", at__date__gte=request.asked_on).exists()
    return [
        Finding(
            ok=made,
            text="已按申请更正" if made else "还没有更正过资料",
            remedy="先在志愿者页面“更正资料”，再办结",
            who="志愿服务管理员",
        )
    ]


PREVIEW_STANDS = timedelta(hours=24)


@guard(no_clause="个人信息保护法第十九条: what was uploaded is kept no longer than the preview needs")
def import_is_fresh(batch) -> Finding:
    ok = clock.now() < batch.created_at + PREVIEW_STANDS
    return Finding(ok=ok, text="核对结果在 24 小时内有效", remedy="重新上传文件", who="上传人")


@guard(no_clause="an import without a row would be one more entry and nothing else")
def something_to_write(batch) -> Finding:
    count = batch.new_count + batch.changed_count
    text = f"将新登记 {batch.new_count} 人，更新 {batch.changed_count} 人" if count else "没有可以写入的行"
    return Finding(ok=bool(count), text=text, remedy="按错误明细修改表格后重新上传", who="上传人")
