"""Ornaments as SVG path data, in millimetres: outlines to fill, since WeasyPrint clips gradient strokes."""

from math import cos, radians, sin

SINE_HANDLE = 0.3642
"""Handle of the cubic Bézier that follows half a sine wave, as a share of its length; the control points
stand 4/3 as high as the wave."""


def frame(width: float, height: float, *, inset: float, thickness: float) -> str:
    """Return a rectangular ring `inset` from the edge of a sheet; fill it by the even-odd rule."""
    return _rectangle(width, height, inset) + _rectangle(width, height, inset + thickness)


def _rectangle(width, height, inset):
    return f"M{inset:g} {inset:g}H{width - inset:g}V{height - inset:g}H{inset:g}Z"


def diamond(x: float, y: float, *, half_width: float, half_height: float) -> str:
    """Return a rhombus around a point."""
    left, right, top, bottom = x - half_width, x + half_width, y - half_height, y + half_height
    return f"M{left:g} {y:g}L{x:g} {top:g} {right:g} {y:g} {x:g} {bottom:g}Z"


def braid(
    start: tuple[float, float], end: tuple[float, float], *, waves: int, amplitude: float, thickness: float
) -> str:
    """Return two ribbons that wind around a horizontal or vertical line from start to end.

    Filled by the even-odd rule they are open where they cross.
    """
    return "".join(_ribbon(start, end, waves, side * amplitude, thickness) for side in (1, -1))


def _ribbon(start, end, waves, amplitude, thickness):
    there = _wave(start, end, waves, amplitude, thickness / 2)
    back = _wave(end, start, waves, amplitude, thickness / 2)
    return f"M{there}L{back}Z"


def _wave(start, end, waves, amplitude, offset):
    """Return a sine wave from start to end, shifted to the left of its direction by `offset`."""
    (x, y), length = start, abs(end[0] - start[0]) + abs(end[1] - start[1])
    along = ((end[0] - x) / length, (end[1] - y) / length)
    across = (along[1], -along[0])
    half = length / waves / 2

    def point(distance, height):
        h = height + offset
        return f"{x + along[0] * distance + across[0] * h:.2f} {y + along[1] * distance + across[1] * h:.2f}"

    curves = [point(0, 0)]
    for step in range(2 * waves):
        peak = amplitude * (-1) ** step * 4 / 3
        at, handle = step * half, half * SINE_HANDLE
        curves.append(f"C{point(at + handle, peak)} {point(at + half - handle, peak)} {point(at + half, 0)}")
    return "".join(curves)


def rosette(x: float, y: float, *, long: float, short: float, petals: int, thickness: float) -> str:
    """Return `petals` elliptic rings, each turned a little further; filled even-odd they make a guilloche."""
    return "".join(
        _ellipse(x, y, long, short, turn) + _ellipse(x, y, long - thickness, short - thickness, turn)
        for turn in (180 * petal / petals for petal in range(petals))
    )


def _ellipse(x, y, long, short, turn):
    dx, dy = long * cos(radians(turn)), long * sin(radians(turn))
    arc = f"A{long:.2f} {short:.2f} {turn:.2f} 0 1"
    return f"M{x - dx:.2f} {y - dy:.2f}{arc} {x + dx:.2f} {y + dy:.2f}{arc} {x - dx:.2f} {y - dy:.2f}Z"
