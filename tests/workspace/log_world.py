"""A unit with its log: kinds of activity, duties, the captain's form."""

from dataclasses import dataclass, field

from accounts.models import User
from core import clock
from tests import factories as make
from units.models import Committee, Unit
from workspace.models import Activity, ActivityType, Duty
from workspace.services import activities
from workspace.services.activity_types import load_activity_types


@dataclass
class LogWorld:
    """`unit` is kept by `captain` and overseen by `officer`; `practice` is a duty for 岗位练兵."""

    city: Committee
    county: Committee
    unit: Unit
    captain: User
    practice: Duty
    url: str = field(init=False)

    def __post_init__(self):
        self.url = f"/desk/units/{self.unit.pk}/log/"

    def kind(self, code: str = "post-practice") -> ActivityType:
        return ActivityType.objects.get(code=code)

    def record(self, **values) -> Activity:
        facts = {
            "day": clock.today(), "activity_type": self.kind(), "theme": "岗位练兵比武", "people": 8, **values
        }  # fmt: skip
        unit, by = facts.pop("unit", self.unit), facts.pop("by", self.captain)
        return activities.record(unit, by=by, **facts)

    def typed(self, **values) -> dict:
        """What the form posts for an ordinary record."""
        return {
            "day": clock.today().isoformat(), "activity_type": self.kind().pk, "theme": "岗位练兵比武",
            "place": "一楼大厅", "people": 8, "text": "", "duties_for": "", **values,
        }  # fmt: skip


def make_log_world(**unit) -> LogWorld:
    load_activity_types()
    _, city, county = make.make_line()
    unit = make.make_unit(county, **unit)
    return LogWorld(city, county, unit, make.make_captain(unit), _practice())


def log_of_journey(journey) -> LogWorld:
    """The log of the unit of a `tests.journey.Journey`."""
    load_activity_types()
    return LogWorld(journey.city, journey.county, journey.unit, journey.captain, _practice())


def _practice() -> Duty:
    duty = Duty.objects.create(
        code="practice",
        name="岗位练兵",
        subject="unit",
        period="year",
        counter="activities",
        clause="示例条款",
    )
    duty.activity_types.add(ActivityType.objects.get(code="post-practice"))
    return duty
