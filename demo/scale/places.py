"""A province that does not exist, with ten cities of five counties: where populations of any size live."""

from units.enums import Level, RegionLevel
from units.models import Committee, Region

CITIES, COUNTIES = 10, 5
MARK = "规模示例"
PROVINCE = "900000"


def committees() -> tuple[Committee, list[Committee], list[Committee]]:
    """The province's, the cities' and the counties'; made once for all populations."""
    province = Committee.objects.filter(region__code=PROVINCE).first()
    if province is None:
        return _made()
    cities = list(province.children.order_by("pk"))
    return province, cities, list(Committee.objects.filter(parent__in=cities).order_by("pk"))


def _made() -> tuple[Committee, list[Committee], list[Committee]]:
    root = Region.objects.create(code=PROVINCE, name=f"{MARK}省", level=RegionLevel.PROVINCE)
    province = _committee("省团委", Level.PROVINCIAL, None, root)
    cities, counties = [], []
    for city in range(CITIES):
        region = Region.objects.create(
            code=f"90{city:02d}99", name=f"{MARK}第{city + 1}市", level=RegionLevel.CITY, parent=root
        )
        body = _committee(f"第{city + 1}市团委", Level.CITY, province, region)
        cities.append(body)
        counties += [
            _committee(f"第{city + 1}市第{county + 1}区团委", Level.COUNTY, body, region)
            for county in range(COUNTIES)
        ]
    return province, cities, counties


def _committee(name, level, parent, region) -> Committee:
    name = f"{MARK}{name}"
    return Committee.objects.create(name=name, short_name=name, level=level, parent=parent, region=region)
