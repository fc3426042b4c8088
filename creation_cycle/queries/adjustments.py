"""Reading adjustments: a unit's own, what waits on the desk, and a title's public history."""

from django.db.models import QuerySet

from creation_cycle.models import Adjustment
from units.queries.keeping import kept_units


def kept_adjustments(user) -> QuerySet[Adjustment]:
    """What the user's own units were told; officers see adjustments too, but work on them elsewhere."""
    return Adjustment.objects.known_to_unit().filter(unit__in=kept_units(user))
