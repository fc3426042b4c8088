"""One recheck: keeping its form, freezing what the rules found, accepting a lack with a reason, the look on site."""

from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.services.inbox import notify
from core import clock
from core.lifecycle import Finding, TransitionBlocked, consequence
from core.merge import Merged, Seen
from core.services import ledger
from core.services.edits import merge_into
from core.text import chinese_date
from creation_cycle.enums import AdjustmentBasis, AdjustmentKind
from creation_cycle.models import Recheck, RecheckFinding, RecheckLook, RecheckYear
from creation_cycle.models.objection import CHECKERS
from creation_cycle.models.recheck_year import recheck_stage
from creation_cycle.recheck_enums import RecheckState as S
from creation_cycle.recheck_looks import register
from creation_cycle.services import adjustments
from units.models import Post, Unit
from units.queries.conflicts import conflicts_of

WORDS = {
    S.DUE: "年度复核须补充或重新自查",
    S.SAMPLED: "已被公开抽签抽中，将进行抽检",
    S.PASSED: "年度复核合格",
    S.FAILED: "年度复核不合格",
}


@transaction.atomic
def save_report(recheck: Recheck, *, by, seen: Seen | None = None, **values) -> Merged:
    """Merge the captain's form into the draft; raises TransitionBlocked once it was handed in."""
    recheck = Recheck.objects.select_for_update(of=("self",)).get(pk=recheck.pk)
    if recheck.state != S.DUE:
        text = f"当前状态为“{recheck.get_state_display()}”，自查内容不能再修改"
        raise TransitionBlocked([Finding(ok=False, text=text)])
    stored = {name: getattr(recheck, name) for name in values if name != "evidence"}
    if "evidence" in values:
        stored["evidence"] = recheck.evidence.kept()
    merged = merge_into(recheck, mine=values, theirs=stored, seen=seen, by=by)
    plain = {name: value for name, value in merged.values.items() if name != "evidence"}
    for name, value in plain.items():
        setattr(recheck, name, value)
    if plain:
        recheck.save(update_fields=list(plain))
    if "evidence" in merged.values:
        recheck.evidence.set(merged.values["evidence"])
    return merged


def measured_today(recheck: Recheck) -> list[Finding]:
    """What every rule says of the unit now; empty where no rule set binds it."""
    rule_set = recheck.rule_set or recheck.plan.rule_set_for(recheck.title.level, recheck.unit.industry)
    if rule_set is None:
        return []
    units = Unit.objects.filter(pk=recheck.unit_id)
    [(_, found)] = rule_set.evaluate(units, on=recheck.plan.opens_on, stage=recheck_stage(rule_set))
    return found


@consequence("freeze_findings")
def freeze_findings(recheck: Recheck, *, by, **_) -> None:
    """What is judged is what the rules say on the day of the report (STYLE 10); accepted lacks stay accepted."""
    accepted = {found.rule: found for found in recheck.findings.filter(waived_by__isnull=False)}
    recheck.findings.all().delete()
    rows = [finding_row(recheck.pk, found) for found in measured_today(recheck)]
    for row in rows:
        if not row.ok and row.rule in accepted:
            row.waiver, row.waived_by_id = accepted[row.rule].waiver, accepted[row.rule].waived_by_id
    RecheckFinding.objects.bulk_create(rows)
    Recheck.objects.filter(pk=recheck.pk).update(measured_on=clock.today())
    recheck.measured_on = clock.today()


def finding_row(recheck_id: int, found: Finding) -> RecheckFinding:
    return RecheckFinding(
        recheck_id=recheck_id,
        rule=found.rule,
        ok=found.ok,
        text=found.text[:200],
        clause=found.clause,
        measured=found.measured,
        required=found.required,
        severity=found.severity,
        remedy=found.remedy,
        remedy_at=found.remedy_at,
    )


