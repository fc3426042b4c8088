"""What is judged is frozen: a unit's own words as they stand when it enters the assessment (STYLE 10)."""

from core.lifecycle import consequence
from creation_cycle.models import Candidacy
from reviews.models import Dossier, Round
from reviews.queries.dossier_content import content_of, digest_of


@consequence("freeze_dossier")
def freeze_dossier(candidacy: Candidacy, *, by, **_) -> Dossier:
    """The dossier of the round that is open now; the move's guard saw to it that there is one."""
    round_ = Round.objects.open().get(cycle=candidacy.cycle_id)
    content = content_of(candidacy)
    return Dossier.objects.create(
        round=round_,
        candidacy=candidacy,
        self_assessment=candidacy.judged_self_assessment,
        content=content,
        digest=digest_of(content),
    )
