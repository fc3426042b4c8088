"""Whose records a reviewer reads: the evidence of the units to be assessed."""

from django.db.models import QuerySet

from reviews.enums import RoundState
from reviews.models import Assignment
from units.models import Unit


def units_to_assess(user) -> QuerySet[Unit]:
    """Units of the user's standing assignments until their round is closed; recused and withdrawn ones give none."""
    assigned = Assignment.objects.standing().filter(reviewer=user).exclude(round__state=RoundState.CLOSED)
    return Unit.objects.filter(pk__in=assigned.values("candidacy__unit"))
