"""回头看: visits to works of innovation that are in use (S4 二(二)4). Each leaves a line on the work."""

from django.db import transaction

from core.merge import Merged, Seen
from core.services import ledger
from core.services.edits import merge_into
from core.text import chinese_date
from workspace.models import Innovation, InnovationFollowUp
from workspace.services.rows import locked, mark_removed, write_merged


@transaction.atomic
def look_back(work: Innovation, *, by, **values) -> InnovationFollowUp:
    """One visit; `still_in_use` False ends the suggestions."""
    work = locked(work)
    visit = work.follow_ups.create(created_by=by, **values)
    _note(work, visit, "登记", by)
    return visit


@transaction.atomic
def change_look_back(visit: InnovationFollowUp, *, by, seen: Seen | None = None, **values) -> Merged:
    """Correct what a visit found."""
    work, visit = locked(visit.innovation), locked(visit)
    merged = merge_into(visit, mine=values, seen=seen, by=by)
    if write_merged(visit, merged):
        _note(work, visit, "更正", by)
    return merged


@transaction.atomic
def take_back_look(visit: InnovationFollowUp, *, by) -> None:
    """The visit no longer counts; `bring_back_look` undoes this."""
    _mark(visit, True, "撤下", by)


@transaction.atomic
def bring_back_look(visit: InnovationFollowUp, *, by) -> None:
    """Undo `take_back_look`."""
    _mark(visit, False, "恢复", by)


def _mark(visit: InnovationFollowUp, removed: bool, what: str, by) -> None:
    work, visit = locked(visit.innovation), locked(visit)
    if mark_removed(visit, removed):
        _note(work, visit, what, by)


def _note(work: Innovation, visit: InnovationFollowUp, what: str, by) -> None:
    ledger.append(
        work, move="look_back", label="回头看", by=by, note=f"{what}{chinese_date(visit.day)}的回访"
    )
