"""Figures that rules measure: ORM aggregates over units, each of them one expression."""

from django.db.models import (
    Aggregate,
    Case,
    Count,
    Expression,
    FilteredRelation,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from core import clock
from core.months import months_before


def current_members(**conditions) -> Q:
    """Members of the roster today, as a filter over the join from units."""
    today = clock.today()
    joined = Q(members__joined_on__isnull=True) | Q(members__joined_on__lte=today)
    stays = Q(members__left_on__isnull=True) | Q(members__left_on__gt=today)
    return (
        Q(members__isnull=False) & joined & stays & Q(**{f"members__{k}": v for k, v in conditions.items()})
    )


def present_members() -> FilteredRelation:
    """The same as one join named `present`: whoever is on the roster today is picked once, not in every count."""
    return FilteredRelation("members", condition=current_members())


def heads(**conditions) -> Aggregate:
    """Members of today with these facts. A rule joins units to nothing else: a second join would multiply them."""
    return Count("present", filter=Q(**{f"present__{k}": v for k, v in conditions.items()}) or None)


def captains_birth() -> Aggregate:
    return Min("present__birth_date", filter=Q(present__is_captain=True))


def filled(column: str) -> Expression:
    """1 when the unit's own column holds something, else 0."""
    return Case(
        When(**{f"{column}__isnull": True}, then=Value(0)), default=Value(1), output_field=IntegerField()
    )


def not_blank(column: str) -> Expression:
    return Min(Case(When(Q(**{column: ""}), then=Value(0)), default=Value(1), output_field=IntegerField()))


def counted(rows: QuerySet) -> Expression:
    """How many of `rows` a unit has; a subquery, for joins would multiply the members."""
    own = rows.filter(unit=OuterRef("pk")).order_by()
    number = own.values("unit").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def recorded(rows: QuerySet, day: str) -> Expression:
    """How many of `rows` a unit has from the last twelve months."""
    today = clock.today()
    return counted(rows.filter(**{f"{day}__gt": months_before(today, 12), f"{day}__lte": today}))
