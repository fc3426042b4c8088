"""A round whose panels are to be staffed: units that applied, and a pool of reviewers."""

from datetime import timedelta

from core import clock, draws
from creation_cycle.models import Candidacy
from reviews.models import Draw, PanelPlan, Reviewer, Round, RoundPart
from tests import factories as make
from tests.journey import Journey
from units.models import Affiliation


def make_reviewer(committee, name="", *, expertise=(), employer=None, branch="", **values) -> Reviewer:
    user = make.make_user(**({"name": name} if name else {}))
    if employer or branch:
        Affiliation.objects.create(user=user, employer=employer, league_branch=branch)
    reviewer = Reviewer.objects.create(committee=committee, user=user, **values)
    reviewer.expertise.set(expertise)
    return reviewer


def make_plan(round_: Round, by, per_unit: int = 2, part: RoundPart | None = None) -> PanelPlan:
    return PanelPlan.objects.create(
        round=round_, part=part or round_.main_part, per_unit=per_unit, made_by=by
    )


def make_draw(round_: Round, by) -> Draw:
    """Announced, with two invented units."""
    secret = draws.new_secret()
    return Draw.objects.create(
        round=round_,
        title="答辩顺序",
        public_source="当日公布的号码",
        draws_on=clock.today() + timedelta(days=3),
        entries=[{"number": "BA-1", "unit": "甲集体"}, {"number": "BA-2", "unit": "乙集体"}],
        secret=secret,
        commitment=draws.digest(secret),
        made_by=by,
    )


class PanelsWorld:
    """`units` candidacies that have applied in an open round that wants `each` reviewers for a unit."""

    def __init__(self, units: int = 3, each: int = 2):
        self.journey = journey = Journey()
        self.city, self.officer = journey.city, journey.officer
        journey.round = make.make_round(journey.cycle, name="终期考核", min_reviewers=each)
        teams = [{}] + [journey.another_team() for _ in range(units - 1)]
        self.candidacies: list[Candidacy] = [journey.candidacy("applied", **team) for team in teams]

    @property
    def round(self) -> Round:
        return self.journey.round

    @property
    def part(self) -> RoundPart:
        return self.round.main_part

    def add_part(self, kind: str, weight: int = 40) -> RoundPart:
        RoundPart.objects.filter(round=self.round).update(weight=100 - weight)
        return RoundPart.objects.create(round=self.round, kind=kind, weight=weight)

    def pool(self, number: int, **values) -> list[Reviewer]:
        return [make_reviewer(self.city, **values) for _ in range(number)]

    def plan(self, per_unit: int = 2, part: RoundPart | None = None) -> PanelPlan:
        return make_plan(self.round, self.officer, per_unit, part)
