"""The monthly sheet of 成长进度上墙公示: whose card stands on it, and what of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from units.models import Unit
from workspace.enums import SupporterKind
from workspace.models import GrowthCard, GrowthPoint, GrowthSupporter, Quote, WallPosting
from workspace.periods import month_of


@dataclass(frozen=True)
class WallCard:
    """What the wall shows of a member; `percent`, `quote` and `partner` may be missing."""

    card: GrowthCard
    percent: int | None
    quote: str
    partner: str


def wall_cards(unit: Unit, month: date) -> list[WallCard]:
    """Cards of the month whose members agree now; five queries for any number of them."""
    days = month_of(month)
    cards = (
        GrowthCard.objects.of(unit)
        .open()
        .consented()
        .filter(starts_on__lte=days.last, ends_on__gte=days.first)
        .select_related("member")
        .prefetch_related("goals")
    )
    cards = list(cards)
    points = GrowthPoint.objects.filter(card__in=cards, day__lte=days.last).order_by("day", "pk")
    quotes = Quote.objects.filter(card__in=cards, day__range=(days.first, days.last)).order_by("day", "pk")
    percents = {point.card_id: point.percent for point in points}
    words = {quote.card_id: quote.text for quote in quotes}
    partners = _partners(cards)
    return [
        WallCard(card, percents.get(card.pk), words.get(card.pk, ""), partners.get(card.pk, ""))
        for card in cards
    ]


def hanging_with(card: GrowthCard) -> WallPosting | None:
    """The sheet that hangs now, if `card` can stand on it and its member still agrees, by whatever wording.

    A sheet hangs until that of a later month takes its place (`workspace.consent`).
    """
    posting = WallPosting.objects.filter(unit=card.member.unit_id).order_by("month").last()
    if posting is None or not _is_of(card, posting.month) or not card.consents.in_force().exists():
        return None
    agreed = card.consents.filter(given_at__date__lte=posting.posted_on)
    stood = agreed.exclude(withdrawn_at__date__lt=posting.posted_on).exists()
    return posting if stood else None


def _is_of(card: GrowthCard, month: date) -> bool:
    days = month_of(month)
    return card.starts_on <= days.last and card.ends_on >= days.first


def posting_of(unit: Unit, month: date) -> WallPosting | None:
    return WallPosting.objects.filter(unit=unit, month=month).select_related("posted_by").first()


def _partners(cards: list[GrowthCard]) -> Mapping[int, str]:
    supporters = GrowthSupporter.objects.filter(
        card__in=cards, kind=SupporterKind.PARTNER, withdrawn_at__isnull=True
    )
    names = {}
    for supporter in supporters.order_by("pk"):
        names[supporter.card_id] = "、".join(filter(None, [names.get(supporter.card_id), supporter.name]))
    return names
