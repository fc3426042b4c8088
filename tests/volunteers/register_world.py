"""A small register: a city's organisation with one below it, its officer, stewards, and volunteers."""

from datetime import date
from itertools import count

from core.validators import IDENTITY_CHECKS, IDENTITY_WEIGHTS
from tests import factories as make
from units.enums import OfficeRole
from volunteers.models import Steward, Volunteer, VolunteerOrganisation
from volunteers.services import records

_numbers = count(1)


def identity_number(birth: date = date(1998, 5, 3), serial: int | None = None, area: str = "442000") -> str:
    """A valid invented number; the serial's parity says the sex (odd: 男)."""
    serial = next(_numbers) if serial is None else serial
    body = f"{area}{birth:%Y%m%d}{serial % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, IDENTITY_WEIGHTS, strict=True))
    return body + IDENTITY_CHECKS[total % 11]


def make_organisation(committee, name="", *, parent=None, **values) -> VolunteerOrganisation:
    number = next(_numbers)
    return VolunteerOrganisation.objects.create(
        name=name or f"示例志愿服务队{number}",
        code=values.pop("code", f"ZY{number:04d}"),
        committee=committee,
        region=committee.region,
        parent=parent,
        **values,
    )


def make_volunteer(organisation=None, *, name="王小明", by=None, **values) -> Volunteer:
    """On the register with an invented identity number and telephone."""
    number = next(_numbers)
    defaults = {
        "identity_number": identity_number(),
        "birth_date": date(1998, 5, 3),
        "phone": f"138{number:08d}",
        "region": organisation.region if organisation else make.make_region(),
        "organisation": organisation,
    }
    return records.put_on_record(by=by, name=name, **{**defaults, **values})


def make_steward(organisation, **values):
    user = make.make_user(**values)
    Steward.objects.create(user=user, organisation=organisation, starts_on=date(2020, 1, 1))
    return user


class Register:
    """Province, city, county; an organisation at the city and one at the county; another city beside them."""

    def __init__(self):
        self.province, self.city, self.county = make.make_line()
        beside = make.make_region("440600", "佛山市")
        self.elsewhere = make.make_committee("示例外市团委", "city", parent=self.province, region=beside)
        self.organisation = make_organisation(self.city, "示例市志愿者协会", code="ZS001")
        self.team = make_organisation(self.county, "示例街道服务队", code="ZS002", parent=self.organisation)
        self.officer = make.make_officer(self.city, OfficeRole.VOLUNTEER)
        self.foreign_officer = make.make_officer(self.elsewhere, OfficeRole.VOLUNTEER)
        self.county_officer = make.make_officer(self.county, OfficeRole.VOLUNTEER)
        self.steward = make_steward(self.team)
