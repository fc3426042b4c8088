"""Guards of a title's own moves and of what adjustments mean for the unit's next filing."""

from core import clock
from core.lifecycle import Finding, guard
from core.text import chinese_date
from creation_cycle.enums import AdjustmentKind, AdjustmentState, CandidacyKind


@guard(clause="工作指引 二.3（动态调整）")
def warning_over(title) -> Finding:
    """The last day of a warning has passed."""
    until = title.warned_until
    ok = until is not None and clock.today() > until
    said = chinese_date(until) if until else "（未定）"
    return Finding(ok=ok, text=f"警告期至{said} 24:00{'，已满' if ok else '，尚未届满'}")


@guard(no_clause="a title under examination is not ended to escape it")
def no_open_adjustment(title) -> Finding:
    pending = title.adjustments.filter(state__in=[*AdjustmentState.open(), AdjustmentState.DECIDED])
    count = pending.exclude(kind=AdjustmentKind.PROMOTE).count()
    text = f"有 {count} 件动态调整尚未办结" if count else "没有未办结的动态调整"
    return Finding(ok=not count, text=text, who="组委会")


@guard(clause="工作指引 二.3（动态调整）")
def not_sanctioned_in_cycle(candidacy) -> Finding:
    """A warning or a lost star bars 升星 and 晋级 in the cycle in which it was given; the rule set says whether."""
    if candidacy.kind == CandidacyKind.NEW:
        return Finding(ok=True, text="新创建不受警告、降星影响")
    given = candidacy.sanctions_in_cycle().first()
    terms = candidacy.adjustment_terms if given else None
    if terms is None or not terms.warning_blocks:
        return Finding(ok=True, text="没有妨碍升星、晋级的警告提醒或调整星级")
    said = f"{given.get_kind_display()}（{given.decision_number}，{chinese_date(given.decided_on)}）"
    text = f"本周期内受到{said}，不得升星、晋级"
    return Finding(ok=False, text=text, clause=terms.blocks_clause, remedy="下一周期再申报", who="组委会")


@guard(clause="工作指引 二.3（动态调整）")
def revocation_waited_out(candidacy) -> Finding:
    """A revoked unit files again from the next cycle on; the rule set says how many it waits."""
    revoked = candidacy.latest_revocation()
    if revoked is None:
        return Finding(ok=True, text="没有须等待的撤销决定")
    terms = candidacy.adjustment_terms
    waited = candidacy.cycles_begun_after(revoked.state_changed_on) >= terms.refile_cycles
    day = chinese_date(revoked.state_changed_on)
    text = f"{revoked.name}已于{day}撤销，其后第 {terms.refile_cycles} 个创建周期起可以重新申报"
    return Finding(
        ok=waited, text=text, clause=terms.refile_clause, remedy="" if waited else "在以后的周期申报"
    )
