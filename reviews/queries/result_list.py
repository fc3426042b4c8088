"""A round's results as its leads see them: by points, with what needs a second look; blind where they still score."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

from creation_cycle.models import Candidacy
from reviews.aggregation import weighted_result
from reviews.models import Round, SpreadReview
from reviews.queries.figures import Figures, Share, figures_of, handed_in, shares_of
from reviews.queries.leading import units_of
from reviews.queries.quizzes import outcomes_of

SHOWN = ("unit__name", "standard__pass_line")
"""Of a unit, all that a row of the list needs."""


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


class Standing(NamedTuple):
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
        units = Candidacy.objects.select_related("unit", "standard").only(*SHOWN).in_bulk(keys)
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
    """`rows` by points; how many units are `hidden`, as the reader scores them first, or `waiting` for a sheet."""

    rows: ResultRows
    hidden: int
    waiting: int


def results_of(round_: Round, user) -> ResultList:
    """What the sheets that are handed in make now; of a closed round, what was found."""
    units = list(units_of(round_, user).values_list("pk", "is_hidden"))
    seen = [key for key, is_hidden in units if not is_hidden]
    shares = shares_of(round_)
    ranking = _ranking(round_, {key: shares[key] for key in seen if key in shares})
    rows = ResultRows(round_, ranking, present_reviews(round_))
    return ResultList(rows, hidden=len(units) - len(seen), waiting=len(seen) - len(ranking))


def _ranking(round_: Round, shares: Mapping[int, Sequence[Share]]) -> list[Standing]:
    """By points; where they are equal, in the order given."""
    bonus = _bonus(round_, shares)
    found = []
    for key, forms in shares.items():
        mean = weighted_result([(figure, weight) for figure, weight, _ in forms])
        found.append(Standing(key, mean + bonus.get(key, 0), max([spread for _, _, spread in forms])))
    return sorted(found, key=lambda standing: standing.mean, reverse=True)


def _bonus(round_: Round, candidacies: Iterable[int]) -> dict[int, Decimal]:
    """By candidacy, what the tests of the round add; most rounds have none."""
    if not round_.quizzes.exists():
        return {}
    units = Candidacy.objects.only("unit").in_bulk(list(candidacies))
    return {key: outcome.bonus for key, outcome in outcomes_of(round_, units.values()).items()}


def present_reviews(round_: Round, candidacies: Iterable[Candidacy] | None = None) -> dict[int, SpreadReview]:
    """By candidacy, of these or of all: the lead's second look, as long as the sheets are those that were looked at."""
    reviews = round_.spread_reviews.select_related("by")
    if candidacies is not None:
        reviews = reviews.filter(candidacy__in=candidacies)
    reviews = list(reviews)
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
