"""Totals of the hours ledger: each is one query. Only what is final counts."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import ExtractYear

from volunteers.models import HoursEntry, StarLevel


@dataclass(frozen=True)
class Line:
    """One row of a table of totals."""

    key: object
    label: str
    minutes: int
    people: int

    @property
    def hours(self) -> str:
        return hours_text(self.minutes)


def hours_text(minutes: int) -> str:
    """Hours with one decimal, cut (domain.md §9: store minutes, show 0.1 h)."""
    return f"{minutes // 6 / 10:.1f}"


def total_of(volunteer) -> int:
    """Minutes that count for one person, merged records included."""
    return HoursEntry.objects.final().of(volunteer).aggregate(n=Sum("minutes"))["n"] or 0


def of_volunteers(keys) -> dict[int, int]:
    """Minutes of many people at once, by the key of their record: for lists, and for the rules of other houses."""
    rows = HoursEntry.objects.final().filter(volunteer__in=keys).order_by()
    return dict(rows.values_list("volunteer").annotate(n=Sum("minutes")))


def by_year(entries: QuerySet | None = None) -> list[Line]:
    rows = _grouped(entries, year=ExtractYear("day"))
    return [Line(year, f"{year}年", minutes, people) for year, minutes, people in rows.order_by("-year")]


def by_unit(entries: QuerySet | None = None, *, year: int | None = None) -> list[Line]:
    """Most hours first; entries of events that no unit carried out are left out."""
    rows = _of_year(entries, year).filter(unit__isnull=False).order_by()
    found = rows.values_list("unit", "unit__name").annotate(
        n=Sum("minutes"), people=Count("volunteer", distinct=True)
    )
    return [Line(*row) for row in found.order_by("-n", "unit")]


def by_organisation(entries: QuerySet | None = None, *, year: int | None = None) -> list[Line]:
    rows = _of_year(entries, year).order_by()
    found = rows.values_list("organisation", "organisation__name").annotate(
        n=Sum("minutes"), people=Count("volunteer", distinct=True)
    )
    return [Line(*row) for row in found.order_by("-n", "organisation")]


def _grouped(entries, **key):
    rows = _base(entries).annotate(**key).order_by()
    [name] = key
    return rows.values_list(name).annotate(n=Sum("minutes"), people=Count("volunteer", distinct=True))


def _of_year(entries, year: int | None):
    rows = _base(entries)
    return rows.filter(day__year=year) if year else rows


def _base(entries) -> QuerySet:
    return (HoursEntry.objects.all() if entries is None else entries).final()


@dataclass(frozen=True)
class Standing:
    """Where somebody stands among the stars."""

    star: StarLevel | None
    following: StarLevel | None
    minutes: int

    @property
    def hours(self) -> str:
        return hours_text(self.minutes)

    @property
    def minutes_left(self) -> int:
        return max(0, self.following.hours * 60 - self.minutes) if self.following else 0

    @property
    def hours_left(self) -> str:
        return hours_text(self.minutes_left + 5)


def standing_of(minutes: int) -> Standing:
    """The highest star that is reached, and the next one; one query."""
    levels = sorted(StarLevel.objects.all(), key=lambda level: level.hours)
    reached = [level for level in levels if level.hours * 60 <= minutes]
    ahead = [level for level in levels if level.hours * 60 > minutes]
    return Standing(reached[-1] if reached else None, ahead[0] if ahead else None, minutes)
