"""Who was there, from when to when: by the shift's code, by the organiser's list, also kept without a network."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.db import transaction

from core import clock
from core.lifecycle import TransitionBlocked, perform
from core.services import ledger
from volunteers.event_enums import EventState, SignUpState
from volunteers.models import ServiceEvent, Shift, SignUp, Volunteer

SALT = "volunteers.shift-code"
CODE_SECONDS = 90
"""How long a code that was photographed still works; the page on site shows a new one every half minute."""


class CodeOver(ValidationError):
    """The code is too old, or none of ours."""


def code_of(shift: Shift) -> str:
    """What the QR code on site holds: the shift, signed, with the moment."""
    return TimestampSigner(salt=SALT).sign(str(shift.pk))


def shift_of(code: str) -> Shift:
    """Raises CodeOver with what the volunteer can do."""
    try:
        key = TimestampSigner(salt=SALT).unsign(code, max_age=CODE_SECONDS)
    except SignatureExpired:
        raise CodeOver("二维码已过期，请重新扫描现场屏幕上的二维码。") from None
    except BadSignature:
        raise CodeOver("二维码无效，请扫描现场组织者出示的二维码。") from None
    return Shift.objects.select_related("event").get(pk=int(key))


def scan(shift: Shift, volunteer: Volunteer) -> SignUp:
    """In when they have not come yet, out when they are there. The caller has read `shift` from a valid code.

    Raises TransitionBlocked, or ValidationError when the volunteer is not on the list.
    """
    row = shift.sign_ups.filter(
        volunteer=volunteer, state__in=[SignUpState.SIGNED, SignUpState.PRESENT]
    ).first()
    if row is None:
        raise ValidationError("您不在这个场次的名单上，请找现场组织者登记。", code="not_listed")
    begin_if_due(shift.event)
    return perform(row, "scan_in" if row.state == SignUpState.SIGNED else "scan_out", by=None)


def tick(row: SignUp, name: str, *, by, at: datetime | None = None) -> SignUp:
    """`check_in` or `check_out` on the organiser's list. `at` is when it was ticked, where that was without a network.

    Safe to send twice: what is done already is answered with the row as it is.
    """
    done = {"check_in": SignUpState.PRESENT, "check_out": SignUpState.DONE}[name]
    begin_if_due(row.shift.event)
    at = _not_ahead(at)
    if name == "check_out" and at and row.checked_in_at and at <= row.checked_in_at:
        raise ValidationError("签退时间须晚于签到时间。", code="before_coming")
    try:
        return perform(row, name, by=by, at=at)
    except TransitionBlocked:
        now = SignUp.objects.get(pk=row.pk)
        if now.state in (done, SignUpState.DONE):
            return now
        raise


def _not_ahead(at: datetime | None) -> datetime | None:
    """A phone whose clock runs ahead does not make hours."""
    return min(at, clock.now()) if at else None


def begin_if_due(event: ServiceEvent) -> None:
    """The calendar begins events every few minutes; the first to arrive does not wait for it."""
    due = ServiceEvent.objects.begun().filter(pk=event.pk).first()
    if due is None:
        return
    try:
        perform(due, "begin", by=None)
    except TransitionBlocked:
        return  # somebody else was quicker


@transaction.atomic
def set_times(row: SignUp, *, by, came: datetime, went: datetime, deducted: int = 0) -> SignUp:
    """Mend or add the times of one line while the list is still the organiser's; raises ValidationError.

    Who came without having been ticked off is brought in by the same two moves as everybody else.
    """
    if not by.has_perm("volunteers.run_organisation", row.shift.event.organisation):
        raise PermissionDenied("volunteers.run_organisation")
    row = SignUp.objects.select_for_update(of=("self",)).select_related("shift__event").get(pk=row.pk)
    _require_sound(row, came, went, deducted)
    row.deducted = deducted
    row.save(update_fields=["deducted"])
    if row.state == SignUpState.SIGNED:
        row = perform(row, "check_in", by=by, at=came)
    if row.state == SignUpState.PRESENT:
        SignUp.objects.filter(pk=row.pk).update(checked_in_at=came)
        row = perform(row, "check_out", by=by, at=went)
    SignUp.objects.filter(pk=row.pk).update(checked_in_at=came, checked_out_at=went)
    row.refresh_from_db()
    note = f"{row.minutes} 分钟，扣除 {deducted} 分钟"
    ledger.append(row, move="times", label="登记时间", by=by, source=row.state, target=row.state, note=note)
    return row


def _require_sound(row: SignUp, came, went, deducted) -> None:
    if row.shift.event.state not in (EventState.RECRUITING, EventState.RUNNING):
        raise ValidationError("名单已提交核实，不能再改；有误请由核实人退回补正。", code="closed")
    if row.state not in (SignUpState.SIGNED, SignUpState.PRESENT, SignUpState.DONE):
        raise ValidationError(f"这名志愿者{row.get_state_display()}，不能登记时间。", code="state")
    if went <= came:
        raise ValidationError({"went": "签退时间须晚于签到时间。"})
    if went > clock.now():
        raise ValidationError({"went": "签退时间不能晚于现在。"})
    row.checked_in_at, row.checked_out_at, row.deducted = came, went, deducted
    if row.minutes <= 0:
        raise ValidationError({"came": f"服务时间须在场次时间（{row.shift.span}）之内，扣除后须大于 0。"})
