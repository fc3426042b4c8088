"""A round's results as its leads see them: by points, with what needs a second look; blind where they still score."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from creation_cycle.models import Candidacy
from reviews.aggregation import figure_of, spread_of, weighted_result
from reviews.models import Round, SpreadReview
from reviews.queries.figures import Figures, figures_of, handed_in, totals_of
from reviews.queries.leading import units_of
from reviews.queries.quizzes import outcomes_of


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
class Standing:
    """A unit in the ranking, before its row is made."""

    candidacy: int
    mean: Decimal
    spread: Decimal


class ResultRows(Sequence):
    """The rows from the most points down; only those that are asked for are read in full."""

    def __init__(self, round_: Round, ranking: list[Standing], reviews: dict[int, SpreadReview]):
        self.round, self.ranking, self.reviews = round_, ranking, reviews
        self.places = _places(ranking)

    def __len__(self) -> int:
        return len(self.ranking)

    def __getitem__(self, which):
        if not isinstance(which, slice):
            return self[which : which + 1 or None][0]
        keys = [standing.candidacy for standing in self.ranking[which]]
        units = Candidacy.objects.select_related("unit", "standard").in_bulk(keys)
        places = dict(zip(keys, self.places[which], strict=True))
        found = figures_of(self.round, [units[key] for key in keys])
        return [self._row(places[figures.candidacy.pk], figures) for figures in found]

    def _row(self, place: int, figures: Figures) -> ResultRow:
        key = figures.candidacy.pk
        return ResultRow(place, figures, figures.spread > self.round.spread_limit, self.reviews.get(key))

    def to_review(self) -> int:
        """How many lie far apart and nobody has looked at them."""
        return sum(
            standing.spread > self.round.spread_limit and standing.candidacy not in self.reviews
            for standing in self.ranking
        )


@dataclass(frozen=True)
class ResultList:
    """`rows` by points; `hidden` units that the reader scores first; `waiting` for a first sheet."""

    rows: ResultRows
    hidden: Sequence[Candidacy]
    waiting: Sequence[Candidacy]


def results_of(round_: Round, user) -> ResultList:
    """What the sheets that are handed in make now; of a closed round, what was found."""
    units = list(units_of(round_, user).select_related(None).only("unit"))
    seen = [candidacy for candidacy in units if not candidacy.is_hidden]
    totals = totals_of(handed_in(round_))
    ranking = _ranking(round_, [candidacy for candidacy in seen if candidacy.pk in totals], totals)
    waiting = [candidacy for candidacy in seen if candidacy.pk not in totals]
    hidden = [candidacy for candidacy in units if candidacy.is_hidden]
    return ResultList(ResultRows(round_, ranking, present_reviews(round_)), hidden, waiting)


def _ranking(round_: Round, units: list[Candidacy], totals: Mapping) -> list[Standing]:
    """By points; where they are equal, in the order of `units`."""
    weights = {part.pk: part.weight for part in round_.parts.all()}
    bonus = outcomes_of(round_, units)
    found = []
    for candidacy in units:
        panels = {
            part: [total.points for total in sheets]
            for part, sheets in totals[candidacy.pk].items()
            if sheets
        }
        shares = [(figure_of(points, round_.aggregation), weights[part]) for part, points in panels.items()]
        mean = weighted_result(shares) + bonus[candidacy.pk].bonus
        found.append(Standing(candidacy.pk, mean, max(map(spread_of, panels.values()))))
    return sorted(found, key=lambda standing: -standing.mean)


def present_reviews(round_: Round) -> dict[int, SpreadReview]:
    """By candidacy: the lead's second look, as long as the sheets are still those that were looked at."""
    reviews = list(round_.spread_reviews.select_related("by"))
    now = digests_of(round_, [review.candidacy_id for review in reviews])
    return {
        review.candidacy_id: review for review in reviews if review.digest == now.get(review.candidacy_id)
    }


def digests_of(round_: Round, candidacies: Iterable[int]) -> dict[int, str]:
    """By candidacy: a digest over its handed-in sheets and their totals."""
    lines: dict[int, list[str]] = {}
    sheets = handed_in(round_).filter(assignment__candidacy__in=list(candidacies)).order_by("pk")
    for candidacy, sheet, total in sheets.values_list("assignment__candidacy", "pk", "total"):
        lines.setdefault(candidacy, []).append(f"{sheet}:{total}")
    return {candidacy: sha256("\n".join(found).encode()).hexdigest() for candidacy, found in lines.items()}


def _places(ranking: list[Standing]) -> list[int]:
    places: list[int] = []
    for number, standing in enumerate(ranking, start=1):
        same = number > 1 and standing.mean == ranking[number - 2].mean
        places.append(places[-1] if same else number)
    return places
