"""Rounds that run, for the officers who close them."""

from django.db.models import Count, Q, QuerySet

from core import clock
from reviews.enums import AssignmentState, ComplaintState, RoundState, SheetState
from reviews.models import Complaint, Round
from units.enums import OfficeRole
from units.models import Committee


def running_rounds(user) -> QuerySet[Round]:
    """Open rounds in the user's scope, the first to end first, with `open_sheets` still to be handed in."""
    unfinished = Q(assignments__state=AssignmentState.ASSIGNED, assignments__sheet__state=SheetState.DRAFT)
    rounds = Round.objects.visible_to(user).filter(state=RoundState.OPEN).select_related("cycle")
    return rounds.annotate(open_sheets=Count("assignments", filter=unfinished)).order_by("closes_on", "pk")


def open_complaints(user) -> dict[str, int]:
    """`received`: still to be accepted or declined; `late`: a step is overdue. Of the user's own bodies; one query."""
    own = Committee.objects.served_by(user, OfficeRole.OFFICER)
    cases = Complaint.objects.visible_to(user).filter(committee__in=own)
    late = Q(due_on__lt=clock.today())
    return cases.order_by().aggregate(
        received=Count("pk", filter=Q(state=ComplaintState.RECEIVED)), late=Count("pk", filter=late)
    )
