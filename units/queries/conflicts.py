"""Automatic conflict of interest 回避 (DESIGN §6): same unit, same employer, same league branch."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from core import clock
from units.models import Affiliation, Member, Post, Unit

COOLING_YEARS = 3

Pair = tuple[int, int]
"""The primary keys of a user and of a unit."""


def conflicts_of(user, unit: Unit) -> list[str]:
    """Why `user` may not decide about `unit`, in words; empty when nothing stands in the way.

    Former members and captains count for three years.
    """
    return ties_of([user.pk]).with_unit(user.pk, unit)


@dataclass(frozen=True)
class Ties:
    """What binds some people to units: every answer about recusal is read off these four facts."""

    posts: frozenset[Pair]
    memberships: frozenset[Pair]
    employers: dict[int, int | None]
    branches: dict[int, str]

    def with_unit(self, user_id: int, unit: Unit) -> list[str]:
        """The reasons for which this person may not decide about `unit`; asks the database nothing."""
        reasons = []
        if (user_id, unit.pk) in self.posts:
            reasons.append("您是（或近三年曾是）该集体的号长或填报人员")
        if (user_id, unit.pk) in self.memberships:
            reasons.append("您是（或近三年曾是）该集体的成员")
        employer = self.employers.get(user_id)
        if employer and employer == unit.employer_id:
            reasons.append("您与该集体属同一工作单位")
        branch = self.branches.get(user_id)
        if branch and branch == unit.league_branch:
            reasons.append("您与该集体属同一团支部")
        return reasons


def ties_of(user_ids: Iterable[int]) -> Ties:
    """The ties of all these people at once: three queries, however many people and units there are."""
    people = list(user_ids)
    places = list(Affiliation.objects.filter(user__in=people))
    return Ties(
        posts=frozenset(_posts(people).values_list("user", "unit")),
        memberships=frozenset(_members(people).values_list("user", "unit")),
        employers={place.user_id: place.employer_id for place in places},
        branches={place.user_id: place.league_branch for place in places},
    )


def units_tied_to(user) -> QuerySet[Unit]:
    """Every unit against which `conflicts_of` finds something, as a subquery: to leave them out of a list."""
    places = Affiliation.objects.filter(user=user)
    return Unit.objects.filter(
        Q(pk__in=_posts([user.pk]).values("unit"))
        | Q(pk__in=_members([user.pk]).values("unit"))
        | Q(employer__in=places.exclude(employer=None).values("employer"))
        | Q(league_branch__in=places.exclude(league_branch="").values("league_branch"))
    )


def _posts(people: Collection[int]) -> QuerySet[Post]:
    return Post.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=_since()), user__in=people)


def _members(people: Collection[int]) -> QuerySet[Member]:
    return Member.objects.filter(Q(left_on__isnull=True) | Q(left_on__gte=_since()), user__in=people)


def _since() -> date:
    """From here on former members and captains still count."""
    month = clock.today().replace(day=1)
    return month.replace(year=month.year - COOLING_YEARS)
