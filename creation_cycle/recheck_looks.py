"""Who can say that a sampled unit was looked at: the record of this house, and inspections of the houses above.

    recheck_looks.register(inspection_of)

`inspection_of(recheck)` gives one sentence about a finished look since the draw, or nothing.
"""

from collections.abc import Callable

Look = Callable[[object], str]

_looks: list[Look] = []


def register(look: Look) -> Look:
    """Usable as a decorator; asked in the order of registration."""
    if look not in _looks:
        _looks.append(look)
    return look


def look_at(recheck) -> str:
    """The first finished look at the unit, as a sentence; empty when there was none."""
    return next((found for look in _looks if (found := look(recheck))), "")
