"""Who reads units' records without keeping or overseeing them; the houses above say so in `AppConfig.ready`.

    readers.register(units_assigned_to)      # reviewers read the units they are to assess
    readers.publish(units_with_titles)       # whose public activities anybody reads

Both give querysets of units, so that a list and a page cannot differ in what they show.
"""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from units.models import Unit

UnitsOf = Callable[[object], QuerySet[Unit]]
PublicUnits = Callable[[], QuerySet[Unit]]

_readers: list[UnitsOf] = []
_public: list[PublicUnits] = []


def register(units_of: UnitsOf) -> UnitsOf:
    """`units_of(user)`: the units whose records this user may read; asked for signed-in, active users only."""
    if units_of not in _readers:
        _readers.append(units_of)
    return units_of


def publish(units: PublicUnits) -> PublicUnits:
    """`units()`: the units that have a public page."""
    if units not in _public:
        _public.append(units)
    return units


def read_by(user) -> Q:
    """Activities of the units that somebody registered for `user`."""
    found = Q(pk__in=[])
    for units_of in _readers if user.is_active else []:
        found |= Q(unit__in=units_of(user))
    return found


def has_public_page(unit: Unit) -> bool:
    """Whether anybody can look `unit` up, so that what it makes public is seen."""
    return any(units().filter(pk=unit.pk).exists() for units in _public)


def on_public_pages() -> Q:
    """Activities of the units that have a public page."""
    found = Q(pk__in=[])
    for units in _public:
        found |= Q(unit__in=units())
    return found
