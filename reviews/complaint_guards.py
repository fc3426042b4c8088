"""Integrity of complaints (domain.md §6): who may look into one, and what has to be there before the next step."""

from core import clock
from core.lifecycle import Finding, guard
from core.text import chinese_date
from reviews.enums import Satisfaction
from units.queries.conflicts import conflicts_of, ties_of

CHECKERS = 2
"""核查 takes two people (domain.md §6)."""


@guard(no_clause="回避: nobody handles a complaint about their own unit or employer")
def complaint_not_own_unit(complaint, by) -> list[Finding]:
    if by is None:
        return []
    return [
        Finding(ok=False, text=f"须回避：{reason}", who="其他经办人")
        for reason in conflicts_of(by, complaint.unit)
    ]


@guard(clause="个人信息保护法第六条（最小必要）")
def summary_written(complaint) -> Finding:
    """The unit reads this summary and nothing that the complainant wrote."""
    ok = bool(complaint.summary.strip())
    return Finding(
        ok=ok,
        text="转办摘要已填写" if ok else "尚未填写转办摘要",
        remedy="" if ok else "在页面上填写转办摘要，写明事实，不写可能暴露投诉人的内容",
        remedy_at="summary",
        who="受理单位管理员",
    )


@guard(no_clause="回避: whoever keeps the unit does not look into it")
def body_independent(complaint) -> Finding:
    """Of the body that it is forwarded to nobody keeps the unit, and somebody there is not tied to it."""
    body = complaint.forwarded_to or complaint.committee
    officers = set(
        body.offices.current().filter(role="officer", user__is_active=True).values_list("user", flat=True)
    )
    keepers = set(complaint.unit.posts.current().values_list("user", flat=True))
    if officers & keepers:
        text = f"{body}有管理员同时管理该集体，不能转给它办理"
        return Finding(
            ok=False, text=text, remedy="改转其他团组织", remedy_at="summary", who="受理单位管理员"
        )
    ties = ties_of(officers)
    free = [officer for officer in officers if not ties.with_unit(officer, complaint.unit)]
    text = f"承办单位：{body}" if free else f"{body}没有可以办理的管理员（均须回避或尚未设置）"
    return Finding(
        ok=bool(free), text=text, remedy="" if free else "改转其他团组织", remedy_at="summary",
        who="受理单位管理员",
    )  # fmt: skip


@guard(no_clause="an empty statement tells nobody anything")
def statement_written(complaint) -> Finding:
    ok = bool(complaint.statement.strip())
    return Finding(
        ok=ok, text="情况说明已填写" if ok else "尚未填写情况说明", remedy="" if ok else "填写情况说明",
        remedy_at="statement", who="号长",
    )  # fmt: skip


@guard(no_clause="our own rule: the other side is heard before anybody judges (domain.md §6)")
def unit_was_heard(complaint) -> Finding:
    """The unit stated its side, or let its days pass."""
    if complaint.stated_on:
        return Finding(ok=True, text=f"单位已于{chinese_date(complaint.stated_on)}说明情况")
    over = complaint.state_by is not None and clock.today() > complaint.state_by
    until = chinese_date(complaint.state_by) if complaint.state_by else ""
    text = f"单位在{until}前没有说明，可以直接核查" if over else f"单位说明的期限到{until}为止"
    return Finding(ok=over, text=text, remedy="" if over else "等待单位说明，或期满后直接核查", who="号长")


@guard(no_clause="our own rule: two people look into it (domain.md §6)")
def two_checkers(complaint) -> list[Finding]:
    """Two different people, neither of them tied to the unit."""
    people = [check.checker for check in complaint.checks.select_related("checker")]
    found = [
        Finding(
            ok=len(people) >= CHECKERS,
            text=f"已安排 {len(people)} 名核查人员",
            required=f"≥{CHECKERS} 名",
            remedy="安排核查人员",
            remedy_at="checkers",
            who="受理单位管理员",
        )
    ]
    ties = ties_of(person.pk for person in people)
    return found + [
        Finding(ok=False, text=f"核查人员{person}须回避：{'、'.join(reasons)}", who="受理单位管理员")
        for person in people
        if (reasons := ties.with_unit(person.pk, complaint.unit))
    ]


@guard(no_clause="our own rule: two people look into it (domain.md §6)")
def checks_recorded(complaint) -> list[Finding]:
    """Each of the two wrote down what they found."""
    open_ = [str(check.checker) for check in complaint.checks.select_related("checker") if not check.outcome]
    if open_:
        text = f"{'、'.join(open_)}尚未记录核查情况"
        return [
            Finding(ok=False, text=text, remedy="由核查人员本人记录", remedy_at="checkers", who="核查人员")
        ]
    return [Finding(ok=True, text="核查情况均已记录")]


@guard(no_clause="a verified complaint is not answered with words alone")
def consequence_recorded(complaint) -> Finding:
    """What follows from a verified complaint is on record before the complainant is told."""
    ok = not complaint.is_verified or bool(complaint.measure.strip())
    return Finding(
        ok=ok,
        text="处理情况已填写" if ok else "投诉经查属实，尚未填写处理情况",
        remedy="" if ok else "填写处理情况：整改通知单、动态调整或其他措施",
        remedy_at="measure",
        who="受理单位管理员",
    )


@guard(no_clause="only who is not satisfied with the reply has it looked at again")
def was_not_satisfied(complaint) -> Finding:
    ok = complaint.satisfaction == Satisfaction.DISSATISFIED
    return Finding(ok=ok, text="投诉人对答复不满意" if ok else "投诉人没有表示对答复不满意")


@guard(no_clause="one review by the body above; its word is the last one (domain.md §6)")
def review_left(complaint) -> Finding:
    upper = complaint.committee.parent
    if complaint.review_requested_on is not None:
        return Finding(ok=False, text="已经申请过一次上级复查")
    return Finding(ok=upper is not None, text=f"由{upper}复查" if upper else "受理单位没有上级团组织")


@guard(no_clause="the complainant has some days to say whether the reply satisfies")
def answer_days_over(complaint) -> Finding:
    """Satisfied or not, or the days for it are over."""
    if complaint.satisfaction or complaint.state == "declined":
        return Finding(ok=True, text="投诉人已经评价" if complaint.satisfaction else "未予受理")
    until = complaint.rate_by
    over = until is not None and clock.today() > until
    text = (
        "投诉人的评价期已满" if over else f"投诉人可以在{chinese_date(until)}前评价" if until else "尚未反馈"
    )
    return Finding(ok=over, text=text, remedy="" if over else "评价期满后系统自动归档")


@guard(no_clause="a second look is taken by somebody who had no part in the first")
def reviewer_is_new(complaint, by) -> Finding:
    involved = {
        complaint.handler_id,
        complaint.concluded_by_id,
        *complaint.checks.values_list("checker", flat=True),
    }
    same = by is not None and by.pk in involved
    text = "您参与过这件投诉的办理，复查须由其他人进行" if same else "复查人没有参与过办理"
    return Finding(ok=not same, text=text, who="上级团组织其他管理员")
