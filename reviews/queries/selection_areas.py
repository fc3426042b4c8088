"""片区: to which part of the organizer's region a unit belongs, and how the parts fared (S3 三(二)4)."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from creation_cycle.models import Candidacy, Cycle
from reviews.enums import Verdict
from units.enums import EmployerNature
from units.models import Region

RULE = "non_public_per_area"


@dataclass(frozen=True)
class Filed:
    """One filed unit of the cycle, as far as caps and areas count it."""

    candidacy_id: int
    is_proposed: bool
    area: str
    industry: str
    is_non_public: bool


@dataclass(frozen=True)
class AreaRow:
    """One area: filed units, those that met the standard, those to be recognised; of each the non-public ones."""

    area: str
    filed: int
    met: int
    nominated: int
    filed_non_public: int
    nominated_non_public: int
    wanted: int | None

    @property
    def lacks_non_public(self) -> bool:
        """Advisory: the area is told, no unit is held back by it."""
        return self.wanted is not None and self.filed_non_public < self.wanted

    @property
    def share(self) -> int | None:
        """Percent of non-public employers among those to be recognised."""
        return round(100 * self.nominated_non_public / self.nominated) if self.nominated else None


def filed_in(cycle: Cycle) -> list[Filed]:
    """Every unit that was filed, whatever became of it; two queries."""
    rows = Candidacy.objects.filter(cycle=cycle).filed()
    proposed = set(rows.proposed().values_list("pk", flat=True))
    found = list(
        rows.order_by("pk").values_list(
            "pk", "unit__region__path", "unit__industry__name", "unit__employer__nature"
        )
    )
    areas = areas_of({path for _, path, _, _ in found}, cycle.committee.region)
    return [
        Filed(pk, pk in proposed, areas[path], industry, nature == EmployerNature.NON_PUBLIC)
        for pk, path, industry, nature in found
    ]


def areas_of(paths: Collection[str], organizer: Region) -> dict[str, str]:
    """By a unit's region path: the name of the region right below the organizer's own (镇街 of a city)."""
    heads = {path: _head(path, organizer.path) for path in paths}
    names = dict(Region.objects.filter(path__in=set(heads.values())).values_list("path", "name"))
    return {path: names[head] for path, head in heads.items()}


def _head(path: str, above: str) -> str:
    if not path.startswith(above) or path == above:
        return path
    first = path[len(above) :].strip("/").split("/")[0]
    return f"{above}{first}/"


def area_table(cycle: Cycle, filed: Sequence[Filed], rows: Iterable) -> list[AreaRow]:
    """`rows` are those of the ranking, with `area`, `verdict` and `is_non_public`."""
    rows = list(rows)
    setting = cycle.setting(RULE)
    wanted = int(setting.limit) if setting and setting.limit else None
    nominated = [row for row in rows if row.verdict == Verdict.NOMINATE]
    counts = {
        "filed": Counter(unit.area for unit in filed),
        "met": Counter(row.area for row in rows),
        "nominated": Counter(row.area for row in nominated),
        "filed_non_public": Counter(unit.area for unit in filed if unit.is_non_public),
        "nominated_non_public": Counter(row.area for row in nominated if row.is_non_public),
    }
    return [_area(area, counts, wanted) for area in sorted(counts["filed"])]


def _area(area: str, counts: Mapping[str, Counter], wanted: int | None) -> AreaRow:
    return AreaRow(area, **{name: counter[area] for name, counter in counts.items()}, wanted=wanted)
