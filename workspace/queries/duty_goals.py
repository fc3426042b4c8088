"""What one duty asks of a unit in a year, for the page on which it is met."""

from units.models import Unit
from workspace.queries.duties import Progress, progress_in_year


def goal_of(unit: Unit, counter: str, year: int) -> Progress | None:
    """How far the unit is with the duty counted by `counter` in that year, in the running period if one runs.

    None: nothing is asked.
    """
    lines = [line for line in progress_in_year(unit, year) if line.duty.counter == counter]
    own = [line for line in lines if line.span.first.year <= year <= line.span.last.year]
    running = [line for line in own if line.span.first <= line.on <= line.span.last]
    return next(iter([*running, *own]), None)
