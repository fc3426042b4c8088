"""A round's results as its leads see them: by points, with what needs a second look; blind where they still score."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from creation_cycle.models import Candidacy
from reviews.models import Round, ScoreSheet, SpreadReview
from reviews.queries.figures import Figures, figures_of
from reviews.queries.leading import units_of


@dataclass(frozen=True)
class ResultRow:
    """One unit; `place` counts from 1 among those that the reader may see, equal points share a place."""

    place: int
    figures: Figures
    is_apart: bool
    review: SpreadReview | None

    @property
    def is_met(self) -> bool:
        return self.figures.is_met

    @property
    def is_to_review(self) -> bool:
        return self.is_apart and self.review is None


@dataclass(frozen=True)
class ResultList:
    """`rows` from the most points down; `hidden` units that the reader scores first; `waiting` for a first sheet."""

    rows: Sequence[ResultRow]
    hidden: Sequence[Candidacy]
    waiting: Sequence[Candidacy]

    def to_review(self) -> list[ResultRow]:
        return [row for row in self.rows if row.is_to_review]


def results_of(round_: Round, user) -> ResultList:
    """What the sheets that are handed in make now; of a closed round, what was found."""
    units = list(units_of(round_, user).select_related("unit", "standard"))
    seen = [candidacy for candidacy in units if not candidacy.is_hidden]
    found = figures_of(round_, seen)
    found.sort(key=lambda figures: (-figures.mean, figures.candidacy.unit.name, figures.candidacy.pk))
    reviews = present_reviews(round_)
    rows = [
        ResultRow(place, figures, figures.spread > round_.spread_limit, reviews.get(figures.candidacy.pk))
        for place, figures in zip(_places(found), found, strict=True)
    ]
    with_sheets = {figures.candidacy.pk for figures in found}
    waiting = [candidacy for candidacy in seen if candidacy.pk not in with_sheets]
    return ResultList(rows, [candidacy for candidacy in units if candidacy.is_hidden], waiting)


def present_reviews(round_: Round) -> dict[int, SpreadReview]:
    """By candidacy: the lead's second look, as long as the sheets are still those that were looked at."""
    now = digests_of(round_)
    reviews = round_.spread_reviews.select_related("by")
    return {
        review.candidacy_id: review for review in reviews if review.digest == now.get(review.candidacy_id)
    }


def digests_of(round_: Round) -> dict[int, str]:
    """By candidacy: a digest over its handed-in sheets and their totals."""
    lines: dict[int, list[str]] = {}
    sheets = ScoreSheet.objects.counting().filter(assignment__round=round_).order_by("pk")
    for candidacy, sheet, total in sheets.values_list("assignment__candidacy", "pk", "total"):
        lines.setdefault(candidacy, []).append(f"{sheet}:{total}")
    return {candidacy: sha256("\n".join(found).encode()).hexdigest() for candidacy, found in lines.items()}


def _places(found: list[Figures]) -> list[int]:
    places: list[int] = []
    for number, figures in enumerate(found, start=1):
        same = number > 1 and figures.mean == found[number - 2].mean
        places.append(places[-1] if same else number)
    return places
