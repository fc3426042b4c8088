"""Keeping 关爱: targets under codes that the portal gives, and visits to them.

The unit's history says that something was changed, never for whom (domain.md §12.7).
"""

from datetime import date

from django.db import transaction

from core.merge import Merged, Seen
from core.services import ledger
from core.services.edits import merge_into
from core.text import chinese_date
from units.models import Unit
from workspace.enums import CareKind
from workspace.evidence import refuse_rewriting, refuse_taking_back
from workspace.models import CareTarget, CareVisit
from workspace.services.rows import locked, mark_removed, write_merged


@transaction.atomic
def add_target(unit: Unit, *, by, kind: str, **values) -> CareTarget:
    """A new target with the next code of its kind: 家庭-01, 家庭-02, 学生-01."""
    unit = locked(unit)
    number = unit.care_targets.filter(kind=kind).count() + 1
    code = f"{CareKind(kind).prefix}-{number:02}"
    target = CareTarget.objects.create(unit=unit, kind=kind, code=code, **values)
    _note(unit, "新增帮扶对象 1 个", by)
    return target


@transaction.atomic
def change_target(target: CareTarget, *, by, seen: Seen | None = None, **values) -> Merged:
    """Since when, how often, until when; kind and code stay. Raises ValidationError for days out of order."""
    unit, target = locked(target.unit), locked(target)
    merged = merge_into(target, mine=values, seen=seen, by=by)
    if changed := write_merged(target, merged):
        _note(unit, f"修改帮扶对象：{changed}", by)
    return merged


@transaction.atomic
def record_visit(target: CareTarget, *, by, **values) -> CareVisit:
    """One time that help was given."""
    unit = locked(target.unit)
    visit = target.visits.create(created_by=by, **values)
    _note_visit(unit, "登记", visit.day, by)
    return visit


@transaction.atomic
def change_visit(visit: CareVisit, *, by, seen: Seen | None = None, **values) -> Merged:
    """Correct a visit; raises ValidationError for what somebody was judged by."""
    unit, visit = locked(visit.target.unit), locked(visit)
    merged = merge_into(visit, mine=values, seen=seen, by=by)
    refuse_rewriting(visit, merged.values)
    if write_merged(visit, merged):
        _note_visit(unit, "修改", visit.day, by)
    return merged


@transaction.atomic
def take_back_visit(visit: CareVisit, *, by) -> None:
    """It no longer counts; `bring_back_visit` undoes this. Raises ValidationError while it is cited."""
    _mark(visit, True, "撤下", by)


@transaction.atomic
def bring_back_visit(visit: CareVisit, *, by) -> None:
    """Undo `take_back_visit`."""
    _mark(visit, False, "恢复", by)


def _mark(visit: CareVisit, removed: bool, what: str, by) -> None:
    unit, visit = locked(visit.target.unit), locked(visit)
    if removed:
        refuse_taking_back(visit)
    if mark_removed(visit, removed):
        _note_visit(unit, what, visit.day, by)


def _note_visit(unit: Unit, what: str, day: date, by) -> None:
    _note(unit, f"{what}{chinese_date(day)}的关爱记录", by)


def _note(unit: Unit, what: str, by) -> None:
    ledger.append(unit, move="care", label="关爱", by=by, note=what)
