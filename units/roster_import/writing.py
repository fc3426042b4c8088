"""Writing what a plan says: a handful of statements, whatever the number of rows."""

import json

from core import clock
from core.crypto import blind_index
from core.lifecycle import consequence
from core.services import ledger
from units.models import Member, RosterImport, Unit
from units.roster_import.plan import Plan, RowState

SNAPSHOT = [field for field in Member._meta.concrete_fields if field.name not in ("id", "unit")]


@consequence("write_imported_members")
def write(roster_import: RosterImport, *, by, plan: Plan) -> None:
    """Rows that are right become members and changes; `outcome` keeps what an undo needs. The unit is locked."""
    updated = plan.of(RowState.UPDATE)
    _release_captain([row.member.pk for row in updated if _ends_captaincy(row)])
    created = _create(roster_import.unit, plan)
    change_members({row.member: {c.key: c.new for c in row.changes} for row in updated})
    roster_import.outcome = json.dumps(
        {
            "created": {member.pk: snapshot(member) for member in created},
            "updated": {
                row.member.pk: {c.key: [_text(c.key, c.old), _text(c.key, c.new)] for c in row.changes}
                for row in updated
            },
            "left_out": [
                [row.row.place, row.name, row.reason, [[f.column, f.typed, f.reason] for f in row.faults]]
                for row in [*plan.of(RowState.FAULTY), *plan.of(RowState.SKIP)]
            ],
        }
    )
    roster_import.created_count, roster_import.updated_count = len(created), len(updated)
    roster_import.left_out_count = len(plan.rows) - len(created) - len(updated)
    roster_import.save(update_fields=["outcome", "created_count", "updated_count", "left_out_count"])
    note(roster_import.unit, by, f"表格导入：新增 {len(created)} 人，更新 {len(updated)} 人")


def change_members(changes: dict[Member, dict]) -> None:
    """Write `{member: {column: value}}` in one statement for all."""
    columns = {column for values in changes.values() for column in values}
    for member, values in changes.items():
        for column, value in values.items():
            setattr(member, column, value)
        if "identity_number" in values:
            member.identity_index = blind_index(member.identity_number) if member.identity_number else None
    if "identity_number" in columns:
        columns.add("identity_index")
    if columns:
        Member.objects.bulk_update(changes, sorted(columns), batch_size=200)


def snapshot(member: Member) -> dict[str, str]:
    """Every column as text, to see later whether anybody has touched the row."""
    return {field.name: str(field.value_from_object(member) or "") for field in SNAPSHOT}


def note(unit: Unit, by, what: str) -> None:
    """A line on the unit, without personal data."""
    count = unit.members.on(clock.today()).count()
    ledger.append(unit, move="roster", label="花名册变更", by=by, note=f"{what}，现有 {count} 人")


def _create(unit: Unit, plan: Plan) -> list[Member]:
    new = [Member(unit=unit, **row.row.values) for row in plan.of(RowState.NEW)]
    return Member.objects.bulk_create(new, batch_size=200)


def _ends_captaincy(row) -> bool:
    return any(change.key == "is_captain" and not change.new for change in row.changes)


def _release_captain(pks: list[int]) -> None:
    """Before anybody else becomes captain: the constraint counts after each row."""
    Member.objects.filter(pk__in=pks).update(is_captain=False)


def _text(key: str, value):
    return Member._meta.get_field(key).value_to_string(Member(**{key: value})) if value is not None else None
