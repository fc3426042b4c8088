"""Published figures of service actions, shipped as data with their source."""

import tomllib
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from core.services import ledger
from units.models import Committee
from volunteers.models import Indicator, ProgressReport, ServiceAction, ServiceProject

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "actions_zibo_2021.toml"


@transaction.atomic
def load_actions(committee: Committee, path: Path = SHIPPED, *, by=None) -> int:
    """Add to `committee` the actions that it lacks, with projects, indicators and reports; returns how many."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    rows = list(enumerate(data["actions"], start=1))
    return sum(_add_action(committee, data, row, order, by) for order, row in rows)


def _add_action(committee, data: dict, row: dict, order: int, by) -> bool:
    if ServiceAction.objects.filter(committee=committee, year=data["year"], name=row["name"]).exists():
        return False
    action = ServiceAction(
        committee=committee, year=data["year"], name=row["name"], text=row["text"], order=order,
        campaign=data["campaign"], source=data["source"],
    )  # fmt: skip
    _save(action, by)
    for place, project in enumerate(row["projects"], start=1):
        _add_project(action, data, project, place, by)
    return True


def _add_project(action: ServiceAction, data: dict, row: dict, order: int, by) -> None:
    given = {key: row[key] for key in ("name", "kind", "text") if key in row}
    project = ServiceProject(action=action, order=order, **given)
    _save(project, by)
    for place, line in enumerate(row["indicators"], start=1):
        indicator = Indicator(
            project=project, order=place, name=line["name"], unit=line["unit"], note=line.get("note", ""),
            target=Decimal(line["target"]) if "target" in line else None, kind=line.get("kind", "count"),
            starts_on=data["starts_on"], ends_on=data["ends_on"],
        )  # fmt: skip
        _save(indicator, by)
        if "value" in line:
            report = ProgressReport(
                indicator=indicator, value=Decimal(line["value"]), day=data["reported_on"],
                source=data["source"], text=line.get("text", ""), reported_by=by,
            )  # fmt: skip
            report.full_clean(exclude=["reported_by"])
            report.save()


def _save(record, by) -> None:
    record.full_clean()
    record.save()
    ledger.append_creation(record, by=by)
