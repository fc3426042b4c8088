"""A unit of four with a card for each: what the tests of growth cards and votes start from."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import User
from core import clock
from tests import factories as make
from units.models import Unit
from workspace.models import GrowthCard, GrowthSupporter
from workspace.services import growth


@dataclass
class GrowthWorld:
    """`unit` is kept by `captain`; `cards` in the order of the roster."""

    unit: Unit
    captain: User
    cards: list[GrowthCard]

    @property
    def card(self) -> GrowthCard:
        return self.cards[0]

    def supporter(self, **values) -> GrowthSupporter:
        given = {"card": self.card, "kind": "partner", "name": "赵师傅", **values}
        return growth.add_part(GrowthSupporter(**given))

    def leaves(self, card: GrowthCard) -> None:
        card.member.left_on = clock.today()
        card.member.save()


def span() -> dict[str, date]:
    today = clock.today()
    return {"starts_on": today - timedelta(days=200), "ends_on": today + timedelta(days=500)}


def make_world(members: int = 4) -> GrowthWorld:
    _, _, county = make.make_line()
    unit = make.make_unit(county, members=members, young=members)
    captain = make.make_captain(unit)
    growth.make_cards(unit, by=captain, **span())
    return GrowthWorld(unit, captain, list(GrowthCard.objects.of(unit).order_by("pk")))
