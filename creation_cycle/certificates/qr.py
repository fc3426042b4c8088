"""The QR code as PDF operators: WeasyPrint need not parse and draw an SVG image for each certificate."""

from itertools import groupby

import segno

QUIET_ZONE = 4
"""Modules of white around the code that ISO/IEC 18004 demands."""


def qr_operators(text: str, *, left: float, bottom: float, size: float) -> bytes:
    """Return a content stream that paints `text` on a white square, in points from the page's lower left."""
    rows = segno.make(text, error="m", micro=False).matrix
    modules = len(rows) + 2 * QUIET_ZONE
    unit = size / modules
    runs = b" ".join(
        b"%d %d %d 1 re" % (column + QUIET_ZONE, row + QUIET_ZONE, length)
        for row, cells in enumerate(rows)
        for column, length in _dark_runs(cells)
    )
    place = f"{unit:.6f} 0 0 {-unit:.6f} {left:.6f} {bottom + size:.6f} cm"
    return b"q %b 1 g 0 0 %d %d re f 0 g %b f Q" % (place.encode(), modules, modules, runs)


def _dark_runs(cells):
    """Yield (first column, length) of each run of dark modules in a row."""
    column = 0
    for dark, run in groupby(cells):
        length = len(list(run))
        if dark:
            yield column, length
        column += length
