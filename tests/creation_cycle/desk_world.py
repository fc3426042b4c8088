"""A unit with its captain under a city committee whose cycle is open: what the tests of the desk start from."""

from dataclasses import dataclass

from accounts.models import User
from creation_cycle.models import Candidacy, Cycle
from creation_cycle.services.filing import open_candidacy
from tests import factories as make
from units.models import Committee, Unit


@dataclass
class DeskWorld:
    """`city` organizes, `county` recommends, `unit` is kept by `captain`."""

    city: Committee
    county: Committee
    cycle: Cycle
    unit: Unit
    captain: User

    def draft(self, **values) -> Candidacy:
        return open_candidacy(self.unit, self.cycle, by=self.captain, **values)


def make_world(**unit) -> DeskWorld:
    _, city, county = make.make_line()
    make.make_rule_set(city)
    make.make_standard(city)
    unit = make.make_unit(county, **unit)
    return DeskWorld(city, county, make.make_cycle(city), unit, make.make_captain(unit))
