"""Measures: the shipped examples, and what was given to whom."""

import tomllib
from functools import cache
from pathlib import Path

from django.db import transaction

from core.lifecycle import TransitionBlocked
from core.services import ledger
from credit.models import Measure, MeasureGrant
from units.models import Committee

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "measures.toml"


@cache
def shipped() -> dict:
    """The data file as it is: areas with their measures, each with its source."""
    return tomllib.loads(SHIPPED.read_text(encoding="utf-8"))


@transaction.atomic
def load(committee: Committee, *, by=None) -> int:
    """Copy the shipped measures that the committee does not have yet, as examples to be edited. Safe to repeat."""
    known = set(Measure.objects.filter(committee=committee).values_list("number", flat=True))
    new = [
        Measure(
            committee=committee, area=area["name"], number=item["number"], content=item["content"],
            responsible=item.get("responsible", ""), legal_basis=item.get("basis", ""),
            source=item.get("source", "示例，来源未列出"), least_star=item.get("least_star"),
            subject_kind=item.get("subject_kind", ""), is_example=True,
        )
        for area in shipped()["area"]
        for item in area["measure"]
        if item["number"] not in known
    ]  # fmt: skip
    for measure in new:
        measure.save()
        ledger.append_creation(measure, by=by, note="由随附资料载入")
    return len(new)


@transaction.atomic
def grant(given: MeasureGrant, *, by) -> MeasureGrant:
    """Record what was given. Raises TransitionBlocked when the subject is not entitled on that day."""
    if found := [f for f in given.measure.entitles(given.entry, given.granted_on) if f.blocks]:
        raise TransitionBlocked(found)
    given.recorded_by = by
    given.save()
    ledger.append_creation(given, by=by)
    return given
