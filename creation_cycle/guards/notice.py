"""Guards of the public notice 公示 and of objections."""

from core import clock
from core.lifecycle import Finding, guard
from core.text import chinese_date
from creation_cycle.guards.filing import not_own_unit


@guard(no_clause="an empty notice tells the public nothing")
def notice_has_entries(notice) -> list[Finding]:
    """Every unit on it is nominated and of the notice's own cycle."""
    entries = list(notice.entries.select_related("candidacy__unit"))
    if not entries:
        return [Finding(ok=False, text="公示名单还是空的", remedy="列入拟认定的集体", who="组委会管理员")]
    wrong = [entry.candidacy for entry in entries if entry.candidacy.state != "nominated"]
    return [
        Finding(
            ok=False,
            text=f"“{candidacy.unit}”当前为{candidacy.get_state_display()}，只有拟认定的集体可以公示",
        )
        for candidacy in wrong
    ] or [Finding(ok=True, text=f"公示名单 {len(entries)} 个集体")]


@guard(clause="民法典第二百零一条、第二百零三条（期间计算）")
def notice_clock_run_out(notice) -> Finding:
    ok = notice.closes_on is not None and clock.today() > notice.closes_on
    until = chinese_date(notice.closes_on) if notice.closes_on else "（未发布）"
    return Finding(ok=ok, text=f"公示期至{until} 24:00")


@guard(no_clause="回避: nobody judges their own cause")
def objection_not_own_unit(objection, by) -> list[Finding]:
    """Whoever belongs to the unit does not decide about objections to it."""
    return not_own_unit(objection.candidacy, by)
