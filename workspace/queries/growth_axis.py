"""成长坐标轴 as a line: where each point of a card stands in a drawing of fixed size; no drawing here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core import clock
from workspace.models import GrowthCard, GrowthPoint

LEFT, RIGHT, TOP, BOTTOM = 34, 350, 22, 150
"""Edges of the plot inside a drawing of 360 × 180 units, in which text is 12 units high."""
LABEL_ROOM = 36
"""Units that a label needs to the one before it."""
LINES = (0, 50, 100)
SHORTEST = timedelta(days=30)
"""A new card's drawing covers so many days at least."""


@dataclass(frozen=True)
class Dot:
    """A point in the drawing; `label` is empty where it would run into the one before."""

    x: float
    y: float
    label: str
    point: GrowthPoint


@dataclass(frozen=True)
class Axis:
    """The dots in order of days, `line` as the points of a polyline, `levels` as heights of 0, 50 and 100 %."""

    dots: list[Dot]
    line: str
    levels: list[tuple[int, float]]
    first_day: date
    last_day: date
    left: int = LEFT
    right: int = RIGHT


def axis_of(card: GrowthCard, points: Sequence[GrowthPoint]) -> Axis:
    """From the card's first day to today, or its end: what is still to come would be an empty half."""
    first, last = card.starts_on, min(card.ends_on, clock.today())
    shortest = first + min(SHORTEST, date.max - first)
    last = max([last, shortest, *(point.day for point in points)])
    places = [(_across(point.day, first, last), _up(point.percent), point) for point in points]
    shown = _labelled([x for x, _, _ in places])
    dots = [
        Dot(x, y, f"{point.percent}%" if number in shown else "", point)
        for number, (x, y, point) in enumerate(places)
    ]
    line = " ".join(f"{dot.x:.1f},{dot.y:.1f}" for dot in dots)
    return Axis(dots, line, [(level, _up(level)) for level in LINES], first, last)


def _across(day: date, first: date, last: date) -> float:
    share = (day - first).days / (last - first).days
    return round(LEFT + min(1.0, max(0.0, share)) * (RIGHT - LEFT), 1)


def _up(percent: int) -> float:
    return round(BOTTOM - percent / 100 * (BOTTOM - TOP), 1)


def _labelled(across: list[float]) -> set[int]:
    """The last one always, then from the right whichever has room."""
    shown, free = set(), float("inf")
    for number in range(len(across) - 1, -1, -1):
        if across[number] <= free:
            shown.add(number)
            free = across[number] - LABEL_ROOM
    return shown
