"""Reading adjustments: a unit's own, those that its desk shows, and recommendations for the level above."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Case, CharField, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When

from core import clock
from creation_cycle.enums import AdjustmentKind, AdjustmentState, TitleState
from creation_cycle.models import Adjustment, Candidacy, Title
from units.enums import Level
from units.models import Committee, Unit
from units.queries.keeping import kept_units

STEPS = [(level, level.upper()) for level in Level if level.upper()]
"""Each level with the one that it leads to."""


def kept_adjustments(user) -> QuerySet[Adjustment]:
    """What the user's own units were told; officers see adjustments too, but work on them elsewhere."""
    return Adjustment.objects.known_to_unit().filter(unit__in=kept_units(user))


def adjustments_on_desk(units: Collection[Unit]) -> dict[int, list[Adjustment]]:
    """By unit: what is under way, what can still be appealed, warnings that run and recommendations that wait."""
    today = clock.today()
    in_effect = Q(state__in=AdjustmentState.standing())
    shown = (
        Q(state__in=[AdjustmentState.NOTIFIED, AdjustmentState.APPEALED])
        | (in_effect & Q(appeal_until__gte=today) & ~Q(state=AdjustmentState.UPHELD))
        | (in_effect & Q(kind=AdjustmentKind.WARN, ended_on__isnull=True))
        | (in_effect & Q(kind=AdjustmentKind.PROMOTE))
    )
    found = defaultdict(list)
    rows = Adjustment.objects.known_to_unit().filter(shown, unit__in=units)
    for adjustment in rows.select_related("title", "committee", "appeal_committee").order_by("-pk"):
        found[adjustment.unit_id].append(adjustment)
    return found


def recommendations_to(user) -> QuerySet[Adjustment]:
    """晋级推荐 that stand and lead to a committee where `user` works, the highest star first (S1 二.2).

    Who holds the higher title by now needs no recommendation; `has_filed` says who is under way to it.
    """
    rows = Adjustment.objects.visible_to(user).standing().filter(_leads_to(user), kind=AdjustmentKind.PROMOTE)
    rows = rows.filter(title__state__in=[TitleState.IN_FORCE, TitleState.WARNED])
    higher = Case(
        *(When(title__level=low, then=Value(high.value)) for low, high in STEPS), output_field=CharField()
    )
    rows = rows.annotate(higher=higher)
    won = Title.objects.in_force().filter(unit=OuterRef("unit"), level=OuterRef("higher"))
    under_way = Candidacy.objects.live().filter(unit=OuterRef("unit"), cycle__level=OuterRef("higher"))
    rows = rows.filter(~Exists(won)).annotate(has_filed=Exists(under_way))
    held = Prefetch("unit__titles", Title.objects.in_force().order_by("-star", "pk"), to_attr="held_titles")
    rows = rows.select_related("title", "unit", "committee").prefetch_related(held)
    return rows.order_by("-title__star", "-effective_on", "-pk")


def _leads_to(user) -> Q:
    """From a committee below the user's own one, about a title of the level right below it."""
    own = Committee.objects.all() if user.is_superuser else Committee.objects.served_by(user)
    found = Q(pk__in=[])
    for low, high in STEPS:
        for path in own.filter(level=high).values_list("path", flat=True):
            found |= Q(title__level=low, committee__path__startswith=path)
    return found
