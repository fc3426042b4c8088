"""What reviewers see of each other, as the round says: names and scores each never, once handed in, or once closed.

Blind before all: as long as the reader owes a sheet of this unit in this round, in any form, nothing is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reviews.enums import Disclosure, RoundState
from reviews.models import Assignment, ScoreSheet
from reviews.models.score_sheet import HANDED_IN


@dataclass(frozen=True)
class Colleague:
    """One other reviewer of the unit: `name` and `sheet` as far as the round shows them."""

    name: str
    part: str
    sheet: ScoreSheet | None = None


def colleagues_of(assignment: Assignment) -> Sequence[Colleague]:
    """The other reviewers of the same unit and round; empty while nothing may be shown.

    Scores without names come in the order of their totals, which says nothing that the totals do not say. Captains
    in 交叉互评 are competitors of the unit: they see their own sheet and nothing else.
    """
    round_ = assignment.round
    if assignment.on_behalf_of_id or not assignment.is_standing or _owes(assignment):
        return []
    names, scores = _is_reached(round_.names_from, round_), _is_reached(round_.scores_from, round_)
    if not names and not scores:
        return []
    others = _others(assignment, with_scores=scores)
    if names:
        others = sorted(others, key=lambda other: (other.reviewer.name, other.pk))
        return [_colleague(other, str(other.reviewer), scores) for other in others]
    handed_in = [other for other in others if other.sheet.state in HANDED_IN]
    handed_in.sort(key=lambda other: (other.sheet.total, other.sheet.comment))
    return [_colleague(other, f"评审人员 {place}", True) for place, other in enumerate(handed_in, start=1)]


def _is_reached(rule: str, round_) -> bool:
    """The reader has handed in; the rest is a matter of the round."""
    return rule == Disclosure.SUBMITTED or (rule == Disclosure.CLOSED and round_.state == RoundState.CLOSED)


def _owes(assignment: Assignment) -> bool:
    """Any sheet of this unit and round that the reader has not handed in, whatever its form."""
    own = Assignment.objects.standing().filter(
        round=assignment.round_id, candidacy=assignment.candidacy_id, reviewer=assignment.reviewer_id
    )
    return own.exclude(sheet__state__in=HANDED_IN).exists()


def _others(assignment: Assignment, *, with_scores: bool) -> list[Assignment]:
    rows = (
        Assignment.objects.standing()
        .filter(round=assignment.round_id, candidacy=assignment.candidacy_id)
        .exclude(reviewer=assignment.reviewer_id)
        .select_related("reviewer", "part", "sheet")
    )
    return list(rows.prefetch_related("sheet__scores__item__rules") if with_scores else rows)


def _colleague(other: Assignment, name: str, scores: bool) -> Colleague:
    shown = scores and other.sheet.state in HANDED_IN
    return Colleague(name, other.part.get_kind_display(), other.sheet if shown else None)
