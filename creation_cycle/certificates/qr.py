"""The QR code as PDF operators: WeasyPrint need not parse and draw an SVG image for each certificate.

zxing-cpp makes the code in a quarter of a millisecond; a Python encoder takes longer than the rest of the page.
"""

import re
from functools import cache

import zxingcpp
from django.utils.html import format_html
from django.utils.safestring import SafeString

QUIET_ZONE = 4
"""Modules of white around the code that ISO/IEC 18004 demands."""
_DARK = re.compile(rb"\0+")


def qr_operators(text: str, *, left: float, top: float, size: float, height: float) -> bytes:
    """Return a content stream that paints `text` on a white square.

    All in CSS pixels from the upper left of a page of `height`, in the steps in which WeasyPrint places an image, so
    that rounding makes no pixel differ.
    """
    rows = dark_modules(text)
    modules = len(rows) + 2 * QUIET_ZONE
    unit = size / modules
    runs = b" ".join(
        _run(run.start() + QUIET_ZONE, row + QUIET_ZONE, len(run[0]))
        for row, cells in enumerate(rows)
        for run in _DARK.finditer(cells)
    )
    page = f"1 0 0 -1 0 {height * 0.75:.6f} cm 0.75 0 0 0.75 0 0 cm"
    place = f"{page} 1 0 0 1 {left:.6f} {top:.6f} cm {unit:.6f} 0 0 {unit:.6f} 0 0 cm"
    return b"q %b 1 g 0 0 %d %d re f 0 g %b f Q" % (place.encode(), modules, modules, runs)


@cache
def _run(column: int, row: int, length: int) -> bytes:
    """One run of dark modules; the same ones come back on every code."""
    return b"%d %d %d 1 re" % (column, row, length)


def dark_modules(text: str) -> list[bytes]:
    """Return the code row by row, one byte a module: 0 is dark, 255 light."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = code.to_image(scale=1, add_quiet_zones=False)
    side, cells = image.shape[1], bytes(memoryview(image))
    return [cells[at : at + side] for at in range(0, len(cells), side)]


def code_svg(text: str) -> SafeString:
    """Return the code as an SVG image for a page."""
    rows = dark_modules(text)
    side = len(rows) + 2 * QUIET_ZONE
    dark = "".join(
        f"M{run.start() + QUIET_ZONE} {row + QUIET_ZONE}h{len(run[0])}v1h-{len(run[0])}z"
        for row, cells in enumerate(rows)
        for run in _DARK.finditer(cells)
    )
    return format_html(
        '<svg class="plaque-code" viewBox="0 0 {side} {side}" role="img" aria-label="二维码">'
        '<rect width="{side}" height="{side}" fill="#fff"/><path d="{dark}"/></svg>',
        side=side,
        dark=dark,
    )
