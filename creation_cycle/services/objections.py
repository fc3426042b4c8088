"""异议: taking one in with its evidence, what its end does to the unit, and forgetting who objected."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.services.inbox import notify
from core import clock, workdays
from core.lifecycle import Finding, TransitionBlocked, consequence, perform
from core.services import ledger
from core.stored_files import cleared_on_failure
from core.tracking_codes import new_code
from creation_cycle.enums import CandidacyState
from creation_cycle.models import Candidacy, Cycle, Notice, Objection, ObjectionFile
from creation_cycle.services.evidence_files import attach, drop_bytes
from units.enums import OfficeRole
from units.models import Office
from units.queries.conflicts import ties_of
from workspace.media.cleaned import CleanFile

CODE_LENGTH = 10


def object_to(
    notice: Notice,
    candidacy: Candidacy,
    *,
    content: str,
    name: str = "",
    contact: str = "",
    evidence: Sequence[CleanFile] = (),
) -> Objection:
    """Take in an objection: while it is open this unit cannot be certified; the notice's clock and all others go on.

    Without name and contact it is anonymous. Whether the time is over is judged by one moment, which is also the
    one that is recorded as received. Raises TransitionBlocked when it is.
    """
    with cleared_on_failure() as stored, transaction.atomic():
        candidacy = Candidacy.objects.select_for_update().get(pk=candidacy.pk, notice_entries__notice=notice)
        objection = _received(notice, candidacy, content=content, name=name, contact=contact)
        attach(partial(ObjectionFile, objection=objection), evidence, stored, folder="objections")
        ledger.append_creation(objection, by=None)
        if candidacy.state == CandidacyState.PUBLICISED:
            perform(candidacy, "contest", by=None, note="收到公示异议")
        _tell_officers(objection)
    return objection


def _received(notice: Notice, candidacy: Candidacy, **said: str) -> Objection:
    now = clock.now()
    notice = Notice.objects.select_related("cycle").get(pk=notice.pk)
    listed = candidacy.state in (CandidacyState.PUBLICISED, CandidacyState.CONTESTED)
    if not (listed and notice.takes_objections_at(now)):
        raise TransitionBlocked([Finding(ok=False, text="该集体的公示已经结束，不再受理异议")])
    day, cycle = timezone.localdate(now), notice.cycle
    return Objection.objects.create(
        notice=notice,
        candidacy=candidacy,
        **said,
        is_anonymous=not (said["name"] or said["contact"]),
        received_at=now,
        accept_by=workdays.add_workdays(day, cycle.objection_accept_workdays).date,
        conclude_by=day + timedelta(days=cycle.objection_days),
        tracking_code=_fresh_code(),
    )


def _fresh_code() -> str:
    """A code that no other objection has; the column is unique besides."""
    code = new_code(CODE_LENGTH)
    return _fresh_code() if Objection.objects.filter(tracking_code=code).exists() else code


def _tell_officers(objection: Objection) -> None:
    """Those who may look into it, without the content: an inbox is read by fewer eyes when it holds less."""
    notify(
        _untied_officers(objection),
        title=f"收到{objection}",
        body=f"请在{objection.accept_by:%Y-%m-%d}前决定是否受理。",
        url=reverse("admin:creation_cycle_objection_change", args=[objection.pk]),
    )


def _untied_officers(objection: Objection) -> list[User]:
    """The organizer's officers whom nothing binds to the unit; when all of them are bound, the administrators."""
    committee, unit = objection.notice.cycle.committee_id, objection.candidacy.unit
    offices = Office.objects.current().filter(committee=committee, role=OfficeRole.OFFICER)
    officers = list(User.objects.filter(pk__in=offices.values("user"), is_active=True))
    ties = ties_of(officer.pk for officer in officers)
    untied = [officer for officer in officers if not ties.with_unit(officer.pk, unit)]
    return untied or list(User.objects.filter(is_superuser=True, is_active=True))


@consequence("resume_notice")
def resume_notice(objection: Objection, *, by, **_) -> None:
    """With its last objection dismissed or declined, the unit's notice goes on; the move holds the candidacy's lock."""
    candidacy = Candidacy.objects.get(pk=objection.candidacy_id)
    pending = candidacy.objections.open() | candidacy.objections.upheld()
    if candidacy.state == CandidacyState.CONTESTED and not pending.exists():
        perform(candidacy, "resume", by=by, note=objection.get_state_display())


@transaction.atomic
def forget_objectors(day: date) -> int:
    """Delete name, contact and evidence where the cycle's time for them is over (PIPL art. 19, 47); returns how many.

    What was said, found and answered stays as the record of the case. Safe to run twice.
    """
    telling = Objection.objects.with_traces().exclude(concluded_on=None)
    cycles = Cycle.objects.filter(notices__objections__in=telling).distinct()
    return sum(_forget(telling, cycle, day) for cycle in cycles)


def _forget(telling: QuerySet[Objection], cycle: Cycle, day: date) -> int:
    over = telling.filter(notice__cycle=cycle, concluded_on__lt=day - timedelta(days=cycle.objector_days))
    objections = list(over.select_for_update(of=("self",)))
    for objection in objections:
        objection.name = objection.contact = ""
        objection.save()
        files, state = drop_bytes(objection.files.all()), objection.state
        note = f"证据 {files} 个文件" if files else ""
        ledger.append(
            objection, move="edit", label="删除异议人信息", by=None, source=state, target=state, note=note
        )
    return len(objections)
