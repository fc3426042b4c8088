"""Rounds that run, for the officers who close them."""

from django.db.models import Count, Q, QuerySet

from reviews.enums import AssignmentState, RoundState, SheetState
from reviews.models import Round


def running_rounds(user) -> QuerySet[Round]:
    """Open rounds in the user's scope, the first to end first, with `open_sheets` still to be handed in."""
    unfinished = Q(assignments__state=AssignmentState.ASSIGNED, assignments__sheet__state=SheetState.DRAFT)
    rounds = Round.objects.visible_to(user).filter(state=RoundState.OPEN).select_related("cycle")
    return rounds.annotate(open_sheets=Count("assignments", filter=unfinished)).order_by("closes_on", "pk")
