"""The QR code as PDF operators: WeasyPrint need not parse and draw an SVG image for each certificate.

zxing-cpp makes the code in a quarter of a millisecond; a Python encoder takes longer than the rest of the page.
"""

import re

import zxingcpp

QUIET_ZONE = 4
"""Modules of white around the code that ISO/IEC 18004 demands."""
_DARK = re.compile(rb"\0+")


def qr_operators(text: str, *, left: float, bottom: float, size: float) -> bytes:
    """Return a content stream that paints `text` on a white square, in points from the page's lower left."""
    rows = dark_modules(text)
    modules = len(rows) + 2 * QUIET_ZONE
    unit = size / modules
    runs = b" ".join(
        b"%d %d %d 1 re" % (run.start() + QUIET_ZONE, row + QUIET_ZONE, len(run[0]))
        for row, cells in enumerate(rows)
        for run in _DARK.finditer(cells)
    )
    place = f"{unit:.6f} 0 0 {-unit:.6f} {left:.6f} {bottom + size:.6f} cm"
    return b"q %b 1 g 0 0 %d %d re f 0 g %b f Q" % (place.encode(), modules, modules, runs)


def dark_modules(text: str) -> list[bytes]:
    """Return the code row by row, one byte a module: 0 is dark, 255 light."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = code.to_image(scale=1, add_quiet_zones=False)
    side, cells = image.shape[1], bytes(memoryview(image))
    return [cells[at : at + side] for at in range(0, len(cells), side)]
