"""What the pages of 青年成长计划卡 read: the rows of a unit, one card with all that is on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery

from core import clock
from units.models import Member, Unit
from workspace.enums import SupporterKind
from workspace.models import GrowthCard, GrowthComment, GrowthPoint, GrowthSupporter
from workspace.queries.growth_votes import finished_votes_of, results


@dataclass(frozen=True)
class MemberRow:
    """A current member with the newest card, if there is one."""

    member: Member
    card: GrowthCard | None

    @property
    def state(self) -> str:
        if self.card is None:
            return "无卡"
        return "已总结" if self.card.summary else "进行中"

    @property
    def tone(self) -> str:
        return {"无卡": "idle", "进行中": "wait", "已总结": "ok"}[self.state]


def cards_with_progress(unit: Unit) -> QuerySet[GrowthCard]:
    """Cards of `unit`, with `percent`, `has_partner`, `has_fan` and `has_consent` each."""
    points = GrowthPoint.objects.filter(card=OuterRef("pk")).order_by("-day", "-pk")
    supporters = GrowthSupporter.objects.filter(card=OuterRef("pk"), withdrawn_at__isnull=True)
    consented = GrowthCard.objects.consented().filter(pk=OuterRef("pk"))
    return GrowthCard.objects.of(unit).annotate(
        percent=Subquery(points.values("percent")[:1]),
        has_partner=Exists(supporters.filter(kind=SupporterKind.PARTNER)),
        has_fan=Exists(supporters.filter(kind=SupporterKind.FAN)),
        has_consent=Exists(consented),
    )


def rows_of(unit: Unit, members: Sequence[Member]) -> list[MemberRow]:
    """One row a member, in one query for all of them; of several cards the latest one."""
    cards = cards_with_progress(unit).filter(member__in=members).order_by("starts_on", "pk")
    newest = {card.member_id: card for card in cards}
    return [MemberRow(member, newest.get(member.pk)) for member in members]


def members_without_card(unit: Unit) -> int:
    """Current members whose cards are all over, or who never had one."""
    today = clock.today()
    covered = GrowthCard.objects.of(unit).filter(ends_on__gte=today).values("member")
    return unit.members.on(today).exclude(pk__in=covered).count()


def former_cards(unit: Unit) -> QuerySet[GrowthCard]:
    """Closed cards: their members have left."""
    return GrowthCard.objects.of(unit).exclude(pk__in=GrowthCard.objects.open().values("pk"))


def full_cards() -> QuerySet[GrowthCard]:
    """Cards with everything that their page shows, in a fixed number of queries."""
    comments = GrowthComment.objects.select_related("supporter")
    return GrowthCard.objects.select_related("member__unit").prefetch_related(
        "goals",
        "quotes",
        "supporters",
        Prefetch("points", GrowthPoint.objects.prefetch_related(Prefetch("comments", comments))),
    )


def general_comments(card: GrowthCard) -> QuerySet[GrowthComment]:
    """Comments to the card as a whole, newest first."""
    return (
        GrowthComment.objects.filter(supporter__card=card, point=None).select_related("supporter").reverse()
    )


def published_results(card: GrowthCard) -> list[tuple[str, str]]:
    """Title and result in words of each finished 阶段评估 about this card; few ballots are not told."""
    found = []
    for vote in finished_votes_of(card):
        result = next(result for result in results(vote) if result.card.pk == card.pk)
        found.append((vote.title, result.words))
    return found
