"""A veto that a reviewer has found, for tests that need its record and not its way."""

from core import clock
from creation_cycle.models import StandardItem
from reviews.models import Assignment, Round, Score, ScoreSheet, VetoMark


def make_veto(round_: Round, candidacy, reviewer) -> VetoMark:
    """A handed-in sheet of `reviewer` with one item found, and its mark."""
    assignment = Assignment.objects.create(
        round=round_, candidacy=candidacy, reviewer=reviewer, part=round_.parts.get()
    )
    sheet = ScoreSheet.objects.create(
        assignment=assignment, state="submitted", total=90, submitted_at=clock.now()
    )
    item = StandardItem.objects.order_by("-pk").first()
    score = Score.objects.create(sheet=sheet, item=item, points=0, found=True, remark="三月的通报")
    return VetoMark.objects.create(score=score)
