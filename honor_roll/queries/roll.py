"""The honor roll: which titles the public asked for, in the order of the roll."""

from django.db.models import Case, CharField, Exists, OuterRef, Q, Subquery, Value, When

from core.templatetags.portal import CAPPED_AT
from creation_cycle.enums import TitleState
from creation_cycle.models import Recheck, Recognition, Title
from creation_cycle.models.title import TitleQuerySet
from creation_cycle.recheck_enums import RecheckState
from units.models import Industry, Region

ROLL_ORDER = ("last_recognised_on", "pk")
ALL_STATES = "all"
STATE_CHOICES = [("", "现在持有"), *TitleState.choices, (ALL_STATES, "全部状态")]


def matching(
    *, q: str = "", level: str = "", stars: str = "", region: Region | None = None,
    industry: Industry | None = None, state: str = "",
) -> TitleQuerySet:  # fmt: skip
    """Titles that meet every filter given. Each word of `q` is part of the unit's or its employer's name."""
    titles = with_recheck(with_precision(Title.objects.for_honor_roll()))
    titles = titles.in_force() if not state else titles if state == ALL_STATES else titles.filter(state=state)
    for word in q.split():
        titles = titles.filter(Q(unit__name__icontains=word) | Q(unit__employer__name__icontains=word))
    wanted = {
        "level": level,
        "star": stars,
        "unit__industry": industry,
        "unit__region__path__startswith": region and region.path,
    }
    return titles.filter(**{column: value for column, value in wanted.items() if value})


def with_precision(titles: TitleQuerySet) -> TitleQuerySet:
    """Adds `first_is_year_only` and `last_is_year_only`: of past titles the sources often name just the year."""
    by_year = Recognition.objects.filter(title=OuterRef("pk"), is_year_only=True)
    return titles.annotate(
        first_is_year_only=Exists(by_year.filter(recognised_on=OuterRef("first_recognised_on"))),
        last_is_year_only=Exists(by_year.filter(recognised_on=OuterRef("last_recognised_on"))),
    )


def with_recheck(titles: TitleQuerySet) -> TitleQuerySet:
    """Adds `recheck_year` and `recheck_answer` of the newest recheck whose answer is public."""
    newest = Recheck.objects.public().filter(title=OuterRef("pk")).order_by("-year")
    words = Case(*(When(state=state, then=Value(state.label)) for state in RecheckState.settled()))
    return titles.annotate(
        recheck_year=Subquery(newest.values("year")[:1]),
        recheck_answer=Subquery(newest.annotate(word=words).values("word")[:1], output_field=CharField()),
    )


def capped_count(titles: TitleQuerySet) -> int:
    """How many there are, counted no further than one past the cap (`|capped` then says 1000+)."""
    return titles.order_by()[: CAPPED_AT + 1].count()
