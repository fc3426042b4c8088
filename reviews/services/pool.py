"""评审人员库: an entry together with where the person works, which recusal reads."""

from django.db import transaction

from core.services import ledger
from reviews.models import Reviewer
from units.models import Affiliation, Employer


@transaction.atomic
def keep_affiliation(user, *, employer: Employer | None, league_branch: str, by) -> Affiliation:
    """Where the person works and which branch they belong to; each change stands in the ledger with who made it."""
    place, is_new = Affiliation.objects.select_for_update().get_or_create(user=user)
    before = (place.employer_id, place.league_branch)
    place.employer, place.league_branch = employer, league_branch
    if is_new:
        place.save()
        ledger.append_creation(place, by=by)
    elif before != (place.employer_id, place.league_branch):
        place.save()
        ledger.append(place, move="edit", label="修改", note="工作单位、所在团支部", by=by)
    return place


def affiliation_of(reviewer: Reviewer) -> dict:
    """What the entry's form shows beside its own fields."""
    place = Affiliation.objects.filter(user=reviewer.user_id).first()
    return {"employer": place.employer_id, "league_branch": place.league_branch} if place else {}
