from units.models.committee import Affiliation, Committee, Office
from units.models.member import Member
from units.models.place import Industry, Region, UnitType
from units.models.roster_import import RosterImport
from units.models.unit import Employer, Post, Unit, YouthHomePairing

__all__ = [
    "Affiliation",
    "Committee",
    "Employer",
    "Industry",
    "Member",
    "Office",
    "Post",
    "Region",
    "RosterImport",
    "Unit",
    "UnitType",
    "YouthHomePairing",
]
