"""Writing the hours ledger: entries of a verified event, counter-entries of a granted correction (domain.md §9)."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.services.inbox import notify, notify_each
from core import clock
from core.findings import Finding
from core.lifecycle import TransitionBlocked, consequence
from core.services import ledger
from core.text import chinese_date
from core.workdays import add_workdays
from volunteers.event_enums import CorrectionState
from volunteers.models import (
    HoursCorrection,
    HoursEntry,
    HoursPolicy,
    HoursSlot,
    ServiceEvent,
    Volunteer,
)
from volunteers.queries.hours_checks import Stretch, faults_of, stretch_of_correction, stretches_of_event


@consequence("record_hours")
def record_hours(event: ServiceEvent, *, by, **_) -> list[HoursEntry]:
    """One entry for everybody who was there. The volunteers are locked first and everything is checked once more."""
    stretches = stretches_of_event(event)
    _lock_people(stretch.volunteer_id for stretch in stretches)
    policy = HoursPolicy.of(event.organisation.committee)
    _require_sound(stretches, policy)
    ends_on = add_workdays(clock.today(), policy.notice_workdays).date
    entries = [
        _write(
            HoursEntry(
                volunteer_id=stretch.volunteer_id, organisation=event.organisation, unit_id=event.unit_id,
                event=event, content=event.title, day=stretch.day, starts_at=stretch.starts_at,
                ends_at=stretch.ends_at, minutes=stretch.minutes, notice_ends_on=ends_on,
                recorded_by=event.recorded_by, confirmed_by=by,
            )
        )
        for stretch in stretches
    ]  # fmt: skip
    _tell_served(event, entries, ends_on)
    return entries


def _tell_served(event: ServiceEvent, entries: list[HoursEntry], ends_on) -> None:
    minutes = {entry.volunteer_id: entry.minutes for entry in entries}
    people = Volunteer.objects.filter(pk__in=minutes, user__is_active=True).values_list("pk", "user")
    body = f"时长在组织内公示至{chinese_date(ends_on)}，期满计入累计。有误请在“我的时长”中申请更正。"
    notify_each(
        (user, f"{event}：记录服务 {minutes[key] // 6 / 10:.1f} 小时", body, "/volunteers/me/hours/")
        for key, user in people
    )


@transaction.atomic
def ask_correction(
    entry: HoursEntry, *, by, reason: str, is_void=False, starts_at=None, ends_at=None, deducted=0
):
    """By the volunteer themselves or by whoever runs the organisation; raises ValidationError by field."""
    own = entry.volunteer.user_id == by.pk
    if not own and not by.has_perm("volunteers.run_organisation", entry.organisation):
        raise PermissionDenied("volunteers.run_organisation")
    row = HoursCorrection(
        entry=entry,
        is_void=is_void,
        starts_at=starts_at,
        ends_at=ends_at,
        deducted=deducted,
        reason=reason,
        asked_by=by,
    )
    row.full_clean()
    if entry.reverses_id or hasattr(entry, "reversed_by"):
        raise ValidationError("这条时长已被更正，请对更正后的记录提出申请。", code="reversed")
    if not is_void and row.minutes <= 0:
        raise ValidationError({"deducted": "扣除后须大于 0 分钟；整条作废请勾选“整条作废”。"})
    row.save()
    ledger.append_creation(row, by=by)
    return row


@consequence("rebook_hours")
def rebook_hours(correction: HoursCorrection, *, by, **_) -> None:
    """The counter-entry takes the old one back, at once or with it; the new one has days of notice of its own.

    A counter-entry carries the old one's last day of notice, so that the two are nothing on every day.
    """
    entry = correction.entry
    _lock_people([entry.volunteer_id])
    HoursSlot.objects.filter(entry=entry).delete()
    recorder = _other_than(by, correction.asked_by, entry.recorded_by)
    shared = {
        name: getattr(entry, name) for name in ("organisation", "unit", "event", "content", "volunteer")
    }
    HoursEntry(
        **shared, day=entry.day, starts_at=entry.starts_at, ends_at=entry.ends_at, minutes=-entry.minutes,
        notice_ends_on=entry.notice_ends_on, reverses=entry, reason=correction.reason, recorded_by=recorder,
        confirmed_by=by,
    ).save()  # fmt: skip
    if correction.is_void:
        return
    policy = HoursPolicy.of(entry.organisation.committee)
    stretch = stretch_of_correction(correction)
    _require_sound([stretch], policy)
    _write(HoursEntry(
        **shared, day=stretch.day, starts_at=stretch.starts_at, ends_at=stretch.ends_at, minutes=stretch.minutes,
        notice_ends_on=add_workdays(clock.today(), policy.notice_workdays).date, reason=correction.reason,
        recorded_by=recorder, confirmed_by=by,
    ))  # fmt: skip


@consequence("tell_asker")
def tell_asker(correction: HoursCorrection, *, by, **_) -> None:
    people = {correction.asked_by, correction.entry.volunteer.user} - {None, by}
    done = correction.state == CorrectionState.GRANTED
    body = "原记录已冲销，更正后的记录重新公示。" if done else correction.answer
    title = f"时长更正申请：{correction.get_state_display()}"
    notify(people, title=title, body=body, url="/volunteers/me/hours/")


def _other_than(by, *people):
    """Who stands as recorder beside the confirming `by`: two persons, always."""
    return next((person for person in people if person is not None and person.pk != by.pk), None)


def _write(entry: HoursEntry) -> HoursEntry:
    """The entry and its slot. Where two writers raced past each other, PostgreSQL's exclusion constraint says no."""
    entry.save()
    HoursSlot.objects.create(
        entry=entry, volunteer_id=entry.volunteer_id, starts_at=entry.starts_at, ends_at=entry.ends_at
    )
    return entry


def _lock_people(keys: Iterable[int]) -> None:
    """In the order of their keys, so that two writers wait for each other, not forever."""
    list(
        Volunteer.objects.select_for_update(of=("self",))
        .filter(pk__in=set(keys))
        .order_by("pk")
        .values_list("pk")
    )


def _require_sound(stretches: list[Stretch], policy: HoursPolicy) -> None:
    if faults := faults_of(stretches, policy):
        raise TransitionBlocked([Finding(ok=False, text=text, who="活动组织者") for text in faults])
