"""The static artwork: paper, border and rosette. No emblem: an official one is never redrawn (domain.md §11).

Drawing it anew takes longer than the words do, so WeasyPrint draws it once per process and every certificate
carries the resulting operators as a Form XObject.
"""

import zlib
from functools import cache

import pydyf
from weasyprint import HTML

from creation_cycle.certificates.ornament import braid, diamond, frame, rosette

WIDTH, HEIGHT = 297, 210
RED, GOLD, PALE_GOLD, WATERMARK, PAPER = "#B81C22", "#C8912B", "#F8ECD2", "#FAF1DF", "#FFFDF8"
_PAGE = f"<style>@page{{size:{WIDTH}mm {HEIGHT}mm;margin:0}}html,body{{margin:0}}svg{{display:block}}</style>"


@cache
def artwork_svg() -> str:
    """Return the artwork as an SVG image of A4 landscape, one user unit to the millimetre."""
    shapes = "".join(f'<path fill="{fill}" fill-rule="evenodd" d="{path}"/>' for fill, path in _shapes())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}mm" height="{HEIGHT}mm">{shapes}</svg>'
    )


def _shapes():
    """Yield (fill, path) from the bottom up."""
    yield PAPER, f"M6 6H{WIDTH - 6}V{HEIGHT - 6}H6Z"
    yield WATERMARK, rosette(WIDTH / 2, HEIGHT / 2 + 6, long=62, short=26, petals=18, thickness=0.7)
    yield PALE_GOLD, frame(WIDTH, HEIGHT, inset=9.4, thickness=7.2)
    yield GOLD, _braids()
    yield RED, frame(WIDTH, HEIGHT, inset=6, thickness=2.4)
    for inset in (9.2, 16.3):
        yield GOLD, frame(WIDTH, HEIGHT, inset=inset, thickness=0.5)
    yield RED, frame(WIDTH, HEIGHT, inset=18, thickness=0.5)
    yield from _corners()
    yield GOLD, _title_rules()


def _braids():
    near, far_x, far_y = 13, WIDTH - 13, HEIGHT - 13
    style = {"amplitude": 2.1, "thickness": 0.85}
    horizontal = (braid((17, y), (WIDTH - 17, y), waves=26, **style) for y in (near, far_y))
    vertical = (braid((x, 17), (x, HEIGHT - 17), waves=17, **style) for x in (near, far_x))
    return "".join([*horizontal, *vertical])


def _corners():
    for x in (13, WIDTH - 13):
        for y in (13, HEIGHT - 13):
            yield PAPER, f"M{x - 4.6:g} {y - 4.6:g}h9.2v9.2h-9.2Z"
            yield GOLD, f"M{x - 4.6:g} {y - 4.6:g}h9.2v9.2h-9.2ZM{x - 4.2:g} {y - 4.2:g}h8.4v8.4h-8.4Z"
            yield GOLD, rosette(x, y, long=3.6, short=1.5, petals=8, thickness=0.3)
            yield RED, diamond(x, y, half_width=0.9, half_height=0.9)


def _title_rules():
    """Return the tapering rules left and right of the second line of the title."""
    middle, y = WIDTH / 2, 59.5
    rules = (diamond(middle + side * 62, y, half_width=26, half_height=0.35) for side in (-1, 1))
    beads = (diamond(middle + side * 36, y, half_width=1.3, half_height=1.3) for side in (-1, 1))
    return "".join([*rules, *beads])


def artwork_form() -> pydyf.Stream:
    """Return a new Form XObject with the artwork, to be added to one PDF."""
    operators, box, states = _drawn()
    extra = {
        "Type": "/XObject",
        "Subtype": "/Form",
        "BBox": pydyf.Array(box),
        "Resources": pydyf.Dictionary({"ExtGState": states}),
        "Filter": "/FlateDecode",
    }
    return pydyf.Stream([operators], extra)


@cache
def _drawn() -> tuple[bytes, list[float], pydyf.Dictionary]:
    """Have WeasyPrint draw the artwork; return its deflated operators, the page's box, the graphic states."""
    captured = []

    def capture(_document, pdf):
        page = pdf.objects[pdf.pages["Kids"][0]]
        contents, resources = (referred(pdf, page[key]) for key in ("Contents", "Resources"))
        operators = b"\n".join(
            line if isinstance(line, bytes) else str(line).encode() for line in contents.stream
        )
        captured.extend((zlib.compress(operators, 9), page["MediaBox"], resources["ExtGState"]))

    HTML(string=_PAGE + artwork_svg()).render().write_pdf(finisher=capture)
    return tuple(captured)


def referred(pdf: pydyf.PDF, reference: bytes) -> pydyf.Object:
    """Return the object that a reference such as `b"7 0 R"` means."""
    return pdf.objects[int(reference.split()[0])]
