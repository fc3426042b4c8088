"""Certificates as PDF: A4 landscape, the words typeset, the artwork and the QR code put beneath them.

The same content gives the same bytes, alone or among others: no clock, no counter, a font cut for it alone.
Figures and the alternatives that were tried: docs/decisions/0004-certificate-rendering.md.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from weasyprint.pdf.metadata import DocumentMetadata

from creation_cycle.certificates.artwork import artwork_form, referred
from creation_cycle.certificates.content import CertificateContent, CertificateRefused
from creation_cycle.certificates.embedding import CutFonts
from creation_cycle.certificates.qr import qr_operators
from creation_cycle.certificates.sealing import Seal
from creation_cycle.certificates.sheet import Sheet
from creation_cycle.certificates.typesetting import typeset

CHUNK = 20
"""Certificates laid out together: fewer cost set-up time, more cost memory and gain nothing."""
POINTS_PER_PIXEL = 0.75


def draw_certificate(content: CertificateContent, **options) -> bytes:
    """Return one certificate as PDF, with the options of `draw_many`.

    Raises `MissingGlyph` or `DoesNotFit` if it would come out wrong.
    """
    (drawn,) = draw_many([content], **options)
    if isinstance(drawn, CertificateRefused):
        raise drawn
    return drawn


def draw_many(
    contents: Iterable[CertificateContent], *, seal: Seal | None = None, archival: bool = False
) -> Iterator[bytes | CertificateRefused]:
    """Yield for each content, in order, its PDF or the refusal: one bad name must not hold up the others.

    `seal` signs them; `archival` makes them PDF/A-3b.
    """
    remaining = iter(contents)
    while chunk := list(islice(remaining, CHUNK)):
        with _no_pauses():
            drawn = [
                _write(answer, seal, archival) if isinstance(answer, Sheet) else answer
                for answer in typeset(chunk)
            ]
        yield from drawn


@contextmanager
def _no_pauses():
    """Without the collector's rounds through a chunk's many boxes; what the chunk leaves is collected at once."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
        gc.collect(1)


def _write(sheet, seal, archival):
    """Write one sheet with a font cut for it alone."""
    document = sheet.document.copy([sheet.page])
    document.metadata, document.fonts = _metadata(sheet.content), CutFonts()

    def paint_beneath(document, pdf):
        page = pdf.objects[pdf.pages["Kids"][0]]
        _add_artwork(pdf, page)
        contents = referred(pdf, page["Contents"])
        contents.stream = [
            _beneath(b"/Artwork Do"),
            _beneath(_code_operators(sheet)),
            *document.fonts.renumber(contents.stream),
        ]
        if seal:
            seal.place(pdf)

    pdf = document.write_pdf(
        finisher=paint_beneath,
        pdf_identifier=sheet.content.number.encode(),
        pdf_variant="pdf/a-3b" if archival else None,
    )
    return seal.sign(pdf) if seal else pdf


def _metadata(content):
    title = f"荣誉证书 {content.number} {content.unit_name}"
    return DocumentMetadata(title=title, authors=list(content.issuers), lang="zh-CN")


def _code_operators(sheet):
    left, top, _right, bottom = (POINTS_PER_PIXEL * pixels for pixels in sheet.code)
    below = POINTS_PER_PIXEL * sheet.page.height - bottom
    return qr_operators(sheet.content.verify_url, left=left, bottom=below, size=bottom - top)


def _add_artwork(pdf, page):
    form = artwork_form()
    pdf.add_object(form)
    referred(pdf, page["Resources"])["XObject"]["Artwork"] = form.reference


def _beneath(operators: bytes) -> bytes:
    """Operators below all that the page paints, as decoration that screen readers skip."""
    return b"/Artifact BMC q " + operators + b" Q EMC"
