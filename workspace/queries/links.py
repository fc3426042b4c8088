"""联创结对 of units: what waits for an answer, what holds, and whom one may ask."""

import re
from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from units.models import Unit
from units.queries.lookups import SHOWN
from workspace.enums import LinkState
from workspace.models import UnitLink

LABEL = re.compile(r"(.+)（[^（\d]*(\d{6,9})）", re.ASCII | re.DOTALL)


def links_of(unit: Unit) -> QuerySet[UnitLink]:
    return UnitLink.objects.of(unit).select_related("proposer", "partner", "proposed_by")


def held_links(unit: Unit, first: date, last: date) -> QuerySet[UnitLink]:
    """Links that held on some day from `first` to `last`: for the year report, duties and the self-assessment."""
    return links_of(unit).held(first, last)


def waiting_links(units: Collection[Unit]) -> dict[int, list[UnitLink]]:
    """Proposals that wait for each unit's answer, by the unit's key; one query for all of them."""
    waiting = defaultdict(list)
    links = UnitLink.objects.filter(partner__in=units, state=LinkState.PROPOSED)
    for link in links.select_related("proposer"):
        waiting[link.partner_id].append(link)
    return waiting


def search_units(text: str) -> list[Unit]:
    """Units on the register whose name contains what was typed, or the one that a suggestion names."""
    text = text.strip()
    if not text:
        return []
    wanted = Q(name__contains=text)
    if label := LABEL.fullmatch(text):
        wanted |= Q(name=label[1], region__code=label[2])
    exact = Case(When(name=text, then=Value(0)), default=Value(1), output_field=IntegerField())
    units = Unit.objects.active().filter(wanted).select_related("region")
    return list(units.order_by(exact, "name", "pk")[:SHOWN])


def unit_label(unit: Unit) -> str:
    """示例大厅（中山市442000）: two units may share a name, but not within one region."""
    return f"{unit.name}（{unit.region.name}{unit.region.code}）"
