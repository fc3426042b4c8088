"""The places of reviewers and of leads in the navigation."""

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse

from core.context import NavItem
from reviews.enums import AssignmentState, RoundState, SheetState
from reviews.models import Assignment, Round, VetoMark

WAITING = Q(state=AssignmentState.ASSIGNED, round__state=RoundState.OPEN, sheet__state=SheetState.DRAFT)


def review_places(request: HttpRequest) -> list[NavItem]:
    """评审 for whoever was ever assigned, with the number of sheets that wait; one query."""
    found = Assignment.objects.of_reviewer(request.user).aggregate(
        ever=Count("pk"), waiting=Count("pk", filter=WAITING)
    )
    if not found["ever"]:
        return []
    return [NavItem("评审", reverse("reviews:list"), order=20, count=found["waiting"])]


def lead_places(request: HttpRequest) -> list[NavItem]:
    """评审组长 for whoever leads a round, with the number of marks of 一票否决 that wait for a second person."""
    if not Round.leads.through.objects.filter(user=request.user.pk).exists():
        return []
    waiting = VetoMark.objects.visible_to(request.user).undecided().count()
    return [NavItem("评审组长", reverse("reviews:lead"), order=21, count=waiting)]
