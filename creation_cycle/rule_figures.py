"""Figures that rules measure, each from one source: the unit's own row, its members of today, or other rows it has.

A source is grouped by the unit before anything is joined, so nothing multiplies and each table is read once
(`creation_cycle.rule_statement` puts the sources together).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, Count, Expression, IntegerField, Min, Q, QuerySet, Value, When

from core import clock
from core.months import months_before

OWN, MEMBERS = "own", "members"


@dataclass(frozen=True)
class Figure:
    """One number (or day) of a unit. `source` tells figures apart that are read from different rows.

    `absent` is what a unit without such rows has; the unit's own row is always there.
    """

    source: str
    expression: Expression
    absent: int | None = 0
    rows: Callable[[], QuerySet] | None = field(default=None, compare=False)


def current_members(**conditions) -> Q:
    """Members of the roster today, as a filter over the join from units."""
    today = clock.today()
    joined = Q(members__joined_on__isnull=True) | Q(members__joined_on__lte=today)
    stays = Q(members__left_on__isnull=True) | Q(members__left_on__gt=today)
    return (
        Q(members__isnull=False) & joined & stays & Q(**{f"members__{k}": v for k, v in conditions.items()})
    )


def heads(*conditions: Q, **facts) -> Figure:
    """Members of today with these facts."""
    return Figure(MEMBERS, Count("pk", filter=Q(*conditions, **facts) or None))


def captains_birth() -> Figure:
    return Figure(MEMBERS, Min("birth_date", filter=Q(is_captain=True)), absent=None)


def filled(column: str) -> Figure:
    """1 when the unit's own column holds something, else 0."""
    return Figure(OWN, _unless(Q(**{f"{column}__isnull": True})))


def named(column: str) -> Figure:
    """The same of a text."""
    return Figure(OWN, _unless(Q(**{column: ""})))


def not_blank(column: str) -> Expression:
    """The same as an aggregate over units."""
    return Min(_unless(Q(**{column: ""})))


def _unless(empty: Q) -> Case:
    return Case(When(empty, then=Value(0)), default=Value(1), output_field=IntegerField())


def counted(source: str, rows: Callable[[], QuerySet]) -> Figure:
    """How many of `rows`, which belong to units, a unit has; `source` is their name."""
    return Figure(source, Count("*"), rows=rows)


def recorded(source: str, rows: Callable[[], QuerySet], day: str) -> Figure:
    """How many of `rows` a unit has from the last twelve months."""
    today = clock.today()
    year = {f"{day}__gt": months_before(today, 12), f"{day}__lte": today}
    return counted(source, lambda: rows().filter(**year))


def present(members: QuerySet, today: date) -> QuerySet:
    """Who is on the roster: the same condition as `current_members`, over members."""
    return members.on(today)
