"""What a decision does, and what an overturned one undoes: title, star, certificate and plaque in one transaction."""

from collections.abc import Callable
from datetime import date

from core import clock
from core.lifecycle import consequence, perform
from core.months import months_before
from core.services import ledger
from creation_cycle import rectifying
from creation_cycle.enums import (
    MAX_STAR,
    AdjustmentBasis,
    AdjustmentKind,
    AdjustmentState,
    TitleState,
)
from creation_cycle.models import Adjustment, Title
from creation_cycle.services import adjustments, certificates, plaques, titles


@consequence("carry_out_adjustment")
def carry_out(adjustment: Adjustment, *, by, **_) -> None:
    """Runs under the locks of the unit and the title, inside the move that takes effect."""
    title = Title.objects.get(pk=adjustment.title_id)
    EFFECTS[adjustment.kind](adjustment, title)
    adjustment.star_after = Title.objects.values_list("star", flat=True).get(pk=title.pk)
    adjustment.save(update_fields=["star_after"])


def reason_of(adjustment: Adjustment) -> str:
    """What anybody reads on the unit's page and beside its certificate: the reason and the decision."""
    return f"{adjustment.public_reason}（{adjustment.decision_number}）"


def _warn(adjustment: Adjustment, title: Title) -> None:
    until = months_before(clock.today(), -adjustment.terms.warning_months)
    perform(
        title, "warn", by=None, note=adjustment.decision_number, reason=reason_of(adjustment), until=until
    )


def _lower_star(adjustment: Adjustment, title: Title) -> None:
    """One star less; below one star there is only the question whether the title stays (domain.md §2.3)."""
    if title.star > 1:
        titles.change_star(title, title.star - 1, reason=reason_of(adjustment), by=adjustment.decided_by)
        return
    adjustments.propose(
        title,
        AdjustmentKind.REVOKE,
        basis=AdjustmentBasis.OTHER,
        basis_key=_review_key(adjustment),
        facts=f"一星级称号降星后低于一星级，转入撤销称号审查。原决定：{adjustment.decision_number}。\n{adjustment.facts}",
        clause=adjustment.clause,
        publicise=adjustment.publicise,
    )


def _review_key(adjustment: Adjustment) -> str:
    return f"adjustment:{adjustment.pk}"


def _revoke(adjustment: Adjustment, title: Title) -> None:
    title = perform(title, "revoke", by=None, note=adjustment.decision_number, reason=reason_of(adjustment))
    certificates.revoke_for(title, reason=reason_of(adjustment), by=adjustment.decided_by)
    plaques.recall_for(title, reason=reason_of(adjustment), by=adjustment.decided_by)


def _rectify(adjustment: Adjustment, title: Title) -> None:
    if house := rectifying.registered():
        house.issue(adjustment, by=adjustment.decided_by)


def _promote(adjustment: Adjustment, title: Title) -> None:
    """Nothing happens to the title; the recommendation is read when the upper level's next cycle opens."""


EFFECTS: dict[str, Callable[[Adjustment, Title], None]] = {
    AdjustmentKind.WARN: _warn,
    AdjustmentKind.LOWER_STAR: _lower_star,
    AdjustmentKind.REVOKE: _revoke,
    AdjustmentKind.RECTIFY: _rectify,
    AdjustmentKind.PROMOTE: _promote,
}


@consequence("undo_adjustment")
def undo(adjustment: Adjustment, *, by, **_) -> None:
    """Under the same locks, inside the move that overturns; what happened since then stays."""
    title = Title.objects.get(pk=adjustment.title_id)
    UNDOING[adjustment.kind](adjustment, title, by)


def _undo_warning(adjustment: Adjustment, title: Title, by) -> None:
    if title.state == TitleState.WARNED and adjustment.ended_on is None:
        perform(title, "reinstate", by=None, note=_overturned(adjustment))
        _end_warnings(title)


def _undo_star(adjustment: Adjustment, title: Title, by) -> None:
    """The star comes back on top of what the unit has today; a review that rested on it falls away."""
    lost = adjustment.title_before["star"] - adjustment.star_after
    if lost > 0:
        star = min(MAX_STAR, title.star + lost)
        titles.change_star(title, star, reason=_overturned(adjustment), by=by)
        return
    reviews = Adjustment.objects.open().filter(title=title, basis_key=_review_key(adjustment))
    for review in reviews:
        perform(review, "fall_away", by=None, note=_overturned(adjustment))


def _undo_revocation(adjustment: Adjustment, title: Title, by) -> None:
    if title.state != TitleState.REVOKED:
        return
    before, note = adjustment.title_before, _overturned(adjustment)
    title = perform(title, "reinstate", by=None, note=note)
    until = before["warned_until"] and date.fromisoformat(before["warned_until"])
    if before["state"] == TitleState.WARNED and until and until >= clock.today():
        title = perform(title, "warn", by=None, note=note, reason=before["reason"], until=until)
    certificates.restore_for(title, reason=note, by=by)  # a revoked number never becomes valid again


def _undo_rectification(adjustment: Adjustment, title: Title, by) -> None:
    if house := rectifying.registered():
        house.withdraw(adjustment, by=by)


def _overturned(adjustment: Adjustment) -> str:
    return f"经申诉，{adjustment.decision_number}已撤销"


UNDOING: dict[str, Callable] = {
    AdjustmentKind.WARN: _undo_warning,
    AdjustmentKind.LOWER_STAR: _undo_star,
    AdjustmentKind.REVOKE: _undo_revocation,
    AdjustmentKind.RECTIFY: _undo_rectification,
}


@consequence("end_warning")
def end_warning(title: Title, *, by, **_) -> None:
    """The decision that warned notes the day on which its warning ended."""
    _end_warnings(title)


def _end_warnings(title: Title) -> None:
    """Each adjustment that warned and has not ended, with an entry in its own chain."""
    running = title.adjustments.filter(
        kind=AdjustmentKind.WARN, effective_on__isnull=False, ended_on__isnull=True
    )
    for adjustment in running.select_for_update(of=("self",)):
        adjustment.ended_on = clock.today()
        adjustment.save(update_fields=["ended_on"])
        state = AdjustmentState(adjustment.state)
        ledger.append(adjustment, move="edit", label="警告解除", by=None, source=state, target=state)
