"""Automatic conflict of interest 回避 (DESIGN §6): same unit, same employer, same league branch."""

from django.db.models import Q

from core import clock
from units.models import Affiliation, Unit

COOLING_YEARS = 3


def conflicts_of(user, unit: Unit) -> list[str]:
    """Why `user` may not decide about `unit`, in words; empty when nothing stands in the way.

    Former members and captains count for three years.
    """
    since = clock.today().replace(day=1)
    since = since.replace(year=since.year - COOLING_YEARS)
    recent = Q(ends_on__isnull=True) | Q(ends_on__gte=since)
    reasons = []
    if unit.posts.filter(recent, user_id=user.pk).exists():
        reasons.append("您是（或近三年曾是）该集体的号长或填报人员")
    if unit.members.filter(Q(left_on__isnull=True) | Q(left_on__gte=since), user_id=user.pk).exists():
        reasons.append("您是（或近三年曾是）该集体的成员")
    place = Affiliation.objects.filter(user_id=user.pk).first()
    if place and place.employer_id and place.employer_id == unit.employer_id:
        reasons.append("您与该集体属同一工作单位")
    if place and place.league_branch and place.league_branch == unit.league_branch:
        reasons.append("您与该集体属同一团支部")
    return reasons
