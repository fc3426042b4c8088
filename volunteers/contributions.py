"""Answers to what events and corrections need to know of the hours ledger."""

from core.lifecycle import Finding, contributes, guard
from volunteers.models import HoursPolicy
from volunteers.queries.hours_checks import faults_of, stretch_of_correction, stretches_of_event

CLAUSE = "志愿服务记录与证明出具办法（试行）第三条"


@contributes("hours_fit")
@guard(clause=CLAUSE)
def hours_fit(event) -> list[Finding]:
    """Each line of the list as it would be recorded: no time twice, no day beyond its limit."""
    faults = faults_of(stretches_of_event(event), HoursPolicy.of(event.organisation.committee))
    return _said(faults, "退回补正，由组织者核对签到签退时间", "服务时间没有重叠，也没有超过每日上限")


@contributes("corrected_hours_fit")
@guard(clause=CLAUSE)
def corrected_hours_fit(correction) -> list[Finding]:
    """As for every entry."""
    stretch = stretch_of_correction(correction)
    policy = HoursPolicy.of(correction.entry.organisation.committee)
    faults = faults_of([stretch], policy) if stretch else []
    return _said(faults, "请申请人核对时间", "更正后的时间没有重叠，也没有超过每日上限")


def _said(faults: list[str], remedy: str, otherwise: str) -> list[Finding]:
    if not faults:
        return [Finding(ok=True, text=otherwise)]
    return [Finding(ok=False, text=text, remedy=remedy, who="活动组织者") for text in faults]
