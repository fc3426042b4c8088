"""The honor roll: which titles the public asked for, in the order of the roll."""

from django.db.models import Exists, OuterRef, Q

from core.templatetags.portal import CAPPED_AT
from creation_cycle.enums import TitleState
from creation_cycle.models import Recognition, Title
from creation_cycle.models.title import TitleQuerySet
from units.models import Industry, Region

ROLL_ORDER = ("last_recognised_on", "pk")
ALL_STATES = "all"
STATE_CHOICES = [("", "现在持有"), *TitleState.choices, (ALL_STATES, "全部状态")]


def matching(
    *, q: str = "", level: str = "", stars: str = "", region: Region | None = None,
    industry: Industry | None = None, state: str = "",
) -> TitleQuerySet:  # fmt: skip
    """Titles that meet every filter given. Each word of `q` is part of the unit's or its employer's name."""
    titles = with_precision(Title.objects.for_honor_roll())
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


def capped_count(titles: TitleQuerySet) -> int:
    """How many there are, counted no further than one past the cap (`|capped` then says 1000+)."""
    return titles.order_by()[: CAPPED_AT + 1].count()
