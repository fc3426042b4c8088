"""A round with 交叉互评: units that applied, each with a captain who can assess another."""

from reviews.models import Assignment, PanelPlan
from reviews.services import pairing, panel_plans, rounds
from tests.reviews.panels_world import PanelsWorld
from units.models import Industry, Region, Unit


class CrossWorld(PanelsWorld):
    """Units with captains that have applied, in a round with 10 % 交叉互评."""

    def __init__(self, units: int = 3):
        super().__init__(units=units, each=1)
        self.cross = self.add_part("cross", weight=10)

    @property
    def units(self) -> list[Unit]:
        return [candidacy.unit for candidacy in self.candidacies]

    def captain(self, number: int):
        return self.units[number].posts.get(role="captain").user

    def place(self, *names: str) -> None:
        """Put the units into towns below the organizing city, by name."""
        for number, name in enumerate(names):
            region = Region.objects.filter(name=name).first() or Region.objects.create(
                code=f"{self.city.region.code}{len(name):03d}",
                name=name,
                level="town",
                parent=self.city.region,
            )
            Unit.objects.filter(pk=self.units[number].pk).update(region=region)

    def industries(self, *names: str) -> None:
        for number, name in enumerate(names):
            industry, _ = Industry.objects.get_or_create(code=f"line-{len(name)}", name=name)
            Unit.objects.filter(pk=self.units[number].pk).update(industry=industry)

    def compute(self, scope: str = "industry") -> PanelPlan:
        plan = PanelPlan.objects.create(
            round=self.round, part=self.cross, per_unit=1, scope=scope, made_by=self.officer
        )
        return pairing.compute(PanelPlan.objects.get(pk=plan.pk))

    def apply(self, scope: str = "industry") -> PanelPlan:
        plan = self.compute(scope)
        panel_plans.apply(plan, by=self.officer)
        return plan

    def assign(self, judge: int, unit: int, **values) -> Assignment:
        """One unit's captain for another unit, past any plan."""
        given = {"on_behalf_of": self.units[judge], "part": self.cross, **values}
        return rounds.assign(
            self.round, self.candidacies[unit], self.captain(judge), by=self.officer, **given
        )
