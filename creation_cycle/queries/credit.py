"""Collectives whose credit is to be asked about before they are proposed."""

from core import clock
from creation_cycle.enums import CandidacyState
from creation_cycle.models import Candidacy
from credit.queries.clearance import clearances_of_unit


def units_to_ask_about(committee):
    """Employers and captains of units that met the standard and are not decided, in cycles that ask for it."""
    waiting = [
        CandidacyState.ASSESSING, CandidacyState.MET, CandidacyState.NOMINATED, CandidacyState.PUBLICISED,
    ]  # fmt: skip
    found = Candidacy.objects.filter(cycle__committee=committee, state__in=waiting)
    for candidacy in found.select_related("cycle", "unit__employer").prefetch_related("unit__members"):
        asked = clearances_of_unit(candidacy.unit, candidacy.cycle.credit_query, clock.today())
        for clearance in asked:
            if clearance.finding().blocks:
                yield clearance.subject, candidacy.unit
