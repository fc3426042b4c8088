"""Conditions of the moves of the red list. Guards get records and never import models."""

from core import clock
from core.lifecycle import Finding, guard
from core.text import chinese_date
from credit.enums import FollowUpResult, PublicBasis
from units.queries.conflicts import conflicts_of


def _recusal(unit, by) -> list[Finding]:
    if unit is None or by is None:
        return []
    return [
        Finding(ok=False, text=f"须回避：{reason}", who="其他信用管理员") for reason in conflicts_of(by, unit)
    ]


@guard(no_clause="回避: nobody decides about their own unit (DESIGN §6)")
def not_own_entry(entry, by) -> list[Finding]:
    return _recusal(entry.unit, by)


@guard(no_clause="回避: nobody decides about their own unit (DESIGN §6)")
def not_own_case(case, by) -> list[Finding]:
    return _recusal(case.query.unit, by)


@guard(no_clause="回避: nobody decides about their own unit (DESIGN §6)")
def not_own_objection(objection, by) -> list[Finding]:
    return _recusal(objection.entry.unit, by)


@guard(no_clause="without a number nobody can say who is meant, and no query can be made")
def subject_known(entry) -> Finding:
    known = entry.is_subject_known
    return Finding(
        ok=known,
        text="主体已确认" if known else "没有证件号码或统一社会信用代码，无法确认主体",
        remedy="" if known else "补全号码",
        who="信用管理员",
    )


@guard(no_clause="each list names the clause of each of its conditions")
def eligible(entry) -> list[Finding]:
    """Every condition of the list, measured."""
    return entry.eligibility()


@guard(clause="青海省青年信用体系建设行动计划（先查询、后列入）；个人信息保护法第二十四条")
def credit_clear(entry) -> list[Finding]:
    """The last answer about the subject is fresh, and clear or accepted by a person."""
    return [clearance.finding() for clearance in entry.clearances(clock.today())]


@guard(clause="个人信息保护法第十三条、第二十五条")
def has_public_basis(entry) -> Finding:
    """Nothing personal stands on a public page without a recorded basis."""
    if not entry.is_person:
        ok = entry.public_basis == PublicBasis.NOT_PERSONAL
        return Finding(ok=ok, text="公开集体或组织名称" if ok else "请登记公开依据", who="信用管理员")
    if entry.public_basis == PublicBasis.LAW and entry.public_law:
        return Finding(ok=True, text=f"公开依据：{entry.public_law}")
    ok = entry.public_basis == PublicBasis.CONSENT and entry.has_consent
    text = "本人已单独同意公开" if ok else "没有登记本人单独同意或法律法规依据，不能公开"
    return Finding(ok=ok, text=text, remedy="" if ok else "登记本人的同意", who="信用管理员")


@guard(no_clause="four eyes: whoever checked does not list (DESIGN §4)")
def lister_is_not_checker(entry, by) -> Finding:
    same = by is not None and entry.checked_by_id == by.pk
    text = "列入人不得是核查人" if same else "列入人与核查人不是同一人"
    return Finding(ok=not same, text=text, who="其他信用管理员")


@guard(clause="民法典第二百零一条、第二百零三条（公示期）")
def notice_period_over(entry) -> Finding:
    if entry.objections_until is None:
        return Finding(ok=False, text="尚未公示", who="信用管理员")
    ok = clock.today() > entry.objections_until
    mark = "（节假日安排未公布，暂按周末计算）" if entry.is_provisional else ""
    text = f"公示期至{chinese_date(entry.objections_until)} 24:00{'，已满' if ok else '，尚未届满'}{mark}"
    return Finding(ok=ok, text=text, remedy="" if ok else "公示期满后办理")


@guard(no_clause="an objection is answered before anybody is listed")
def no_open_list_objection(entry) -> Finding:
    pending, upheld = entry.objections.open().count(), entry.objections.upheld().count()
    if pending:
        text = f"有 {pending} 件异议尚未办结"
    else:
        text = f"有 {upheld} 件异议成立，应不予列入" if upheld else "没有未办结的异议"
    return Finding(ok=not pending and not upheld, text=text, who="信用管理员")


@guard(no_clause="the honour is the reason for the entry; without it there is none")
def honour_stands(entry) -> Finding:
    stands = not entry.honour_fault
    return Finding(
        ok=stands, text="荣誉有效" if stands else f"荣誉已失效：{entry.honour_fault}", who="信用管理员"
    )


@guard(no_clause="places of a list are set by the committee whose list it is; counted under the list's lock")
def place_left(entry) -> Finding:
    year = clock.today().year
    places, used = entry.policy.places_in(year), entry.policy.used_in(year)
    if places is None:
        return Finding(ok=True, text=f"{year} 年不限名额")
    return Finding(
        ok=used < places,
        text=f"{year} 年名额 {places} 个，已列入 {used} 个",
        measured=str(used),
        required=f"≤{places} 个",
        who="列入单位",
    )


@guard(no_clause="an entry ends on its own day")
def validity_over(entry) -> Finding:
    ok = entry.valid_until is not None and clock.today() > entry.valid_until
    return Finding(
        ok=ok, text=f"有效期至{chinese_date(entry.valid_until)}" if entry.valid_until else "尚未列入"
    )


@guard(clause="个人信息保护法第十三条、第二十五条")
def pledge_may_be_shown(pledge) -> Finding:
    """A collective's pledge is nobody's personal data; a person's needs the consent."""
    if not pledge.is_person:
        return Finding(ok=True, text="公开集体或组织名称")
    ok = pledge.has_consent
    return Finding(
        ok=ok,
        text="本人已同意公开" if ok else "没有登记本人同意，不能公开",
        remedy="" if ok else "登记本人的同意",
        who="信用管理员",
    )


@guard(no_clause="自觉践诺 is seen by somebody before it is confirmed")
def pledge_followed_up(pledge) -> Finding:
    last = pledge.follow_ups.first()
    ok = last is not None and last.result == FollowUpResult.KEPT
    shown = f"最近一次核查：{last.get_result_display()}" if last else "还没有践诺记录"
    return Finding(ok=ok, text=shown, remedy="" if ok else "登记一次结果为已履行的核查", who="信用管理员")
