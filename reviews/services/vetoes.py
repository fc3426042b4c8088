"""一票否决: marks follow from handed-in sheets, and go back with them (domain.md §4: two people)."""

from core.lifecycle import consequence, perform
from core.services import ledger
from reviews.enums import VetoState
from reviews.models import Score, ScoreSheet, VetoMark
from reviews.services.messages import tell_moderators


@consequence("mark_vetoes")
def mark_vetoes(sheet: ScoreSheet, *, by, **_) -> None:
    """Every item that was found on a sheet that is handed in waits for a second person."""
    marks = [_mark(score, by) for score in sheet.scores.filter(found=True).select_related("item")]
    if marks:
        tell_moderators(sheet, marks)


@consequence("withdraw_vetoes")
def withdraw_vetoes(sheet: ScoreSheet, *, by, **_) -> None:
    """A sheet that was opened again has marked nothing yet; what was decided before stays in the ledger."""
    standing = VetoMark.objects.filter(score__sheet=sheet).exclude(state=VetoState.WITHDRAWN)
    for mark in standing:
        perform(mark, "withdraw", by=None, note=sheet.reopened_for)


def _mark(score: Score, by) -> VetoMark:
    """The ledger keeps the evidence as it was handed in; the score itself may change when it is opened again."""
    if before := VetoMark.objects.filter(score=score).first():
        return perform(before, "mark_again", by=None, note=score.remark)
    mark = VetoMark.objects.create(score=score)
    ledger.append_creation(mark, by=by, note=score.remark)
    return mark
