"""Guards of 审核认定: cap, notice, objections, four eyes (S1 二.3; S3 三(二)5; domain.md §2.4, §12.5)."""

from core import clock
from core.lifecycle import Finding, guard
from core.text import chinese_date
from creation_cycle.caps import cap_of
from creation_cycle.enums import NoticeState


@guard(clause="中山市实施意见 三(二)5")
def cap_left(candidacy) -> Finding:
    """创评比例 2:1: at most floor(filed / ratio) recognitions; counted under the cycle's lock."""
    cap = cap_of(candidacy.cycle, leaving_out=candidacy)
    if cap.most is None:
        return Finding(ok=True, text=str(cap))
    return Finding(
        ok=cap.used < cap.most,
        text=str(cap),
        measured=str(cap.used),
        required=f"≤{cap.most} 个",
        who="组委会",
    )


@guard(clause="工作指引 二.3（审核认定）")
def listed_on_open_notice(candidacy) -> Finding:
    """The public sees the unit on a notice that has been opened."""
    listed = candidacy.notice_entries.filter(notice__state=NoticeState.OPEN).exists()
    return Finding(
        ok=listed,
        text="已列入公示名单" if listed else "请先建立公示并列入本集体，发布公示时自动转为公示中",
        remedy="" if listed else "建立公示",
        remedy_at="notice",
        who="组委会管理员",
    )


@guard(clause="工作指引 二.3（公示）；民法典第二百零一条、第二百零三条")
def notice_over(candidacy) -> Finding:
    """The last day of the notice has passed entirely: 24:00 of the n-th working day."""
    entry = candidacy.published_entry
    if entry is None:
        return Finding(ok=False, text="尚未公示", who="组委会管理员")
    closes_on = entry.notice.closes_on
    ok = clock.today() > closes_on
    mark = "（节假日安排未公布，暂按周末计算）" if entry.notice.is_provisional else ""
    return Finding(
        ok=ok,
        text=f"公示期至{chinese_date(closes_on)} 24:00{'，已满' if ok else '，尚未届满'}{mark}",
        remedy="公示期满后办理",
    )


@guard(clause="工作指引 二.3（公示）")
def no_open_objection(candidacy) -> Finding:
    """Every objection was dismissed; one that was upheld leads to a refusal, never to a title."""
    pending, upheld = candidacy.objections.open().count(), candidacy.objections.upheld().count()
    if pending:
        text = f"有 {pending} 件异议尚未办结"
    else:
        text = f"有 {upheld} 件异议成立，应不予认定" if upheld else "没有未办结的异议"
    return Finding(ok=not pending and not upheld, text=text, who="组委会管理员")


@guard(no_clause="internal consistency: a candidacy is contested by an objection and by nothing else")
def objection_open(candidacy) -> Finding:
    return Finding(ok=candidacy.objections.open().exists(), text="收到异议")


@guard(no_clause="four eyes: the approver signs, not the clerk who proposed (DESIGN §4)")
def approver_is_not_nominator(candidacy, by) -> Finding:
    same = by is not None and candidacy.nominated_by_id == by.pk
    text = "认定人不得是提出拟认定的人" if same else "认定人与拟认定人不是同一人"
    return Finding(ok=not same, text=text, who="组委会其他审批人")
