"""What is judged is frozen: a unit's own words as they stand when it enters the assessment (STYLE 10)."""

from django.db import transaction

from core.lifecycle import consequence
from creation_cycle.enums import CandidacyState
from creation_cycle.models import Candidacy
from reviews.enums import RoundState
from reviews.models import Dossier, Round
from reviews.queries.dossier_content import content_of, digest_of


@consequence("freeze_dossier")
def freeze_dossier(candidacy: Candidacy, *, by, **_) -> Dossier:
    """The dossier of the round that is open now; the move's guard saw to it that there is one."""
    return _frozen(Round.objects.open().get(cycle=candidacy.cycle_id), candidacy)


def freeze_missing() -> int:
    """Units that entered the assessment before there were dossiers: their words as they stand now; how many.

    Safe to run twice. What changed between the day of entering and this one cannot be told any more.
    """
    rounds = {round_.cycle_id: round_ for round_ in Round.objects.filter(state=RoundState.OPEN)}
    late = Candidacy.objects.filter(cycle__in=rounds, state=CandidacyState.ASSESSING).exclude(
        dossiers__round__in=rounds.values()
    )
    frozen = 0
    for key in late.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            candidacy = Candidacy.objects.select_for_update(of=("self",)).get(pk=key)
            round_ = rounds[candidacy.cycle_id]
            if (
                candidacy.state == CandidacyState.ASSESSING
                and not round_.dossiers.filter(candidacy=key).exists()
            ):
                _frozen(round_, candidacy)
                frozen += 1
    return frozen


def _frozen(round_: Round, candidacy: Candidacy) -> Dossier:
    content = content_of(candidacy)
    return Dossier.objects.create(
        round=round_,
        candidacy=candidacy,
        self_assessment=candidacy.judged_self_assessment,
        content=content,
        digest=digest_of(content),
    )
