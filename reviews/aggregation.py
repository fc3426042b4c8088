"""How sheets become one figure: pure arithmetic with exact decimals (domain.md §4).

    figure_of(totals, method)        one form's figure: mean, median, or trimmed mean, half up to two decimals
    figure_of_sums(…, method)        the same of a panel that a database has summed up
    spread_of(totals)                highest less lowest
    weighted_result(shares)          forms by weight; what a unit was not assessed in shifts to the others
    biases(sheets)                   how harsh or lenient each reviewer is, from the units that they share
    calibrated(total, bias, most)    a total as it would read from a reviewer without bias

The same sheets always make the same figures: nothing here knows a clock, a database or a float. Totals have two
decimals at most.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import NamedTuple

from creation_cycle.scoring import half_up
from reviews.enums import Aggregation

TRIMMED_FROM = 5
"""So many sheets at least, before the highest and the lowest are left out."""
SWEEPS = 60
SCALE = 10**10
"""Biases are solved in whole units of the tenth decimal: sums are exact, and fast for a province's sheets."""
CAUTION = 2
"""A reviewer's bias is drawn to zero as if two more sheets of theirs showed none."""


class Total(NamedTuple):
    """One handed-in sheet."""

    reviewer: Hashable
    unit: Hashable
    points: Decimal


def figure_of(totals: Sequence[Decimal], method: Aggregation | str) -> Decimal:
    """One figure of at least one total. Raises ValueError without any."""
    if not totals:
        raise ValueError("a figure needs at least one sheet")
    if method == Aggregation.MEDIAN:
        return half_up(median(totals))
    return figure_of_sums(len(totals), sum(totals, Decimal(0)), min(totals), max(totals), method)


def figure_of_sums(
    count: int, points: Decimal, lowest: Decimal, highest: Decimal, method: Aggregation | str
) -> Decimal:
    """`figure_of` of `count` totals that make `points` together. Raises ValueError for the median."""
    if method == Aggregation.MEDIAN:
        raise ValueError("sums do not tell the median")
    if method == Aggregation.TRIMMED and count >= TRIMMED_FROM:
        count, points = count - 2, points - lowest - highest
    return half_up(points, count)


def spread_of(totals: Iterable[Decimal]) -> Decimal:
    """How far the highest lies above the lowest; 0 for a single sheet."""
    totals = list(totals)
    return max(totals) - min(totals)


def weighted_result(shares: Iterable[tuple[Decimal, int]]) -> Decimal:
    """(figure, weight) of every form that has sheets; weights of forms without any shift to these in proportion."""
    shares = list(shares)
    if len(shares) == 1:
        return shares[0][0]
    whole = sum(weight for _, weight in shares)
    return half_up(sum((figure * weight for figure, weight in shares), Decimal(0)), whole)


def biases(sheets: Iterable[Total]) -> dict[Hashable, Decimal]:
    """By reviewer: how many points they lie above (+, lenient) or below (−, harsh) those who saw the same units.

    Least squares of `points = unit + bias`, solved by sweeps in whole numbers (`SCALE`), so that every machine finds
    the same digits; drawn towards zero (`CAUTION`), because a few sheets prove little. Units that only one reviewer
    saw say nothing about anybody.
    """
    by_unit: dict[Hashable, list[Total]] = defaultdict(list)
    for sheet in sheets:
        by_unit[sheet.unit].append(sheet)
    panels, own = [], defaultdict(list)
    for panel in by_unit.values():
        if len(panel) == 1:
            continue
        scaled = [(sheet.reviewer, int(sheet.points * SCALE)) for sheet in panel]
        panels.append(([reviewer for reviewer, _ in scaled], sum(points for _, points in scaled)))
        for reviewer, points in scaled:
            own[reviewer].append(points)
    given = {reviewer: (len(own[reviewer]), sum(own[reviewer])) for reviewer in sorted(own, key=str)}
    found = _solved(panels, given)
    return {reviewer: half_up(Fraction(bias, SCALE)) for reviewer, bias in found.items()}


def calibrated(total: Decimal, bias: Decimal, most: Decimal) -> Decimal:
    """The total less the reviewer's bias, within 0 and the standard's `most`."""
    return min(max(total - bias, Decimal(0)), most)


def _solved(
    panels: Sequence[tuple[Sequence[Hashable], int]], given: dict[Hashable, tuple[int, int]]
) -> dict[Hashable, int]:
    """Sweeps until nothing changes any more, `SWEEPS` of them at most."""
    found = dict.fromkeys(given, 0)
    for _ in range(SWEEPS):
        before, found = found, _swept(panels, given, found)
        if found == before:
            break
    return found


def _swept(panels, given, bias: dict[Hashable, int]) -> dict[Hashable, int]:
    """Each unit's worth, its sheets freed of these biases; then each reviewer's bias against the worth of their units.

    `panels` are (reviewers, their points together), `given` by reviewer is (number of sheets, points together).
    """
    worth = dict.fromkeys(bias, 0)
    for reviewers, points in panels:
        fair = _nearest(points - sum([bias[reviewer] for reviewer in reviewers]), len(reviewers))
        for reviewer in reviewers:
            worth[reviewer] += fair
    return {
        reviewer: _nearest(points - worth[reviewer], count + CAUTION)
        for reviewer, (count, points) in given.items()
    }


def _nearest(number: int, by: int) -> int:
    """The quotient as a whole number; a half goes to the even one."""
    quotient, rest = divmod(number, by)
    return quotient + (rest * 2 > by or (rest * 2 == by and quotient % 2))
