"""Which panels an officer may staff: of the rounds they run, and under 委托 those of the units they recommended."""

from django.db.models import Q, QuerySet

from creation_cycle.models import Candidacy
from reviews.enums import RoundMode, RoundState
from reviews.models import Round, RoundPart
from reviews.queries.pool import TO_ASSESS
from units.enums import OfficeRole
from units.models import Committee, Office


def staffed_rounds(user) -> QuerySet[Round]:
    """Rounds that are not over, of one's own committees or delegated to them."""
    own = _committees(user)
    recommended = Candidacy.objects.filter(recommending_committee__in=own, state__in=TO_ASSESS)
    delegated = Q(mode=RoundMode.DELEGATED, cycle__in=recommended.values("cycle"))
    rounds = Round.objects.exclude(state=RoundState.CLOSED).select_related("cycle")
    return rounds.filter(Q(cycle__committee__in=own) | delegated)


def staffed_parts(user) -> QuerySet[RoundPart]:
    return RoundPart.objects.filter(round__in=staffed_rounds(user)).select_related("round__cycle")


def staffed_candidacies(user) -> QuerySet[Candidacy]:
    """Units that have applied or are being assessed, by name."""
    own = _committees(user)
    delegated = Round.objects.exclude(state=RoundState.CLOSED).filter(mode=RoundMode.DELEGATED)
    rows = Candidacy.objects.filter(state__in=TO_ASSESS).filter(
        Q(cycle__committee__in=own) | Q(recommending_committee__in=own, cycle__in=delegated.values("cycle"))
    )
    return rows.select_related("unit", "cycle").order_by("unit__name", "pk")


def _committees(user) -> QuerySet[Committee]:
    """Exactly those whose officer the user is; a system administrator assigns for all."""
    if user.is_superuser:
        return Committee.objects.all()
    offices = Office.objects.current().filter(user=user, role=OfficeRole.OFFICER)
    return Committee.objects.filter(pk__in=offices.values("committee"))