@transaction.atomic
def waive(finding: RecheckFinding, *, reason: str, by) -> RecheckFinding:
    """Accept a condition that is not met, with a reason that stays on record; raises TransitionBlocked."""
    recheck = _locked(finding.recheck, by, "reported", "reviewed", "sampled")
    finding.waiver, finding.waived_by = reason, by
    finding.save(update_fields=["waiver", "waived_by"])
    _note(recheck, "waive", "认可不符合项", by, f"{finding.text}：{reason}")
    return finding


@transaction.atomic
def record_look(recheck: Recheck, *, looked_on: date, checked_by: str, found: str, by) -> RecheckLook:
    """What two people saw at a sampled unit; raises TransitionBlocked for any other one, or with one name."""
    recheck = _locked(recheck, by, "sampled")
    if (fault := CHECKERS.fault(checked_by)) is not None:  # a fault is no truth: `Finding.__bool__`
        raise TransitionBlocked([fault])
    look = RecheckLook.objects.create(
        recheck=recheck, looked_on=looked_on, checked_by=checked_by, found=found, recorded_by=by
    )
    _note(recheck, "look", "登记抽检情况", by, found[:200])
    return look


@register
def recorded_look(recheck: Recheck) -> str:
    look = recheck.looks.first()
    return f"{chinese_date(look.looked_on)}由{look.checked_by}检查" if look else ""


@transaction.atomic
def extend(recheck: Recheck, *, until: date, reason: str, by) -> Recheck:
    """More time for one unit to report; raises TransitionBlocked for what is reported, or an earlier day."""
    recheck = _locked(recheck, by, "due")
    if until <= recheck.report_by:
        raise TransitionBlocked([Finding(ok=False, text="新的截止日期须晚于现在的截止日期", rule="until")])
    recheck.report_by = until
    recheck.save(update_fields=["report_by"])
    _note(recheck, "extend", "延长自查期限", by, f"至{chinese_date(until)}：{reason}")
    tell(recheck, title=f"自查期限延长至{chinese_date(until)}", body=reason)
    return recheck


def _locked(recheck: Recheck, by, *states: str) -> Recheck:
    """The row under its lock, in one of `states`, decided about by somebody who is not tied to the unit."""
    recheck = Recheck.objects.select_for_update(of=("self",)).get(pk=recheck.pk)
    faults = [Finding(ok=False, text=f"须回避：{reason}") for reason in conflicts_of(by, recheck.unit)]
    if recheck.state not in states:
        faults.append(Finding(ok=False, text=f"当前状态为“{recheck.get_state_display()}”，不能办理"))
    if faults:
        raise TransitionBlocked(faults)
    return recheck


def _note(recheck: Recheck, move: str, label: str, by, note: str) -> None:
    ledger.append(
        recheck, move=move, label=label, by=by, source=recheck.state, target=recheck.state, note=note
    )


@consequence("propose_adjustment")
def propose_adjustment(recheck: Recheck, *, by, **_) -> None:
    """A failed recheck founds a proposal, never a silent revocation (S3 三(二)5 退出机制; domain.md §6)."""
    adjustments.propose(
        recheck.title,
        AdjustmentKind(recheck.measure),
        basis=AdjustmentBasis.RECHECK,
        basis_key=f"recheck:{recheck.pk}",
        facts=recheck.reason,
        clause=recheck.plan.basis,
        by=by,
    )


@consequence("tell_rechecked")
def tell_rechecked(recheck: Recheck, *, by, **_) -> None:
    """The unit's keepers hear what became of their recheck, with the reason where there is one."""
    body = recheck.reason or recheck.returned_because
    tell(recheck, title=WORDS[S(recheck.state)], body=body)


def tell(recheck: Recheck, *, title: str, body: str = "") -> None:
    posts = Post.objects.current().filter(unit=recheck.unit_id)
    notify(
        User.objects.filter(pk__in=posts.values("user"), is_active=True),
        title=f"{recheck.unit}：{recheck.year}年度，{title}",
        body=body,
        url=recheck.get_absolute_url(),
    )


def move_deadline(plan: RecheckYear, before: date) -> int:
    """A new common deadline for whoever had the old one and has not reported; returns how many."""
    due = plan.rechecks.filter(state=S.DUE, report_by=before)
    return due.update(report_by=plan.report_by)
