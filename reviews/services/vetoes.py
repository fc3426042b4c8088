"""一票否决: marks follow from handed-in sheets; closing the round confirms what nobody dismissed (domain.md §4)."""

from core.lifecycle import consequence, perform
from core.services import ledger
from creation_cycle.models import Candidacy
from reviews.models import Round, Score, ScoreSheet, VetoMark
from reviews.services.messages import tell_moderators


@consequence("mark_vetoes")
def mark_vetoes(sheet: ScoreSheet, *, by, **_) -> None:
    """Every item that was found on a sheet that is handed in has to be looked into by a second person."""
    marks = [_mark(score, by) for score in sheet.scores.filter(found=True).select_related("item")]
    if marks:
        tell_moderators(sheet, marks)


def vetoes_of(round_: Round, candidacy: Candidacy) -> list[str]:
    """Names of the items that were marked and not dismissed."""
    marks = VetoMark.objects.counting().of(round_, candidacy).select_related("score__item")
    return list(dict.fromkeys(mark.score.item.name for mark in marks))


def confirm_vetoes(round_: Round, candidacy: Candidacy, *, by) -> None:
    """`by` closes the round, and with it becomes the second person of what nobody dismissed."""
    for mark in VetoMark.objects.undecided().of(round_, candidacy):
        perform(mark, "confirm", by=None, closed_by=by)


def _mark(score: Score, by) -> VetoMark:
    mark = VetoMark.objects.create(score=score)
    ledger.append_creation(mark, by=by, note=score.remark)
    return mark
