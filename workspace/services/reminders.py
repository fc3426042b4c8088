"""Reminders of duties in the inbox: a node comes, a period ends, a period was missed; each once, never a ranking.

One message per unit and day lists all of them (domain.md §12.6: remind, do not press). Every reminder is a row of
`DutyReminder`; a run sends what it inserted itself, so that two workers at once send nothing twice.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Model, QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.services.inbox import notify
from units.enums import OfficeRole
from units.models import Committee, Office, Post, Unit
from workspace.enums import DutyStatus, ReminderOccasion
from workspace.models import DutyReminder
from workspace.queries.duties import committees_progress, progress_for
from workspace.queries.progress import Progress

DUE_SOON = timedelta(days=14)
AT_ONCE = 200
"""Units of one transaction: the number of questions does not grow with them."""

ActiveUnits = Callable[[], QuerySet[Unit]]
_active_units: list[ActiveUnits] = []


def register_units(active: ActiveUnits) -> None:
    """The upper house says which units have duties today: those that create or hold a title."""
    _active_units[:] = [active]


def remind(today: date) -> int:
    """Write today's reminders to units and their committees; returns how many messages. Safe to run twice."""
    units = _active_units[0]().select_related("committee").order_by("pk")
    committees = Committee.objects.filter(pk__in=_above(units)).order_by("pk")
    sent = sum(_to_units(chunk, today) for chunk in _chunks(units))
    return sent + sum(_to_committees(chunk, today) for chunk in _chunks(committees))


def _above(units: QuerySet[Unit]) -> set[int]:
    """The committees of `units` and everything above them."""
    paths = units.filter(committee__isnull=False).order_by().values_list("committee__path", flat=True)
    return {int(key) for path in paths.distinct() for key in path.strip("/").split("/")}


def _chunks(rows: QuerySet) -> Iterator[list[Model]]:
    """By key, so that rows which come or go meanwhile move nobody into or out of a chunk."""
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        yield chunk
        last = chunk[-1].pk


def _to_units(units: list[Unit], today: date) -> int:
    posts = Post.objects.current().filter(unit__in=units)
    readers = _readers(posts.values_list("unit", "user"))
    lines = progress_for(units, today)
    return _send("unit", units, lines, readers, lambda unit: reverse("workspace:duties", args=[unit.pk]))


def _to_committees(committees: list[Committee], today: date) -> int:
    offices = Office.objects.current().filter(committee__in=committees, role=OfficeRole.OFFICER)
    readers = _readers(offices.values_list("committee", "user"))
    lines = committees_progress(committees, today)
    return _send(
        "committee", committees, lines, readers,
        lambda committee: reverse("admin:workspace_duty_year", args=[committee.pk, today.year]),
    )  # fmt: skip


def _readers(pairs) -> dict[int, list[User]]:
    pairs = list(pairs)
    people = User.objects.filter(is_active=True).in_bulk({user for _, user in pairs})
    readers = defaultdict(list)
    for subject, user in pairs:
        if user in people:
            readers[subject].append(people[user])
    return readers


@transaction.atomic
def _send(kind: str, subjects: list, lines: dict, readers: dict, address: Callable[[Model], str]) -> int:
    """Claim the reminders and write the messages of those that were still unclaimed, or neither."""
    wanted = [
        (subject, line, occasion)
        for subject in subjects
        if readers[subject.pk]
        for line in lines[subject.pk]
        if (occasion := occasion_of(line))
    ]
    news = defaultdict(list)
    for subject, line, occasion in _claimed(kind, wanted):
        news[subject].append(f"{occasion.label}｜{line.duty.name}（{line.span.label}）：{line.sentence}")
    for subject, texts in news.items():
        title = f"{subject}：{len(texts)} 项创建任务提醒"
        notify(readers[subject.pk], title=title, body="\n".join(texts), url=address(subject))
    return len(news)


def occasion_of(line: Progress) -> ReminderOccasion | None:
    """Whether there is something to say about a duty on the day of `line`."""
    if line.status == DutyStatus.LATE:
        return ReminderOccasion.LATE
    if line.is_offered:
        return ReminderOccasion.NODE
    ends_soon = line.status == DutyStatus.OPEN and line.due - line.on <= DUE_SOON
    return ReminderOccasion.DUE if ends_soon else None


def _claimed(kind: str, wanted: Collection[tuple]) -> list[tuple]:
    """Those of `wanted` that nobody was reminded of before; of two runs at once each row goes to one."""
    batch = uuid.uuid4()
    rows = [
        DutyReminder(
            duty=line.duty, period_start=line.span.first, occasion=occasion, batch=batch, **{kind: subject}
        )
        for subject, line, occasion in wanted
    ]
    DutyReminder.objects.bulk_create(rows, ignore_conflicts=True)
    own = set(DutyReminder.objects.filter(batch=batch).values_list("duty", kind, "period_start", "occasion"))
    return [row for row in wanted if (row[1].duty.pk, row[0].pk, row[1].span.first, row[2]) in own]
