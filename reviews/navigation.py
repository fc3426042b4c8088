"""The reviewer's place in the navigation."""

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse

from core.context import NavItem
from reviews.enums import AssignmentState, RoundState, SheetState
from reviews.models import Assignment

WAITING = Q(state=AssignmentState.ASSIGNED, round__state=RoundState.OPEN, sheet__state=SheetState.DRAFT)


def review_places(request: HttpRequest) -> list[NavItem]:
    """评审 for whoever was ever assigned, with the number of sheets that wait; one query."""
    found = Assignment.objects.of_reviewer(request.user).aggregate(
        ever=Count("pk"), waiting=Count("pk", filter=WAITING)
    )
    if not found["ever"]:
        return []
    return [NavItem("评审", reverse("reviews:list"), order=20, count=found["waiting"])]
