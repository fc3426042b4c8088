"""Public draws as everybody may read them, and what a unit's keepers are told of theirs."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from core import draws
from core.text import chinese_date
from creation_cycle.models import Candidacy
from creation_cycle.queries.desk_notes import DeskNote
from reviews.enums import DrawState, RoundState
from reviews.models import Draw
from units.models import Unit


@dataclass(frozen=True)
class Lot:
    """One line of the table by which anybody checks a draw."""

    place: int
    number: str
    unit: str
    digest: str


def public_draws() -> QuerySet[Draw]:
    """A draw is public from its announcement on."""
    return Draw.objects.select_related("round__cycle__committee").order_by("-announced_at", "-pk")


def seed_of(draw: Draw) -> str:
    """Of a draw that was held."""
    return draws.seed_of(draw.secret, draw.public_value)


def lots_of(draw: Draw) -> list[Lot]:
    """In the order drawn, each with the digest that put it there."""
    seed = seed_of(draw)
    return [
        Lot(place, entry["number"], entry["unit"], draws.lot(seed, entry["number"]))
        for place, entry in enumerate(draw.order, start=1)
    ]


def draws_waiting(units: Collection[Unit]) -> Iterator[DeskNote]:
    """For the desk: the draws of running rounds that the units take part in, and what they drew."""
    mine = Candidacy.objects.filter(unit__in=units).filed()
    numbers = dict(mine.values_list("filing_number", "unit"))
    if not numbers:
        return
    running = Draw.objects.exclude(round__state=RoundState.CLOSED).filter(
        round__cycle__in=mine.values("cycle")
    )
    for draw in running.order_by("draws_on", "pk"):
        for place, entry in enumerate(draw.order or draw.entries, start=1):
            if entry["number"] in numbers:
                text = _told(draw, place)
                yield DeskNote(numbers[entry["number"]], text, "查看并核对", draw.get_absolute_url())


def _told(draw: Draw, place: int) -> str:
    if draw.state == DrawState.DRAWN:
        return f"公开抽签“{draw.title}”：本集体抽得第 {place} 号"
    return f"公开抽签“{draw.title}”：{chinese_date(draw.draws_on)}抽签"
