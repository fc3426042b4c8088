"""Many assignments at once, all or none; each goes through `rounds.assign`."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from creation_cycle.models import Candidacy
from reviews.models import Assignment, Round, RoundPart
from reviews.services import rounds
from reviews.services.messages import tell_reviewers
from units.models import Unit


@dataclass(frozen=True)
class Seat:
    """One reviewer on one panel."""

    candidacy: Candidacy
    reviewer: User
    part: RoundPart
    on_behalf_of: Unit | None = None


@transaction.atomic
def assign_all(round_: Round, seats: Iterable[Seat], *, by) -> list[Assignment]:
    """Raises TransitionBlocked at the first seat that is refused, and then nobody is assigned."""
    given = [
        rounds.assign(
            round_,
            seat.candidacy,
            seat.reviewer,
            by=by,
            part=seat.part,
            on_behalf_of=seat.on_behalf_of,
            is_told=False,
        )
        for seat in seats
    ]
    tell_reviewers(given)
    return given
