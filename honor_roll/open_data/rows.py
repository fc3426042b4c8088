"""The columns of the open data, the same in every format; a unit is named, a person never."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from creation_cycle.enums import STAR_LABELS, TitleState
from creation_cycle.models import Recognition
from creation_cycle.models.title import TitleQuerySet
from units.enums import Level

COLUMNS = {
    "unit": "集体名称",
    "title": "称号",
    "level": "级别",
    "star": "星级",
    "state": "状态",
    "region_code": "行政区划代码",
    "region": "所在区划",
    "industry": "行业系统",
    "first_recognised": "首次认定",
    "last_recognised": "最近认定",
    "source": "文号或公布来源",
}
"""Key (JSON) and heading (CSV, XLSX)."""

CHUNK = 2000


def rows_of(titles: TitleQuerySet) -> Iterator[dict[str, str]]:
    """One dictionary per title, read as a stream.

    Days are ISO 8601; where the source named only the year, only the year is given.
    """
    latest = Recognition.objects.filter(title=OuterRef("pk")).order_by("-recognised_on", "-pk")
    origin = latest.annotate(origin=Coalesce(NullIf("decision_number", Value("")), "source")).values(
        "origin"
    )[:1]
    found = titles.annotate(origin=Subquery(origin)).values(
        "level", "star", "state", "first_recognised_on", "last_recognised_on", "first_is_year_only",
        "last_is_year_only", "origin", unit_name=F("unit__name"), title_name=F("name"),
        region_code=F("unit__region__code"), region=F("unit__region__name"), industry=F("unit__industry__name"),
    )  # fmt: skip
    return (_row(values) for values in found.iterator(chunk_size=CHUNK))


def _row(values: dict) -> dict[str, str]:
    return {
        "unit": values["unit_name"],
        "title": values["title_name"],
        "level": Level(values["level"]).label,
        "star": STAR_LABELS[values["star"]],
        "state": TitleState(values["state"]).label,
        "region_code": values["region_code"],
        "region": values["region"],
        "industry": values["industry"] or "",
        "first_recognised": _day(values["first_recognised_on"], values["first_is_year_only"]),
        "last_recognised": _day(values["last_recognised_on"], values["last_is_year_only"]),
        "source": values["origin"] or "",
    }


def _day(day: date, is_year_only: bool) -> str:
    return f"{day:%Y}" if is_year_only else day.isoformat()
