"""Many assignments at once, all or none, in the background; each goes through `rounds.assign`."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from core.models import Job
from core.services import jobs
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


def start_assigning(round_: Round, seats: Iterable[Seat], *, by) -> Job:
    """Assign a table's rows as a job; what is refused is told where its progress is shown."""
    rows = [[seat.candidacy.pk, seat.reviewer.pk, seat.part.pk] for seat in seats]
    return jobs.start(
        "assign_from_table",
        by=by,
        arguments={"round": round_.pk, "rows": rows},
        title=f"导入指派：{round_.name}",
        total=len(rows),
    )


def seats_of(round_: Round, rows: Iterable[list[int]]) -> list[Seat]:
    """The seats that `rows` of primary keys name; raises KeyError for what is not there or not of this round."""
    keys = list(rows)
    candidacies = Candidacy.objects.select_related("unit").in_bulk({row[0] for row in keys})
    users = User.objects.in_bulk({row[1] for row in keys})
    parts = {part.pk: part for part in round_.parts.all()}
    return [Seat(candidacies[c], users[u], parts[p]) for c, u, p in keys]
