"""合议: the lead's second look at sheets that lie far apart."""

from django.db import transaction

from core.lifecycle import Finding, TransitionBlocked
from core.services import ledger
from creation_cycle.models import Candidacy
from reviews.enums import RoundState
from reviews.models import Round, SpreadReview
from reviews.queries.result_list import digests_of


@transaction.atomic
def review_spread(round_: Round, candidacy: Candidacy, *, by, note: str) -> SpreadReview:
    """Record what the lead found; it holds for exactly the sheets that are handed in now.

    Raises TransitionBlocked when the round is closed or nothing has been handed in.
    """
    round_ = Round.objects.select_for_update().get(pk=round_.pk)
    digest = digests_of(round_, [candidacy.pk]).get(candidacy.pk)
    if round_.state == RoundState.CLOSED or digest is None:
        raise TransitionBlocked([Finding(ok=False, text="本轮考核已结束，或尚无已提交的评分，不能核对分差")])
    review, _ = SpreadReview.objects.update_or_create(
        round=round_, candidacy=candidacy, defaults={"note": note, "by": by, "digest": digest}
    )
    ledger.append(round_, move="review_spread", label="核对分差", by=by, source=round_.state,
                  target=round_.state, note=f"{candidacy.unit}：{note}")  # fmt: skip
    return review
