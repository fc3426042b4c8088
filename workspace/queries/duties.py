"""How duties stand. Everything here asks the database a fixed number of times, however many units there are.

    progress_of(unit, on) -> list[Progress]              as things stand on a day: the page, reminders
    progress_for(units, on) -> dict[int, list[Progress]] the same for many units at once, by key
    due_next(units, on) -> dict[int, list[Progress]]     the few that come up next, for the desk
    progress_in_year(unit, year) -> list[Progress]       what became of a year; in the running one also what comes next
    progress_up_to(unit, year, today) -> list[Progress]  the same for a report, without what is still ahead
    committee_progress(committee, year)                  the same for a committee: 五个一, 三个一
    duties_of(unit) -> list[Duty]                        which duties bind a unit: what a record may name

What is late stands first, then by due date. Nothing here measures units against each other or sums up to a score
(domain.md §12.6). Units and committees are best handed over with their `committee` joined.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Count

from core import clock
from units.models import Committee, Member
from workspace import counters
from workspace.counters import Counter, Counting, Tally
from workspace.enums import DutyPeriod, DutyStatus, DutySubject
from workspace.models import Activity, Duty
from workspace.periods import Span, Standing, present_span, span, span_before, spans_in_year, standings
from workspace.queries.progress import Progress

LATE_SHOWN = timedelta(days=92)
"""How long a missed period is called for beside the running one, and a missed year on the page of the next one."""
YEARS_SHOWN = 6


@dataclass(frozen=True)
class Asked:
    """One duty of one subject in one period, not yet counted."""

    subject: int
    duty: Duty
    span: Span


Lines = dict[int, list[Progress]]


def progress_of(unit, on: date) -> list[Progress]:
    """How the duties of `unit` and of its members stand on a day."""
    return progress_for([unit], on)[unit.pk]


def progress_for(units: Collection, on: date) -> Lines:
    return _present("unit", units, on, standings("unit", units, on))


def due_next(units: Collection, on: date, *, most: int = 3) -> Lines:
    """What is late, running or offered, for units that create or hold a title; the others have nothing to do."""
    found = standings("unit", units, on)
    bound = [unit for unit in units if found[unit.pk].since]
    lines = _present("unit", bound, on, found)
    return {pk: [line for line in rows if line.asks][:most] for pk, rows in lines.items()}


def progress_in_year(unit, year: int) -> list[Progress]:
    """For the page: every period of the year up to today. On the running year's page also the nodes to come and,
    until `LATE_SHOWN` is over, what was missed in the year before."""
    today = clock.today()
    if year < today.year:
        return _whole_year("unit", unit, year)
    lines = _whole_year("unit", unit, year, next_nodes=True)
    shown = [line for line in lines if line.duty.period == DutyPeriod.NODE or line.span.first <= today]
    if today <= date(year - 1, 12, 31) + LATE_SHOWN:
        shown += _missed_in("unit", unit, year - 1)
    return sorted(shown, key=lambda line: line.order)


def progress_up_to(unit, year: int, today: date) -> list[Progress]:
    """For a report: what the year asked for so far, finished periods included, nothing of what is still ahead."""
    lines = _whole_year("unit", unit, year)
    return [line for line in lines if line.span.first <= today and not (line.idle and line.missing)]


def committee_progress(committee: Committee, year: int) -> list[Progress]:
    """All of the year, also while it runs: the page tells what is done as well as what is left."""
    return _whole_year("committee", committee, year)


def committees_progress(committees: Collection[Committee], on: date) -> Lines:
    """Like `progress_for`, for reminders to many committees."""
    return _present("committee", committees, on, standings("committee", committees, on))


def duties_of(subject, kind: str = "unit") -> list[Duty]:
    """The duties that bind a unit (and its members), or a committee, in their order."""
    return sorted(_applicable(kind, [subject])[subject.pk], key=lambda duty: (duty.order, duty.pk))


def years_of(subject, kind: str = "unit") -> list[int]:
    """The years a page may show, newest first: since the duties began, or the first record."""
    today = clock.today()
    since = standings(kind, [subject], today)[subject.pk].since
    earliest = Activity.objects.kept().filter(**{kind: subject}).order_by("day").values_list("day", flat=True)
    first = min(day.year for day in (today, since, earliest.first()) if day)
    return list(range(today.year, max(first, today.year - YEARS_SHOWN + 1) - 1, -1))


def by_status(lines: Iterable[Progress]) -> list[tuple[DutyStatus, list[Progress]]]:
    """In groups for a page: late, running, ahead, done; a node on offer stands with what is running."""
    groups = {status: [] for status in DutyStatus}
    for line in lines:
        groups[DutyStatus.OPEN if line.is_offered else line.status].append(line)
    return [(status, rows) for status, rows in groups.items() if rows]


# Which duties, in which periods


def _present(kind: str, subjects: Collection, on: date, found: Mapping[int, Standing]) -> Lines:
    duties = _applicable(kind, subjects)
    asked = [
        Asked(subject.pk, duty, span)
        for subject in subjects
        for duty in duties[subject.pk]
        for span in _spans_on(duty, on, found[subject.pk])
    ]
    lines = _measured(asked, subjects, on)
    return {pk: [line for line in rows if _tells_something(line)] for pk, rows in lines.items()}


def _spans_on(duty: Duty, on: date, standing: Standing) -> list[Span]:
    """The running period, and the one before while it may still be mended."""
    before = span_before(duty, on)
    shown = before and before.last >= on - LATE_SHOWN and standing.owes(before)
    return [present_span(duty, on, standing), *([before] if shown else [])]


def _tells_something(line: Progress) -> bool:
    """A period that is over and fulfilled gives way to the running one."""
    return line.on <= line.span.last or line.status == DutyStatus.LATE


def _missed_in(kind: str, subject, year: int) -> list[Progress]:
    """What is late of a finished year; how a cycle went, its own end decides."""
    lines = _whole_year(kind, subject, year)
    return [line for line in lines if line.status == DutyStatus.LATE and line.duty.period != DutyPeriod.CYCLE]


def _whole_year(kind: str, subject, year: int, *, next_nodes: bool = False) -> list[Progress]:
    """Every period of a year; with `next_nodes` also the coming one of nodes that are over."""
    today = clock.today()
    known = min(today, date(year, 12, 31))
    standing = standings(kind, [subject], known)[subject.pk]
    asked = [
        Asked(subject.pk, duty, span)
        for duty in _applicable(kind, [subject])[subject.pk]
        for span in _spans_of_year(duty, year, standing, today if next_nodes else None)
    ]
    lines = [line for line in _measured(asked, [subject], today)[subject.pk] if _was_due(line, standing)]
    return sorted(_months_as_one(lines), key=lambda line: line.order)


def _spans_of_year(duty: Duty, year: int, standing: Standing, today: date | None) -> list[Span]:
    """With `today` also the node that comes next then."""
    found = spans_in_year(duty, year, standing)
    coming = [present_span(duty, today, standing)] if today and duty.period == DutyPeriod.NODE else []
    return list(dict.fromkeys([*found, *coming]))


def _was_due(line: Progress, standing: Standing) -> bool:
    """What nobody owed yet is not held against anybody; what was done all the same is shown."""
    if line.status == DutyStatus.LATE:
        return standing.owes(line.span)
    return line.status == DutyStatus.DONE or line.on <= line.span.last


def _months_as_one(lines: list[Progress]) -> Iterable[Progress]:
    """The finished months of a duty as one line that names those that were missed; of the others the running one."""
    by_duty = sorted(lines, key=lambda line: (line.duty.pk, line.span))
    for duty, group in groupby(by_duty, key=lambda line: line.duty):
        rows = list(group)
        if duty.period != DutyPeriod.MONTH:
            yield from rows
            continue
        over = [line for line in rows if line.span.last < line.on]
        yield from [_joined(over)] if len(over) > 1 else over
        yield from (line for line in rows if line.span.first <= line.on <= line.span.last)


def _joined(months: Sequence[Progress]) -> Progress:
    """In how many of the months that count the duty was done; `place` where all missed ones are recorded alike."""
    first, last = months[0].span, months[-1].span
    label = f"{first.label}至{last.first.month}月" if len(months) < 12 else f"{first.first.year}年"
    missed = tuple(line for line in months if line.missing)
    places = {line.place for line in missed}
    return replace(
        months[0],
        span=span(first.first, last.last, label),
        count=len(months) - len(missed),
        goal=len(months),
        word="个月",
        place=places.pop() if len(places) == 1 else "",
        missed=missed,
    )


def _applicable(kind: str, subjects: Collection) -> dict[int, list[Duty]]:
    """Each subject's own: of several rows with one code the nearest committee's, if it is active."""
    paths = {subject.pk: _path(subject) for subject in subjects}
    rows = sorted(Duty.objects.on_path(paths.values()), key=lambda duty: len(_own_path(duty)))
    parents = _with_children(subjects) if kind == "committee" else set()
    found = {}
    for key, path in paths.items():
        nearest = {duty.code: duty for duty in rows if path.startswith(_own_path(duty))}
        found[key] = [d for d in nearest.values() if d.is_active and _concerns(d, kind, key in parents)]
    return found


def _path(subject) -> str:
    if isinstance(subject, Committee):
        return subject.path
    return subject.committee.path if subject.committee_id else ""


def _own_path(duty: Duty) -> str:
    return duty.committee.path if duty.committee_id else ""


def _with_children(committees: Collection[Committee]) -> set[int]:
    keys = [committee.pk for committee in committees]
    return set(Committee.objects.filter(parent__in=keys).order_by().values_list("parent", flat=True))


def _concerns(duty: Duty, kind: str, has_children: bool) -> bool:
    subject = DutySubject(duty.subject)
    if kind == "unit":
        return not subject.is_committee
    shape = DutySubject.SUPERVISOR if has_children else DutySubject.GRASSROOTS
    return subject in (DutySubject.COMMITTEE, shape)


# Counting


def _measured(asked: list[Asked], subjects: Collection, on: date) -> Lines:
    """Every line by subject, in order; one query for each counter, two where it also says what was asked of whom."""
    by_counter = defaultdict(list)
    for row in asked:
        by_counter[row.duty.counter].append(row)
    people = _headcounts(asked)
    whole = {subject.pk: subject for subject in subjects}
    lines = {key: [] for key in whole}
    for code, rows in by_counter.items():
        counter = counters.get(code)
        counted, idle = _counted(counter.count, rows), _idle(counter, rows)
        for row in rows:
            count = counter.of(counted, row.subject, row.duty.code, row.span)
            goal = _goal(row, people)
            place = counter.place_of(whole[row.subject], row.duty, row.span, on)
            said = counter.idle if row in idle else ""
            lines[row.subject].append(
                Progress(row.duty, row.span, count, goal, counter.word, on, place, said)
            )
    return {key: sorted(rows, key=lambda line: line.order) for key, rows in lines.items()}


def _counted(count: Counting, rows: Collection[Asked]) -> Tally:
    return count({row.subject for row in rows}, {row.duty.code for row in rows}, {row.span for row in rows})


def _idle(counter: Counter, rows: Collection[Asked]) -> set[Asked]:
    """Those of `rows` in which the calendar has a duty that nobody asked of the subject."""
    if counter.asked is None:
        return set()
    asked = _counted(counter.asked, rows)
    return {row for row in rows if not counter.of(asked, row.subject, row.duty.code, row.span)}


def _goal(row: Asked, people: Mapping[int, int]) -> int:
    """Members' duties are asked once of each; a unit without members has not fulfilled them."""
    if row.duty.subject == DutySubject.MEMBER:
        return max(people.get(row.subject, 0), 1) * row.duty.target
    return row.duty.target


def _headcounts(asked: list[Asked]) -> dict[int, int]:
    units = {row.subject for row in asked if row.duty.subject == DutySubject.MEMBER}
    if not units:
        return {}
    members = Member.objects.on(clock.today()).filter(unit__in=units).order_by()
    return dict(members.values_list("unit").annotate(Count("pk")))
