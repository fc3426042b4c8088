"""Typed lookups: what a person writes into a field, matched to a row of a long table."""

import re

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from core import clock
from units.models import Committee, Employer, Region

SHOWN = 8
"""Suggestions per answer: as many as a phone shows without scrolling."""
CODE = re.compile(r"\d{2,9}", re.ASCII)


def search_regions(text: str) -> list[Region]:
    """Regions valid today whose code starts with, or whose name contains, what was typed; best matches first."""
    text = text.strip()
    valid = Region.objects.valid_on(clock.today())
    if code := CODE.search(text):
        return list(valid.filter(code__startswith=code.group()).order_by("code")[:SHOWN])
    return list(_exact_first(valid.filter(name__contains=text), name=text)[:SHOWN]) if text else []


def region_labels(regions: list[Region]) -> dict[int, str]:
    """广东省中山市（442000）for each region's key: many districts share a name, no two share this."""
    codes = {code for region in regions for code in region.path.strip("/").split("/")}
    names = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
    return {
        region.pk: "".join(names[code] for code in region.path.strip("/").split("/")) + f"（{region.code}）"
        for region in regions
    }


def search_employers(text: str) -> list[Employer]:
    """Employers whose name contains what was typed."""
    text = text.strip()
    return list(_exact_first(Employer.objects.filter(name__contains=text), name=text)[:SHOWN]) if text else []


def search_committees(text: str) -> list[Committee]:
    """League committees whose name or short name contains what was typed."""
    text = text.strip()
    if not text:
        return []
    found = Committee.objects.filter(Q(name__contains=text) | Q(short_name__contains=text))
    return list(_exact_first(found, name=text)[:SHOWN])


def _exact_first(rows: QuerySet, *, name: str) -> QuerySet:
    exact = Case(When(name=name, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.order_by(exact, *rows.model._meta.ordering or ["pk"])
