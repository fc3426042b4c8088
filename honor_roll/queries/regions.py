"""The divisions a visitor may choose from: step by step down the tree, never all of them at once."""

from django.db.models import Q

from units.enums import RegionLevel
from units.models import Region


def region_of(code: str) -> Region | None:
    """The division with this code; None for none and for unknown codes."""
    return Region.objects.filter(code=code).first() if code else None


def region_choices(chosen: Region | None) -> list[tuple]:
    """Every province; with a choice also the way up from it and what lies just below it."""
    above = chosen.path.strip("/").split("/") if chosen else []
    offered = Region.objects.filter(
        Q(level=RegionLevel.PROVINCE) | Q(code__in=above) | Q(parent=chosen, parent__isnull=False)
    )
    provinces, way, below = [], [], []
    for region in offered:
        group = provinces if region.level == RegionLevel.PROVINCE else way if region.code in above else below
        group.append((region.code, region.name))
    way_and_below = [(chosen.name if not way else way[-1][1], [*way, *below])] if way or below else []
    return [("", "全国"), *way_and_below, ("省级", provinces)]
