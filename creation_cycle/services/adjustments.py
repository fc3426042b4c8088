"""动态调整: proposing, serving, hearing, deciding and appealing. What it does to the title: `adjustment_effects`."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models.fields.files import FieldFile

from core.lifecycle import Finding, TransitionBlocked, consequence, perform
from core.services import ledger
from core.stored_files import cleared_on_failure
from creation_cycle.enums import AdjustmentBasis, AdjustmentKind, AdjustmentState, EvidenceKind
from creation_cycle.models import Adjustment, AdjustmentFile, Title
from creation_cycle.services import adjustment_messages
from units.queries.conflicts import conflicts_of
from workspace.media.cleaned import CleanFile

KINDS = {".pdf": EvidenceKind.PDF, ".docx": EvidenceKind.WORD}


def propose(
    title: Title,
    kind: AdjustmentKind,
    *,
    basis: AdjustmentBasis,
    basis_key: str,
    facts: str,
    clause: str = "",
    by=None,
    publicise: bool = False,
) -> Adjustment:
    """Put an adjustment before the committee that decides about the title; nothing happens to the title yet.

    Once per (title, kind, basis, basis_key): proposing again returns the first one; an empty key is never the same.
    `by=None` is the portal; then whoever serves it on the unit owns it. Raises TransitionBlocked when `by` is tied to
    the unit, or when no committee is responsible for it.
    """
    if found := refusals(title, by=by):
        raise TransitionBlocked(found)
    said = {"title": title, "kind": kind, "basis": basis, "basis_key": basis_key}
    if known := _known(said):
        return known
    try:
        with transaction.atomic():
            adjustment = Adjustment(**said, facts=facts, clause=clause, publicise=publicise)
            put_forward(adjustment, by=by)
    except IntegrityError:  # somebody proposed the same in this very moment
        if known := _known(said):
            return known
        raise
    return adjustment


@transaction.atomic
def put_forward(adjustment: Adjustment, *, by) -> None:
    """Write a new proposal and its first entry in the ledger; whoever calls has asked for `refusals`."""
    adjustment.proposed_by = by
    adjustment.save(force_insert=True)
    ledger.append_creation(adjustment, by=by)
    if by is None:
        adjustment_messages.tell_officers(adjustment)


def refusals(title: Title, *, by) -> list[Finding]:
    """Why `by` cannot propose anything about this title; forms ask before they save."""
    found = []
    if by is not None:
        found = [
            Finding(ok=False, text=f"须回避：{reason}", who="其他经办人")
            for reason in conflicts_of(by, title.unit)
        ]
    if title.deciding_committee is None:
        text = f"{title.unit}没有归口的团组织，不能提出动态调整"
        found.append(Finding(ok=False, text=text, remedy="先登记隶属团组织", who="团组织管理员"))
    return found


def _known(said: dict) -> Adjustment | None:
    return Adjustment.objects.filter(**said).first() if said["basis_key"] else None


def hand_in_statement(
    adjustment: Adjustment, *, statement: str, files: Sequence[CleanFile] = (), by
) -> Adjustment:
    """The unit's words and files, in one transaction. Raises TransitionBlocked when the period is over."""
    with cleared_on_failure() as stored, transaction.atomic():
        adjustment = perform(adjustment, "hand_in_statement", by=by, statement=statement)
        _attach(adjustment, AdjustmentFile.Purpose.STATEMENT, files, stored)
    return adjustment


def appeal(adjustment: Adjustment, *, appeal_reasons: str, files: Sequence[CleanFile] = (), by) -> Adjustment:
    """One appeal to the next upper committee. Raises TransitionBlocked when its period is over or it was made."""
    with cleared_on_failure() as stored, transaction.atomic():
        adjustment = perform(adjustment, "appeal", by=by, appeal_reasons=appeal_reasons)
        _attach(adjustment, AdjustmentFile.Purpose.APPEAL, files, stored)
    return adjustment


def _attach(
    adjustment: Adjustment, purpose: str, files: Sequence[CleanFile], stored: list[FieldFile]
) -> None:
    once = {item.sha256: item for item in files}
    for number, (digest, item) in enumerate(once.items(), start=1):
        row = AdjustmentFile(adjustment=adjustment, purpose=purpose, number=number)
        row.size, row.sha256 = item.size, digest
        row.kind = KINDS.get(item.suffix, EvidenceKind.IMAGE)
        row.file.save(f"adjustments/{row.key.hex[:2]}/{row.key}{item.suffix}", item.content, save=False)
        stored.append(row.file)
        row.save()


@transaction.atomic
def decide(adjustment: Adjustment, *, decision_number: str, note: str, public_reason: str, by) -> Adjustment:
    """The decision and its effect, together or not at all."""
    adjustment = perform(
        adjustment, "decide", by=by, decision_number=decision_number, note=note, public_reason=public_reason
    )
    return put_in_effect(adjustment)


@consequence("follow_decision")
def follow_decision(adjustment: Adjustment, *, by, **_) -> None:
    """A decision takes effect as soon as it stands; should that fail, the calendar tries again."""

    def carry_out() -> None:
        put_in_effect(adjustment)

    transaction.on_commit(carry_out, robust=True)


def put_in_effect(adjustment: Adjustment) -> Adjustment:
    """Carry out one decision; one that is carried out already stays as it is. Raises TransitionBlocked."""
    try:
        return perform(adjustment, "take_effect", by=None, note=adjustment.decision_number)
    except TransitionBlocked:
        present = Adjustment.objects.get(pk=adjustment.pk)
        if present.state == AdjustmentState.DECIDED:
            raise
        return present


def carry_out_due() -> int:
    """Decisions that have not taken effect yet, e.g. because the worker died; returns how many did now."""
    waiting, done = Adjustment.objects.filter(state=AdjustmentState.DECIDED), 0
    for adjustment in waiting.order_by("pk"):
        try:
            put_in_effect(adjustment)
        except TransitionBlocked:
            continue  # its page says why
        done += 1
    return done


def outlast_warnings(day: date) -> int:
    """Warnings whose last day has passed; returns how many ended. Safe to run twice."""
    over = Title.objects.filter(warned_until__lt=day).order_by("pk")
    for title in over:
        perform(title, "outlast_warning", by=None)
    return len(over)
