"""合议: the lead's second look at sheets that lie far apart."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.lifecycle import Finding, TransitionBlocked
from core.services import ledger
from creation_cycle.models import Candidacy
from reviews.enums import RoundState
from reviews.models import Round, SpreadReview
from reviews.queries.blindness import owes_of_unit
from reviews.queries.result_list import digests_of
from units.queries.conflicts import conflicts_of

OTHERS = "其他组长或组委会管理员"


@transaction.atomic
def review_spread(round_: Round, candidacy: Candidacy, *, by, note: str) -> SpreadReview:
    """Record what the lead found; it holds for exactly the sheets that are handed in now.

    The words stand in the review's own history: the round's is read by people who still assess the unit. Raises
    PermissionDenied for whoever only reads, TransitionBlocked when the round is closed, nothing has been handed in,
    or this person has a conflict of interest.
    """
    if not by.has_perm("reviews.review_spread", round_):
        raise PermissionDenied("reviews.review_spread")
    round_ = Round.objects.select_for_update().get(pk=round_.pk)
    if found := spread_refusals(round_, candidacy, by):
        raise TransitionBlocked(found)
    digest = digests_of(round_, [candidacy.pk]).get(candidacy.pk)
    if round_.state == RoundState.CLOSED or digest is None:
        raise TransitionBlocked([Finding(ok=False, text="本轮考核已结束，或尚无已提交的评分，不能核对分差")])
    review, _ = SpreadReview.objects.update_or_create(
        round=round_, candidacy=candidacy, defaults={"note": note, "by": by, "digest": digest}
    )
    ledger.append(review, move="review_spread", label="核对分差", by=by, note=note)
    return review


def spread_refusals(round_: Round, candidacy: Candidacy, user) -> list[Finding]:
    """Why this person is not the one to look at it: nobody judges their own cause, nor before their own sheet."""
    reasons = [f"须回避：{reason}" for reason in conflicts_of(user, candidacy.unit)]
    if owes_of_unit(round_, candidacy, user):
        reasons.append("待提交您本人的评分后才能核对")
    return [Finding(ok=False, text=text, who=OTHERS) for text in reasons]
