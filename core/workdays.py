"""Working days in mainland China, counted on the editable Holiday table; one query per call."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.db.models import Q
from django.utils import timezone

from core.models.holiday import Holiday

SATURDAY = 5
LONGEST_BREAK = 30
"""Days to read beyond twice the count: far more than the longest run of days off in a row."""
PROVISIONAL_NOTE = "节假日安排未公布，暂按周末计算"
"""Shown wherever a count runs into a year whose arrangement the table does not hold."""


@dataclass(frozen=True)
class Deadline:
    """The last day of a period; it ends at 24:00 of that day."""

    date: date
    provisional: bool

    @property
    def ends_at(self) -> datetime:
        """The first moment after the period."""
        return timezone.make_aware(datetime.combine(self.date + timedelta(days=1), time.min))

    @property
    def note(self) -> str:
        return PROVISIONAL_NOTE if self.provisional else ""


def is_workday(day: date) -> bool:
    """Whether offices work on `day`: the arrangement if there is one, else Monday to Friday."""
    return _Calendar(day, day).works(day)


def add_workdays(day: date, count: int) -> Deadline:
    """The `count`-th working day after `day`.

    The day itself is not counted and the period ends at 24:00 of the last day (民法典 201–203), so a notice
    posted on a Friday for five working days stands through the next Friday.
    """
    if count < 1:
        raise ValueError(f"a period has at least one working day, not {count}")
    calendar = _Calendar(day, day + timedelta(days=2 * count + LONGEST_BREAK))
    worked = (later for later in calendar.days_after(day) if calendar.works(later))
    last = next(islice(worked, count - 1, None))
    return Deadline(last, provisional=calendar.guesses(day + timedelta(days=1), last))


def workdays_before(until: date, count: int) -> date:
    """The last day on which `count` working days are still left up to and including `until`."""
    calendar = _Calendar(until - timedelta(days=2 * count + LONGEST_BREAK), until)
    day = until
    while count:
        count -= calendar.works(day)
        day -= timedelta(days=1)
    return day


def workdays_left(until: date, today: date) -> int:
    """Working days after `today` up to and including `until`; 0 on the last day itself and later."""
    return workdays_left_each([until], today)[until]


def workdays_left_each(untils: Iterable[date], today: date) -> dict[date, int]:
    """`workdays_left` of several days at once, for lists."""
    untils = set(untils)
    if max(untils, default=today) <= today:
        return dict.fromkeys(untils, 0)
    calendar = _Calendar(today, max(untils))
    worked = [day for day in calendar.days_after(today) if calendar.works(day)]
    return {until: sum(day <= until for day in worked) for until in untils}


def is_provisional(until: date, today: date) -> bool:
    """Whether counting from `today` to `until` runs into a year without a published arrangement."""
    return until > today and _Calendar(today, until).guesses(today + timedelta(days=1), until)


class _Calendar:
    """The arrangement of all days after `first` up to `last`, read in one query."""

    def __init__(self, first: date, last: date):
        self.last = last
        years = range(first.year, last.year + 1)
        wanted = Q(date__range=(first, last)) | Q(published_year__in=years)
        rows = list(Holiday.objects.filter(wanted).values_list("date", "is_workday", "published_year"))
        self.arranged_days = {day: works for day, works, _ in rows}
        self.arranged_years = {year for _, _, year in rows}

    def works(self, day: date) -> bool:
        return self.arranged_days.get(day, day.weekday() < SATURDAY)

    def days_after(self, day: date) -> Iterator[date]:
        while day < self.last:
            day += timedelta(days=1)
            yield day

    def guesses(self, first: date, last: date) -> bool:
        """Whether a day from `first` to `last` falls into a year without a published arrangement."""
        return not self.arranged_years.issuperset(range(first.year, last.year + 1))
