"""Kinds of activity as the sources list them (domain.md §5.8); afterwards the table is the committee's."""

import csv
from pathlib import Path

from django.db import transaction

from workspace.models import ActivityType

TABLE = Path(__file__).resolve().parent.parent / "data" / "activity_types.csv"


@transaction.atomic
def load_activity_types() -> int:
    """Add kinds that are missing; what staff changed stays as it is. Returns the number added."""
    added = 0
    with TABLE.open(encoding="utf-8", newline="") as rows:
        for order, row in enumerate(csv.DictReader(rows), start=1):
            values = {
                "name": row["name"],
                "for_committees": bool(row["for_committees"]),
                "source": row["source"],
                "order": order,
            }
            _, created = ActivityType.objects.get_or_create(code=row["code"], defaults=values)
            added += created
    return added
