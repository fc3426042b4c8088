"""核查: two people look into a complaint; who they are, and what each of them found."""

from collections.abc import Sequence
from functools import partial

from django.db import transaction

from accounts.models import User
from core import clock
from core.lifecycle import Finding, TransitionBlocked
from core.services import ledger
from core.stored_files import cleared_on_failure
from creation_cycle.services.evidence_files import attach
from reviews.complaint_guards import CHECKERS
from reviews.enums import ComplaintFileOrigin
from reviews.enums import ComplaintState as S
from reviews.models import Complaint, ComplaintCheck, ComplaintFile
from reviews.services.complaint_messages import tell_checkers
from units.queries.conflicts import conflicts_of, ties_of
from workspace.media.cleaned import CleanFile


@transaction.atomic
def assign_checkers(complaint: Complaint, people: Sequence[User], *, by: User) -> list[ComplaintCheck]:
    """Make exactly `people` the checkers of a complaint; who recorded something stays.

    Raises TransitionBlocked for too few, for somebody tied to the unit, or once there is a conclusion.
    """
    complaint = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    people = list(dict.fromkeys(people))
    if refused := _checker_faults(complaint, people):
        raise TransitionBlocked(refused)
    former = {check.checker_id for check in complaint.checks.all()}
    complaint.checks.filter(outcome="").exclude(checker__in=people).delete()
    rows = [ComplaintCheck(complaint=complaint, checker=one) for one in people if one.pk not in former]
    ComplaintCheck.objects.bulk_create(rows)
    names = "、".join(str(person) for person in people)
    state = complaint.state
    ledger.append(complaint, move="edit", label="安排核查人员", by=by, source=state, target=state, note=names)
    if state == S.CHECKING:
        tell_checkers(complaint, by=by)
    return list(complaint.checks.all())


def _checker_faults(complaint: Complaint, people: Sequence[User]) -> list[Finding]:
    if complaint.state not in (S.ACCEPTED, S.FORWARDED, S.STATED, S.CHECKING):
        return [Finding(ok=False, text=f"当前状态为“{complaint.get_state_display()}”，不能安排核查人员")]
    ties = ties_of(person.pk for person in people)
    found = [
        Finding(ok=False, text=f"{person}须回避：{'、'.join(reasons)}")
        for person in people
        if (reasons := ties.with_unit(person.pk, complaint.unit))
    ]
    if len(people) < CHECKERS:
        found.append(Finding(ok=False, text=f"核查须由 {CHECKERS} 名以上不同的人员进行"))
    return found


def record_check(
    check: ComplaintCheck, *, outcome: str, finding: str, by: User, evidence: Sequence[CleanFile] = ()
) -> ComplaintCheck:
    """Keep what one checker found, once and by themselves. Raises TransitionBlocked otherwise."""
    with cleared_on_failure() as stored, transaction.atomic():
        complaint = Complaint.objects.select_for_update(of=("self",)).get(pk=check.complaint_id)
        check = complaint.checks.select_for_update(of=("self",)).get(pk=check.pk)
        if (refused := _recording_fault(complaint, check, by)) is not None:
            raise TransitionBlocked([refused])
        check.outcome, check.finding, check.checked_on = outcome, finding.strip(), clock.today()
        check.save()
        row = partial(ComplaintFile, complaint=complaint, origin=ComplaintFileOrigin.CHECKER, uploaded_by=by)
        attach(row, evidence, stored, folder="complaints", after=complaint.files.count())
        state = complaint.state
        ledger.append(complaint, move="edit", label="记录核查情况", by=by, source=state, target=state)
    return check


def _recording_fault(complaint: Complaint, check: ComplaintCheck, by: User) -> Finding | None:
    if check.checker_id != by.pk:
        return Finding(ok=False, text="核查情况由核查人员本人记录", who=str(check.checker))
    if complaint.state != S.CHECKING:
        text = f"当前状态为“{complaint.get_state_display()}”，核查期间才能记录"
        return Finding(ok=False, text=text)
    if check.outcome:
        return Finding(ok=False, text="您已经记录过核查情况，不能再修改")
    if reasons := conflicts_of(by, complaint.unit):
        return Finding(ok=False, text=f"须回避：{'、'.join(reasons)}", who="受理单位管理员（改派）")
    return None
