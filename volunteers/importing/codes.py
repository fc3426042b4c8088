"""The code tables that rows of an import refer to, read once for each chunk of rows."""

from dataclasses import dataclass

from units.enums import OfficeRole
from units.models import Region
from volunteers.enums import OrganisationState
from volunteers.models import Skill, VolunteerOrganisation


@dataclass(frozen=True)
class Codes:
    """From the text of a cell to a key; what an importer may not use is left out, not hidden behind an error."""

    regions: dict[str, int]
    organisations: dict[str, int]
    foreign: frozenset[str]
    skills: dict[str, int]

    @classmethod
    def read(cls, importer) -> "Codes":
        """What `importer` (a user) may refer to today."""
        own = VolunteerOrganisation.objects.all()
        if not importer.is_superuser:
            own = own.filter(pk__in=allowed_organisations(importer).order_by().values("pk"))
        organisations = {}
        for key, name, code in own.filter(state=OrganisationState.ACTIVE).values_list("pk", "name", "code"):
            organisations |= {name: key, code: key}
        names = VolunteerOrganisation.objects.values_list("name", "code")
        known = {text for pair in names for text in pair}
        return cls(_regions(), organisations, frozenset(known - organisations.keys()), _skills())


def allowed_organisations(importer):
    """Organisations whose volunteers this person may import: those they oversee as 志愿服务管理员."""
    if importer.is_superuser:
        return VolunteerOrganisation.objects.all()
    return VolunteerOrganisation.objects.overseen_by(importer, OfficeRole.VOLUNTEER)


def _regions() -> dict[str, int]:
    """By code; by name too where one place alone has it."""
    found, seen = {}, {}
    for key, code, name in Region.objects.values_list("pk", "code", "name"):
        found[code] = key
        seen[name] = None if name in seen else key
    return {name: key for name, key in seen.items() if key} | found


def _skills() -> dict[str, int]:
    return {
        text: key
        for key, name, code in Skill.objects.filter(is_active=True).values_list("pk", "name", "code")
        for text in (name, code)
    }
