"""Keeping the roster 成员花名册 and the pairings; each change leaves a line without personal data on the unit."""

from collections.abc import Callable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from core import clock
from core.crypto import blind_index
from core.merge import Merged, Seen
from core.services import ledger
from core.services.edits import merge_into
from core.validators import birth_date_of
from units.models import Member, Unit, YouthHomePairing


@transaction.atomic
def add_member(unit: Unit, *, by, **values) -> Member:
    """A new row; raises ValidationError when the roster already has its captain or this person."""
    unit = _locked(unit)
    member = _save(Member(unit=unit, **values))
    _note(unit, by, "新增 1 人")
    return member


@transaction.atomic
def change_member(member: Member, *, by, seen: Seen | None = None, **values) -> Merged:
    """Correct a row; raises ValidationError like `add_member`, and where a birth date would deny the number."""
    unit = _locked(member.unit)
    member = Member.objects.get(pk=member.pk)
    merged = merge_into(member, mine=values, seen=seen, by=by)
    for name, value in merged.values.items():
        setattr(member, name, value)
    if merged.values.keys() & {"identity_number", "birth_date"}:
        _require_one_birth_date(member)
    if merged.values:
        _save(member)
        _note(unit, by, "更正 1 人")
    return merged


_leaving: list[Callable[[Member], None]] = []


def when_leaving(act: Callable[[Member], None]) -> Callable[[Member], None]:
    """An upper house registers what it does when somebody leaves a roster, just before they are gone."""
    if act not in _leaving:
        _leaving.append(act)
    return act


@transaction.atomic
def leave(member: Member, *, by, on: date) -> Member:
    """The member no longer counts from `on`; the row stays, for recusal and for history."""
    unit = _locked(member.unit)
    member = Member.objects.get(pk=member.pk)
    for act in _leaving:
        act(member)
    member.left_on = on
    _save(member)
    _note(unit, by, "离开 1 人")
    return member


@transaction.atomic
def bring_back(member: Member, *, by) -> Member:
    """Undo `leave`; whoever came back is captain only while nobody else is."""
    unit = _locked(member.unit)
    member = Member.objects.get(pk=member.pk)
    member.left_on = None
    others = unit.members.filter(left_on__isnull=True).exclude(pk=member.pk)
    member.is_captain = member.is_captain and not others.filter(is_captain=True).exists()
    _save(member)
    _note(unit, by, "恢复 1 人")
    return member


@transaction.atomic
def pair_youth_home(unit: Unit, *, by, **values) -> YouthHomePairing:
    """A pairing begins."""
    unit = _locked(unit)
    pairing = YouthHomePairing.objects.create(unit=unit, **values)
    ledger.append(unit, move="youth_home", label="结对青少年之家", by=by, note=f"结对：{pairing.name}")
    return pairing


_pairing_ends: list[Callable] = []


def when_pairing_ends(act: Callable) -> Callable:
    """An upper house registers what follows, as `act(pairing, by=…)` in the same transaction."""
    if act not in _pairing_ends:
        _pairing_ends.append(act)
    return act


@transaction.atomic
def end_pairing(pairing: YouthHomePairing, *, by) -> YouthHomePairing:
    """A pairing ends today; ending it twice keeps the first day."""
    unit = _locked(pairing.unit)
    pairing = YouthHomePairing.objects.get(pk=pairing.pk)
    if pairing.ends_on is None:
        pairing.ends_on = clock.today()
        pairing.save(update_fields=["ends_on"])
        ledger.append(unit, move="youth_home", label="结对青少年之家", by=by, note=f"解除：{pairing.name}")
        for act in _pairing_ends:
            act(pairing, by=by)
    return pairing


def _locked(unit: Unit) -> Unit:
    """Two people at one roster take turns: what the constraints say then still holds on saving."""
    return Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)


def _require_one_birth_date(member: Member) -> None:
    """One person may have corrected the day while another one entered the number."""
    if member.identity_number and birth_date_of(member.identity_number) != member.birth_date:
        raise ValidationError("出生日期与身份证号码中的不一致，请核对后重新保存。", code="birth_date")


def _save(member: Member) -> Member:
    member.identity_index = blind_index(member.identity_number) if member.identity_number else None
    member.validate_constraints()
    member.save()
    return member


def _note(unit: Unit, by, what: str) -> None:
    count = unit.members.on(clock.today()).count()
    ledger.append(unit, move="roster", label="花名册变更", by=by, note=f"{what}，现有 {count} 人")
