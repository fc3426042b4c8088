"""The shipped duties; afterwards the rows are the staff's."""

import tomllib
from pathlib import Path

from django.db import transaction

from workspace.models import ActivityType, Duty

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "duties.toml"


@transaction.atomic
def load_duties(path: Path = SHIPPED) -> int:
    """Add the national duties that are missing; what staff changed stays as it is. Returns the number added.

    The code table of activity types is loaded first: an unknown type raises `ActivityType.DoesNotExist`.
    """
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["duties"]
    return sum(_add(order, row) for order, row in enumerate(rows, start=1))


def _add(order: int, row: dict) -> bool:
    if Duty.objects.filter(committee=None, code=row["code"]).exists():
        return False
    values = {key: value for key, value in row.items() if key != "types"}
    duty = Duty(order=order * 10, **values)
    duty.full_clean()
    duty.save()
    duty.activity_types.set(ActivityType.objects.get(code=code) for code in row.get("types", ()))
    return True
