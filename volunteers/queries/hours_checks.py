"""Whether stretches of service can be recorded: no time of a person twice, no day beyond its limit (domain.md §9)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, Sum
from django.utils import timezone

from volunteers.event_enums import SignUpState
from volunteers.models import (
    HoursCorrection,
    HoursEntry,
    HoursPolicy,
    HoursSlot,
    ServiceEvent,
    SignUp,
    Volunteer,
)


@dataclass(frozen=True)
class Stretch:
    """Service that is to be recorded. `replaces` is the key of an entry that goes at the same moment."""

    volunteer_id: int
    who: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    replaces: int | None = None

    @property
    def day(self) -> date:
        """Service counts on the day on which it begins."""
        return timezone.localdate(self.starts_at)

    @property
    def span(self) -> str:
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return f"{start.month}月{start.day}日 {start:%H:%M}—{end:%H:%M}"


def stretches_of_event(event: ServiceEvent) -> list[Stretch]:
    """What the event's list says, in the order of coming; lines of no whole minute are left out."""
    done = SignUp.objects.filter(shift__event=event, state=SignUpState.DONE)
    rows = done.select_related("shift", "volunteer").order_by("checked_in_at", "pk")
    return [
        Stretch(row.volunteer_id, str(row.volunteer), *row.served, row.minutes)
        for row in rows
        if row.minutes > 0
    ]


def stretch_of_correction(correction: HoursCorrection) -> Stretch | None:
    if correction.is_void:
        return None
    volunteer = correction.entry.volunteer
    times = (correction.starts_at, correction.ends_at)
    return Stretch(volunteer.pk, str(volunteer), *times, correction.minutes, replaces=correction.entry_id)


def faults_of(stretches: Sequence[Stretch], policy: HoursPolicy) -> list[str]:
    """A sentence for each stretch that cannot be recorded; three queries, however many there are."""
    persons = _persons([stretch.volunteer_id for stretch in stretches])
    return [*_overlaps(stretches, persons), *_long_days(stretches, persons, policy)]


def _persons(keys: list[int]) -> dict[int, int]:
    """Record → person: records that were merged are one person's. Holds theirs and those merged into them."""
    rows = Volunteer.objects.filter(Q(pk__in=keys) | Q(merged_into__in=keys))
    return {key: merged or key for key, merged in rows.values_list("pk", "merged_into")}


def _overlaps(stretches, persons) -> list[str]:
    gone = {stretch.replaces for stretch in stretches}
    taken: dict[int, list[tuple]] = defaultdict(list)
    if stretches:
        first, last = min(s.starts_at for s in stretches), max(s.ends_at for s in stretches)
        slots = HoursSlot.objects.filter(volunteer__in=persons, starts_at__lt=last, ends_at__gt=first)
        for key, start, end, entry in slots.values_list("volunteer", "starts_at", "ends_at", "entry"):
            if entry not in gone:
                taken[persons[key]].append((start, end))
    found = []
    for stretch in stretches:
        person = persons[stretch.volunteer_id]
        if any(start < stretch.ends_at and end > stretch.starts_at for start, end in taken[person]):
            found.append(f"{stretch.who}在 {stretch.span} 已有另一段服务时间")
        taken[person].append((stretch.starts_at, stretch.ends_at))
    return found


def _long_days(stretches, persons, policy) -> list[str]:
    """Sums of a person and day, with what is on record already and without what is being replaced."""
    days = {stretch.day for stretch in stretches}
    gone = [stretch.replaces for stretch in stretches if stretch.replaces]
    on_record = HoursEntry.objects.filter(volunteer__in=persons, day__in=days).exclude(pk__in=gone)
    sums: dict[tuple[int, date], int] = defaultdict(int)
    rows = on_record.order_by().values_list("volunteer", "day").annotate(total=Sum("minutes"))
    for key, day, total in rows:
        sums[persons[key], day] += total
    found = []
    for stretch in stretches:
        key = persons[stretch.volunteer_id], stretch.day
        sums[key] += stretch.minutes
        if sums[key] > policy.day_minutes:
            limit, total = _hours(policy.day_minutes), _hours(sums[key])
            found.append(
                f"{stretch.who} {stretch.day.month}月{stretch.day.day}日合计 {total} 小时，超过每日上限 {limit} 小时"
            )
    return found


def _hours(minutes: int) -> str:
    return f"{timedelta(minutes=minutes).total_seconds() / 3600:.1f}".removesuffix(".0")
