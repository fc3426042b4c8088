"""Results of anonymous votes: shown when the vote is over, and only where enough took part."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from core import clock
from workspace.enums import VoteGrade
from workspace.models import GrowthCard, Vote

LEAST = 3
"""Fewer ballots about a card are not shown: with two, each voter would know the other's."""
TOO_FEW = "票数不足，不显示"


@dataclass(frozen=True)
class CardResult:
    """How many gave `card` each grade, best first; `counts` is None where too few did."""

    card: GrowthCard
    counts: tuple[int, ...] | None

    @property
    def pairs(self) -> list[tuple[str, int]]:
        """Words of a grade and its votes; nothing where too few were cast."""
        return list(zip(VoteGrade.labels, self.counts, strict=True)) if self.counts else []

    @property
    def words(self) -> str:
        return "，".join(f"{label} {count} 票" for label, count in self.pairs) or TOO_FEW


def results(vote: Vote) -> list[CardResult]:
    """One row a card; empty while the vote is open, so that nobody can watch the totals change."""
    if vote.is_open:
        return []
    counts = defaultdict(dict)
    for total in vote.totals.select_related("card__member").order_by("card__member__name", "card"):
        counts[total.card][total.grade] = total.count
    return [_result(card, found) for card, found in counts.items()]


def turnout(vote: Vote) -> int | None:
    """How many slips came back; None while the vote is open."""
    if vote.is_open:
        return None
    return vote.slips.filter(is_used=True).count() if vote.closed_at is None else vote.ballots


def finished_votes_of(card: GrowthCard) -> QuerySet[Vote]:
    """Votes about `card` that are over, oldest first."""
    over = Q(closed_at__isnull=False) | Q(closes_on__lt=clock.today())
    return Vote.objects.filter(over, pk__in=card.vote_totals.values("vote")).order_by("created_at", "pk")


def _result(card: GrowthCard, counts: dict[str, int]) -> CardResult:
    enough = sum(counts.values()) >= LEAST
    return CardResult(card, tuple(counts[grade] for grade in VoteGrade) if enough else None)
