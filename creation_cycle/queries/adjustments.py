"""Reading adjustments: a unit's own, those that its desk shows, and recommendations for the level above."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q, QuerySet

from core import clock
from creation_cycle.enums import AdjustmentKind, AdjustmentState
from creation_cycle.models import Adjustment
from units.enums import Level
from units.models import Unit
from units.queries.keeping import kept_units


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


def recommendations_for(unit: Unit, level: str) -> QuerySet[Adjustment]:
    """晋级推荐 that stand and lead to `level`, the highest star first (S1 二.2)."""
    standing = Adjustment.objects.standing().filter(unit=unit, kind=AdjustmentKind.PROMOTE)
    rows = standing.select_related("title", "committee").order_by("-title__star", "-pk")
    return rows.filter(title__level__in=_below(level))


def _below(level: str) -> list[str]:
    lower = Level(level).lower()
    return [lower.value] if lower else []
