"""Taking an import back: what it made goes, what it changed returns, unless somebody has worked on it since."""

import json
from dataclasses import dataclass, field

from core.lifecycle import consequence
from units.models import Member, RosterImport
from units.roster_import.columns import LABELS
from units.roster_import.writing import change_members, note, snapshot

CHANGED, IN_USE, CAPTAIN = "导入后又有改动", "已有其他记录（如成长计划卡）", "现在另有号长"
LEFT_BEFORE = "恢复后会晚于离开日期"


@dataclass
class Undoing:
    """`remove` are members to delete, `restore` columns to give back, `kept` who stays as they are, and why."""

    remove: list[Member] = field(default_factory=list)
    restore: dict[Member, dict] = field(default_factory=dict)
    kept: list[tuple[str, str]] = field(default_factory=list)


def what_undoing_does(roster_import: RosterImport) -> Undoing:
    """The members as they are now against `outcome`; a constant number of queries."""
    outcome = json.loads(roster_import.outcome or '{"created": {}, "updated": {}}')
    members = {str(member.pk): member for member in roster_import.unit.members.all()}
    undoing = Undoing()
    created = {members[pk]: was for pk, was in outcome["created"].items() if pk in members}
    in_use = _in_use([member.pk for member in created])
    for member, was in created.items():
        if not _is_as(was, member):
            undoing.kept.append((member.name, CHANGED))
        elif member.pk in in_use:
            undoing.kept.append((member.name, IN_USE))
        else:
            undoing.remove.append(member)
    for pk, changes in outcome["updated"].items():
        if pk in members:
            _restore(undoing, members[pk], changes, members)
    return undoing


@consequence("take_back_imported_members")
def take_back(roster_import: RosterImport, *, by) -> None:
    """Called with the unit locked; what was kept stays readable until the outcome is forgotten."""
    undoing = what_undoing_does(roster_import)
    removed = {member.pk for member in undoing.remove}
    Member.objects.filter(pk__in=removed).delete()
    demoted = [member.pk for member, values in undoing.restore.items() if values.get("is_captain") is False]
    Member.objects.filter(pk__in=demoted).update(is_captain=False)
    change_members(undoing.restore)
    roster_import.outcome = json.dumps({"created": {}, "updated": {}, "kept": undoing.kept})
    roster_import.save(update_fields=["outcome"])
    what = f"撤销表格导入：移除 {len(removed)} 人，恢复 {len(undoing.restore)} 人"
    note(roster_import.unit, by, what)


def left_in_place(roster_import: RosterImport) -> list[tuple[str, str]]:
    """Who could not be taken back, and why, as long as that is remembered."""
    outcome = json.loads(roster_import.outcome or "{}")
    return [(name, reason) for name, reason in outcome.get("kept", [])]


def rows_left_out(roster_import: RosterImport) -> list[tuple[str, str, str, list]]:
    """Place, name, reason and faults (column, what stood there, why) of the rows that were not imported."""
    return [tuple(row) for row in json.loads(roster_import.outcome or "{}").get("left_out", [])]


def _is_as(was: dict[str, str], member: Member) -> bool:
    """Nobody has touched the row since; columns that came into being later do not count."""
    now = snapshot(member)
    return {column: now[column] for column in was} == was


def _restore(undoing: Undoing, member: Member, changes: dict, members: dict[str, Member]) -> None:
    for key, (old, new) in changes.items():
        column = Member._meta.get_field(key)
        before, written = (column.to_python(value) for value in (old, new))
        if getattr(member, key) != written:
            undoing.kept.append((member.name, f"“{LABELS[key]}”{CHANGED}"))
        elif key == "is_captain" and before and _another_captain(member, undoing, members):
            undoing.kept.append((member.name, CAPTAIN))
        elif key == "joined_on" and before and member.left_on and before > member.left_on:
            undoing.kept.append((member.name, f"“{LABELS[key]}”{LEFT_BEFORE}"))
        else:
            undoing.restore.setdefault(member, {})[key] = before


def _another_captain(member: Member, undoing: Undoing, members: dict[str, Member]) -> bool:
    """Somebody else holds the post and would go on holding it."""
    others = [m for m in members.values() if m.is_captain and m.left_on is None and m != member]
    return any(
        m not in undoing.remove and undoing.restore.get(m, {}).get("is_captain") is not False for m in others
    )


def _in_use(pks: list[int]) -> set[int]:
    """Those of the members to whom a record of any kind points: deleting them would delete or orphan it."""
    relations = [f for f in Member._meta.get_fields(include_hidden=True) if f.auto_created and not f.concrete]
    used: set[int] = set()
    for relation in relations:
        name = relation.field.name
        rows = relation.related_model._base_manager.filter(**{f"{name}__in": pks})
        used |= set(rows.values_list(name, flat=True))
    return used
