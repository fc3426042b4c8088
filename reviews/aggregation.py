"""How sheets become one figure: pure arithmetic with exact decimals (domain.md §4).

    figure_of(totals, method)        one form's figure: mean, median, or trimmed mean, half up to two decimals
    spread_of(totals)                highest less lowest
    weighted_result(shares)          forms by weight; what a unit was not assessed in shifts to the others
    biases(sheets)                   how harsh or lenient each reviewer is, from the units that they share
    calibrated(total, bias, most)    a total as it would read from a reviewer without bias

The same sheets always make the same figures: nothing here knows a clock, a database or a float.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median

from creation_cycle.scoring import half_up
from reviews.enums import Aggregation

TRIMMED_FROM = 5
"""So many sheets at least, before the highest and the lowest are left out."""
SWEEPS = 60
PRECISION = Decimal("0.0000000001")
CAUTION = 2
"""A reviewer's bias is drawn to zero as if two more sheets of theirs showed none."""


@dataclass(frozen=True)
class Total:
    """One handed-in sheet."""

    reviewer: Hashable
    unit: Hashable
    points: Decimal


def figure_of(totals: Sequence[Decimal], method: Aggregation | str) -> Decimal:
    """One figure of at least one total. Raises ValueError without any."""
    if not totals:
        raise ValueError("a figure needs at least one sheet")
    if method == Aggregation.MEDIAN:
        return half_up(Fraction(median(map(Fraction, totals))))
    counted = sorted(totals)
    if method == Aggregation.TRIMMED and len(counted) >= TRIMMED_FROM:
        counted = counted[1:-1]
    return half_up(_mean(counted))


def spread_of(totals: Iterable[Decimal]) -> Decimal:
    """How far the highest lies above the lowest; 0 for a single sheet."""
    totals = list(totals)
    return max(totals) - min(totals)


def weighted_result(shares: Iterable[tuple[Decimal, int]]) -> Decimal:
    """(figure, weight) of every form that has sheets; weights of forms without any shift to these in proportion."""
    shares = list(shares)
    whole = sum(weight for _, weight in shares)
    return half_up(sum((Fraction(figure) * weight for figure, weight in shares), Fraction(0)) / whole)


def biases(sheets: Iterable[Total]) -> dict[Hashable, Decimal]:
    """By reviewer: how many points they lie above (+, lenient) or below (−, harsh) those who saw the same units.

    Least squares of `points = unit + bias`, solved by sweeps in decimals of fixed precision, so that every machine
    finds the same digits; drawn towards zero (`CAUTION`), because a few sheets prove little. Units that only one
    reviewer saw say nothing about anybody.
    """
    by_unit: dict[Hashable, list[Total]] = defaultdict(list)
    for sheet in sheets:
        by_unit[sheet.unit].append(sheet)
    shared = [panel for panel in by_unit.values() if len(panel) > 1]
    by_reviewer: dict[Hashable, list[Total]] = defaultdict(list)
    for panel in shared:
        for sheet in panel:
            by_reviewer[sheet.reviewer].append(sheet)
    found = dict.fromkeys(sorted(by_reviewer, key=str), Decimal(0))
    for _ in range(SWEEPS):
        worth = {panel[0].unit: _worth(panel, found) for panel in shared}
        found = {reviewer: _bias(by_reviewer[reviewer], worth) for reviewer in found}
    return {reviewer: half_up(Fraction(bias)) for reviewer, bias in found.items()}


def calibrated(total: Decimal, bias: Decimal, most: Decimal) -> Decimal:
    """The total less the reviewer's bias, within 0 and the standard's `most`."""
    return min(max(total - bias, Decimal(0)), most)


def _mean(totals: Sequence[Decimal]) -> Fraction:
    return Fraction(sum(totals, Decimal(0))) / len(totals)


def _worth(panel: list[Total], bias: dict[Hashable, Decimal]) -> Decimal:
    """What a unit is worth when every sheet of its panel is freed of its reviewer's bias."""
    freed = sum((sheet.points - bias[sheet.reviewer] for sheet in panel), Decimal(0))
    return (freed / len(panel)).quantize(PRECISION)


def _bias(own: list[Total], worth: dict[Hashable, Decimal]) -> Decimal:
    over = sum((sheet.points - worth[sheet.unit] for sheet in own), Decimal(0))
    return (over / (len(own) + CAUTION)).quantize(PRECISION)
