"""Blind scoring: what somebody may not know yet, and who knows too much to begin (domain.md §5.10)."""

from django.db.models import Q

from creation_cycle.models import Candidacy
from reviews.enums import Disclosure
from reviews.models import Assignment, Round
from reviews.models.score_sheet import HANDED_IN
from reviews.queries.pool import TO_ASSESS


def owed_units(round_: Round, user) -> set[int]:
    """Candidacies whose sheet the user has yet to hand in; nobody's, when the portal itself asks."""
    if user is None:
        return set()
    owed = Assignment.objects.owed_by(user).filter(round=round_, candidacy__state__in=TO_ASSESS)
    return set(owed.values_list("candidacy", flat=True))


def owes_of_unit(round_: Round, candidacy: Candidacy, user) -> bool:
    return candidacy.pk in owed_units(round_, user)


def shows_calibration(round_: Round, user) -> bool:
    """How lenient somebody is follows from all of their sheets: it would tell of the units that the reader owes."""
    return round_.is_calibrated and not owed_units(round_, user)


def informed(round_: Round, candidacies: Q | None = None) -> set[tuple[int, int]]:
    """Pairs of a candidacy and a user to whom sheets of others are open, once one of that unit is handed in.

    The round's leads, and reviewers who see each other's scores as soon as their own are handed in.
    """
    rows = Assignment.objects.standing().filter(candidacies or Q(), round=round_, sheet__state__in=HANDED_IN)
    seats = list(rows.values_list("candidacy", "reviewer", "on_behalf_of"))
    leads = round_.leads.values_list("pk", flat=True) if seats else ()
    found = {(candidacy, lead) for lead in leads for candidacy, _, _ in seats}
    if round_.scores_from == Disclosure.SUBMITTED:
        found |= {(candidacy, user) for candidacy, user, on_behalf_of in seats if on_behalf_of is None}
    return found


def is_informed(round_: Round, candidacy: Candidacy, user) -> bool:
    """Whether this person can read scores of others on the unit already, from an office, too."""
    of_unit = Q(candidacy=candidacy)
    if (candidacy.pk, user.pk) in informed(round_, of_unit):
        return True
    handed_in = Assignment.objects.standing().filter(of_unit, round=round_, sheet__state__in=HANDED_IN)
    return handed_in.exists() and Round.objects.moderated_by(user).filter(pk=round_.pk).exists()
