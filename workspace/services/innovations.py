"""Keeping 五小创新: works, and the code table of their categories."""

import csv
from pathlib import Path

from django.db import transaction

from core.merge import Merged, Seen
from core.services import ledger
from core.services.edits import merge_into
from units.models import Unit
from workspace.evidence import refuse_rewriting, refuse_taking_back
from workspace.models import Innovation, InnovationCategory
from workspace.services.rows import locked, mark_removed, write_merged

CATEGORIES = Path(__file__).resolve().parent.parent / "data" / "innovation_categories.csv"


@transaction.atomic
def register_work(unit: Unit, *, by, **values) -> Innovation:
    """A work is on record from now on and counts for the year in which it was handed in."""
    work = Innovation.objects.create(unit=unit, created_by=by, **values)
    ledger.append_creation(work, by=by)
    return work


@transaction.atomic
def change_work(work: Innovation, *, by, seen: Seen | None = None, **values) -> Merged:
    """Correct a work; what another keeper changed meanwhile stays (`core.merge`).

    Raises ValidationError when both changes together put the dates out of order, and for what somebody was judged by.
    """
    work = locked(work)
    merged = merge_into(work, mine=values, seen=seen, by=by)
    refuse_rewriting(work, merged.values)
    if changed := write_merged(work, merged):
        ledger.append(work, move="edit", label="修改", by=by, note=changed)
    return merged


@transaction.atomic
def take_back(work: Innovation, *, by) -> None:
    """It no longer counts and nobody else sees it; `bring_back` undoes this. ValidationError while it is cited."""
    _mark(work, True, "撤下", by)


@transaction.atomic
def bring_back(work: Innovation, *, by) -> None:
    """Undo `take_back`."""
    _mark(work, False, "恢复", by)


@transaction.atomic
def load_categories() -> int:
    """Add the categories of the sources that are missing; what staff changed stays. Returns the number added."""
    added = 0
    with CATEGORIES.open(encoding="utf-8", newline="") as rows:
        for order, row in enumerate(csv.DictReader(rows), start=1):
            values = {"name": row["name"], "source": row["source"], "order": order}
            _, created = InnovationCategory.objects.get_or_create(code=row["code"], defaults=values)
            added += created
    return added


def _mark(work: Innovation, removed: bool, label: str, by) -> None:
    work = locked(work)
    if removed:
        refuse_taking_back(work)
    if mark_removed(work, removed):
        ledger.append(work, move="edit", label=label, by=by)
