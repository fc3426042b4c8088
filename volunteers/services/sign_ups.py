"""Signing up for a shift, waiting, moving up, being told."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.services.inbox import notify, notify_each
from core.lifecycle import TransitionBlocked, blockers, consequence, perform
from core.services import ledger
from volunteers import sign_up_guards
from volunteers.event_enums import SignUpState
from volunteers.models import ServiceEvent, Shift, SignUp, Volunteer


@transaction.atomic
def sign_up(shift: Shift, volunteer: Volunteer, *, by) -> SignUp:
    """A place, or one in the waiting list when the shift is full; the row's state says which.

    Raises PermissionDenied (somebody else's record) or TransitionBlocked with every reason. The shift and the volunteer
    are locked: no place is given twice, and nobody signs up for two shifts at the same time from two windows.
    """
    if volunteer.user_id != by.pk and not by.has_perm(
        "volunteers.run_organisation", shift.event.organisation
    ):
        raise PermissionDenied("volunteers.sign_up")
    shift = Shift.objects.select_for_update(of=("self",)).select_related("event").get(pk=shift.pk)
    volunteer = Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer.pk)
    if refused := sign_up_guards.refusals(shift, volunteer, clash=clash_of(shift, volunteer)):
        raise TransitionBlocked(refused)
    row = SignUp(shift=shift, volunteer=volunteer)
    row.save(force_insert=True)
    ledger.append_creation(row, by=by)
    fill_places(shift, told_already=row)
    row.refresh_from_db()
    return row


def refusals(shift: Shift, volunteer: Volunteer) -> list:
    """What stands in the way of signing up, before the click."""
    return sign_up_guards.refusals(shift, volunteer, clash=clash_of(shift, volunteer))


def clash_of(shift: Shift, volunteer: Volunteer) -> Shift | None:
    """Another shift at the same time for which the volunteer has a place or waits."""
    same_time = SignUp.objects.live().overlapping(shift.starts_at, shift.ends_at).filter(volunteer=volunteer)
    row = same_time.exclude(shift=shift).select_related("shift__event").first()
    return row.shift if row else None


@consequence("fill_place")
def fill_place(sign_up: SignUp, *, by, **_) -> None:
    """Whoever waits first moves up, as long as there are places; `withdraw` has locked the shift."""
    fill_places(sign_up.shift)


def fill_places(shift: Shift, told_already: SignUp | None = None) -> int:
    """Move up who waits as long as there are places, in the order of signing up; returns how many.

    The caller holds the shift's lock. Everybody is told but `told_already`, who reads it on the page.
    """
    moved = []
    for waiting in shift.sign_ups.waiting():
        if blockers(waiting, "move_up", None):
            break
        moved.append(perform(waiting, "move_up", by=None))
    others = [row for row in moved if told_already is None or row.pk != told_already.pk]
    body = f"{shift.span}有了空位，您已正式报名。不能参加请及时退出，把名额留给他人。"
    _tell(others, f"候补转正：{shift.event}", body)
    return len(moved)


@consequence("drop_sign_ups")
def drop_sign_ups(event: ServiceEvent, *, by, **_) -> None:
    """The event is cancelled: every sign-up ends, and everybody reads why."""
    rows = list(
        SignUp.objects.filter(shift__event=event, state__in=[SignUpState.SIGNED, SignUpState.WAITING])
    )
    for row in rows:
        perform(row, "drop", by=None, note=event.reason)
    _tell(rows, f"活动取消：{event}", f"{event.reason}\n您报名的场次不再举行，给您带来不便，敬请谅解。")


@consequence("settle_attendance")
def settle_attendance(event: ServiceEvent, *, by, **_) -> None:
    """Who signed up and was never seen is absent; who waited in vain waits no longer."""
    rows = SignUp.objects.filter(shift__event=event)
    for row in rows.filter(state=SignUpState.SIGNED):
        perform(row, "miss", by=None)
    for row in rows.filter(state=SignUpState.WAITING):
        perform(row, "drop", by=None, note="活动已结束，没有空位")


@consequence("tell_organisers")
def tell_organisers(event: ServiceEvent, *, by, **_) -> None:
    """The list came back with a question: whoever handed it in is told."""
    if event.recorded_by is not None:
        notify(
            [event.recorded_by], title=f"退回补正：{event}", body=event.reason, url=event.get_absolute_url()
        )


def tell_signed_up(event: ServiceEvent, *, title: str, body: str) -> int:
    """A message to everybody with a live sign-up, e.g. about a change of place; returns how many."""
    rows = list(SignUp.objects.live().filter(shift__event=event))
    return _tell(rows, title, body)


def _tell(rows: list[SignUp], title: str, body: str) -> int:
    if not rows:
        return 0
    url = rows[0].shift.event.get_absolute_url()
    people = User.objects.filter(Q(volunteer__in={row.volunteer_id for row in rows}), is_active=True)
    notes = [(pk, title, body, url) for pk in people.values_list("pk", flat=True)]
    notify_each(notes)
    return len(notes)


@transaction.atomic
def save_shift(shift: Shift, *, was: tuple[datetime | None, datetime | None], by) -> Shift:
    """A new shift, or new times and places: everybody on it is told the time, a larger one takes those who wait."""
    if shift.pk:
        Shift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    shift.save()
    event = shift.event
    ledger.append(
        event, move="shift", label="场次", by=by, source=event.state, target=event.state, note=shift.span
    )
    if was[0] is not None and was != (shift.starts_at, shift.ends_at):
        rows = list(shift.sign_ups.live())
        _tell(rows, f"活动时间调整：{event}", f"新的时间为 {shift.span}。不能参加请及时退出。")
    fill_places(shift)
    return shift
