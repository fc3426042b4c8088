"""Industries and unit types as the sources list them (domain.md §1.1); afterwards the tables are the committee's."""

import csv
from pathlib import Path

from django.db import transaction

from units.models import Industry, UnitType

DATA = Path(__file__).resolve().parent.parent / "data"


@transaction.atomic
def load_code_tables() -> int:
    """Add entries that are missing; what staff changed stays as it is. Returns the number added."""
    added = 0
    for model, name in ((Industry, "industries.csv"), (UnitType, "unit_types.csv")):
        with (DATA / name).open(encoding="utf-8", newline="") as rows:
            for order, row in enumerate(csv.DictReader(rows), start=1):
                values = {"name": row["name"], "source": row["source"], "order": order}
                _, created = model.objects.get_or_create(code=row["code"], defaults=values)
                added += created
    return added
