"""What the pages of an import call. An import waits as a preview until somebody confirms it; see `RosterImport`."""

from django.db import transaction

from core.lifecycle import perform
from core.spreadsheets import Workbook
from units.enums import ImportMode, LookalikePolicy
from units.models import RosterImport, Unit
from units.roster_import import undoing, writing  # noqa: F401  (they register what follows from the moves)
from units.roster_import.plan import Plan, make_plan
from units.roster_import.table import MAX_ROWS, Table, read_table


class NotImportable(Exception):
    """The plan cannot be carried out as asked; the message says why."""


class PlanChanged(Exception):
    """Since the preview somebody changed the roster or the choices: what was shown would not be what is written."""


def start(unit: Unit, workbook: Workbook, *, by) -> RosterImport:
    """Keep an uploaded workbook for its preview, encrypted; begins with the sheet that reads best."""
    for sheet in workbook.sheets:
        sheet.rows = sheet.rows[: MAX_ROWS + 100]  # longer ones are refused, with the number of their rows
    choices = {"sheet": best_sheet(workbook)}
    return RosterImport.objects.create(unit=unit, table=workbook.dump(), choices=choices, created_by=by)


def best_sheet(workbook: Workbook) -> int:
    """The first sheet without a problem; else the one with most columns recognised."""
    tables = [read_table(sheet) for sheet in workbook.sheets]
    return max(range(len(tables)), key=lambda at: (not tables[at].problem, len(tables[at].columns), -at))


def workbook_of(roster_import: RosterImport) -> Workbook:
    return Workbook.load(roster_import.table)


def table_of(roster_import: RosterImport, workbook: Workbook) -> Table:
    """The chosen sheet, read by the chosen columns."""
    choices = roster_import.choices
    columns = choices.get("columns")
    columns = None if columns is None else {int(at): key for at, key in columns.items()}
    return read_table(workbook.sheets[choices["sheet"]], columns)


def plan_of(roster_import: RosterImport, workbook: Workbook | None = None) -> Plan:
    """What confirming would do now."""
    choices = roster_import.choices
    return make_plan(
        table_of(roster_import, workbook or workbook_of(roster_import)),
        roster_import.unit.members.all(),
        mode=ImportMode(choices.get("mode", ImportMode.FILL)),
        lookalikes=LookalikePolicy(choices.get("lookalikes", LookalikePolicy.SAME)),
    )


@transaction.atomic
def choose(roster_import: RosterImport, *, by, choices: dict) -> RosterImport:
    """Read the table in another way from now on; once confirmed nothing changes any more."""
    roster_import = RosterImport.objects.select_for_update(of=("self",)).get(pk=roster_import.pk)
    if roster_import.is_preview:
        roster_import.choices = choices
        roster_import.save(update_fields=["choices"])
    return roster_import


@transaction.atomic
def confirm(roster_import: RosterImport, *, by, shown: str, only_good: bool = False) -> RosterImport:
    """Write the plan whose digest is `shown`; `only_good` leaves faulty rows out instead of refusing.

    Raises PlanChanged or NotImportable, and TransitionBlocked when it was confirmed before or has gone stale.
    """
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=roster_import.unit_id)
    roster_import = unit.roster_imports.select_for_update(of=("self",)).get(pk=roster_import.pk)
    plan = plan_of(roster_import) if roster_import.is_preview else None
    if plan and plan.digest != shown:
        raise PlanChanged
    if plan and plan.obstacle and not (only_good and plan.writable):
        raise NotImportable(plan.obstacle)
    return perform(roster_import, "confirm", by=by, plan=plan)


def undo(roster_import: RosterImport, *, by) -> RosterImport:
    """Take back what nobody has touched since. Raises TransitionBlocked after seven days or a second time."""
    return perform(roster_import, "undo", by=by)


def discard(roster_import: RosterImport, *, by) -> None:
    """Forget a preview at once."""
    RosterImport.objects.filter(pk=roster_import.pk, confirmed_at=None).delete()


def forget_old() -> None:
    """Delete previews that nobody confirmed in time, and what only an undo would have needed. Safe to run twice."""
    RosterImport.objects.stale_previews().delete()
    RosterImport.objects.remembering_for_nothing().update(outcome="")
