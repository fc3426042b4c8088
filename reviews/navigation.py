"""The places of reviewers and of leads in the navigation."""

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse

from core.context import NavItem
from reviews.enums import AssignmentState, InspectionState, RoundState, SheetState
from reviews.models import Assignment, Inspection, Round, VetoMark

WAITING = Q(state=AssignmentState.ASSIGNED, round__state=RoundState.OPEN, sheet__state=SheetState.DRAFT)


def review_places(request: HttpRequest) -> list[NavItem]:
    """评审 for whoever was ever assigned, with the number of sheets and visits that wait."""
    found = Assignment.objects.of_reviewer(request.user).aggregate(
        ever=Count("pk"), waiting=Count("pk", filter=WAITING)
    )
    visits = Inspection.objects.of_inspector(request.user).aggregate(
        ever=Count("pk"), waiting=Count("pk", filter=Q(state=InspectionState.PLANNED))
    )
    if not (found["ever"] or visits["ever"]):
        return []
    waiting = found["waiting"] + visits["waiting"]
    return [NavItem("评审", reverse("reviews:list"), order=20, count=waiting)]


def lead_places(request: HttpRequest) -> list[NavItem]:
    """评审组长 for whoever leads a round, with the number of marks of 一票否决 that wait for a second person."""
    if not Round.leads.through.objects.filter(user=request.user.pk).exists():
        return []
    waiting = VetoMark.objects.visible_to(request.user).undecided().count()
    return [NavItem("评审组长", reverse("reviews:lead"), order=21, count=waiting)]
