"""In whose name a title was given: the region that its numbers carry (docs/decisions/0007-past-titles.md)."""

from creation_cycle.models import Title
from units.models import Region


def naming_region(title: Title) -> Region:
    """The committee's; of a past title without one of ours the province for provincial ones, else the unit's."""
    if title.committee_id:
        return title.committee.region
    region = title.unit.region
    if title.level not in ("national", "provincial"):
        return region
    return Region.objects.get(code=region.path.split("/", 1)[0])
