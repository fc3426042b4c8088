"""Who may be asked to assess in a round: its pools first, then every account that keeps no unit."""

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When

from accounts.models import User
from creation_cycle.enums import CandidacyState
from creation_cycle.models import Candidacy
from reviews.enums import AssignmentState, RoundMode, RoundState
from reviews.models import Reviewer, Round
from units.models import Post

TO_ASSESS = (CandidacyState.APPLIED, CandidacyState.ASSESSING)
LIVE = Q(user__assignments__state=AssignmentState.ASSIGNED) & ~Q(
    user__assignments__round__state=RoundState.CLOSED
)


def to_assess(round_: Round) -> QuerySet[Candidacy]:
    """Candidacies of the round's cycle that have applied or are being assessed, by name."""
    rows = Candidacy.objects.filter(cycle=round_.cycle_id, state__in=TO_ASSESS)
    return rows.select_related("unit__region", "cycle").order_by("unit__name", "pk")


def pool_of(round_: Round) -> QuerySet[Reviewer]:
    """The organizer's own pool; 委托下一级 draws on those of the recommending bodies (S1 二.3)."""
    pools = [round_.cycle.committee_id]
    if round_.mode == RoundMode.DELEGATED:
        pools += to_assess(round_).order_by().values_list("recommending_committee", flat=True).distinct()
    return Reviewer.objects.available().filter(committee__in=pools, user__in=may_assess())


def may_assess() -> QuerySet[User]:
    """Nobody who holds an office of the league or keeps a unit's pages by now, whenever they came into a pool."""
    users = User.objects.filter(is_active=True, is_staff=False)
    return users.exclude(pk__in=Post.objects.current().values("user"))


def assignable_users(round_: Round | None) -> QuerySet[User]:
    """Accounts outside the league's offices that keep no unit's pages now, with `in_pool`, members first.

    Conflicts of interest are checked for each unit, when it is given to somebody.
    """
    pool = pool_of(round_).filter(user=OuterRef("pk")) if round_ else Reviewer.objects.none()
    return (
        may_assess()
        .annotate(in_pool=Exists(pool))
        .order_by(Case(When(in_pool=True, then=0), default=1), "name", "pk")
    )


def with_load(reviewers: QuerySet[Reviewer]) -> QuerySet[Reviewer]:
    """Each with `load`: how many units they assess in rounds that are not over."""
    return reviewers.annotate(load=Count("user__assignments__candidacy", filter=LIVE, distinct=True))
