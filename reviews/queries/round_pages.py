"""What a round's page says beside its fields: where it stands today, and by which rubrics it scores."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from creation_cycle.models import Standard
from reviews.enums import RoundPhase
from reviews.models import Round
from reviews.queries.pool import TO_ASSESS


@dataclass(frozen=True)
class Stage:
    """One phase of the stepper; `date` is the day on which it begins by the round's own dates."""

    label: str
    status: str
    date: datetime.date | None = None


def stages_of(round_: Round) -> list[Stage]:
    """The four phases; nobody switches them, the dates and the closing do."""
    here = list(RoundPhase).index(round_.phase)
    return [
        Stage(phase.label, _status(place, here), begins)
        for place, (phase, begins) in enumerate(_phases(round_))
    ]


def rubrics_of(round_: Round) -> QuerySet[Standard]:
    """Versions of standards by which the round's units are scored, with the number of `units`."""
    scored = Q(candidacies__assignments__round=round_)
    waiting = Q(candidacies__cycle=round_.cycle_id, candidacies__state__in=TO_ASSESS)
    wanted = scored if round_.state == "closed" else scored | waiting
    return (
        Standard.objects.filter(wanted)
        .annotate(units=Count("candidacies", distinct=True))
        .order_by("name", "version")
    )


def _phases(round_: Round) -> Iterator[tuple[RoundPhase, datetime.date | None]]:
    yield RoundPhase.PREPARING, None
    yield RoundPhase.SCORING, round_.opens_on
    yield RoundPhase.MODERATING, round_.closes_on
    yield RoundPhase.OVER, round_.settles_by


def _status(place: int, here: int) -> str:
    if place == here:
        return "here"
    return "done" if place < here else "ahead"
