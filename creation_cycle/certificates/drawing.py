"""Certificates as PDF: A4 landscape, the words typeset, the artwork and the QR code put beneath them.

The same content gives the same bytes, alone or among others: no clock, no counter, a font cut for it alone.
Figures and the alternatives that were tried: docs/decisions/0004-certificate-rendering.md.
"""

import gc
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

import pydyf
from weasyprint.pdf.metadata import DocumentMetadata

from creation_cycle.certificates.artwork import artwork_form, referred
from creation_cycle.certificates.content import CertificateContent, CertificateRefused
from creation_cycle.certificates.embedding import CutFonts, as_bytes
from creation_cycle.certificates.leaf import HEIGHT, MM
from creation_cycle.certificates.qr import qr_operators
from creation_cycle.certificates.sealing import Seal
from creation_cycle.certificates.sheet import Sheet
from creation_cycle.certificates.typesetting import typeset

CHUNK = 20
"""Certificates laid out together: fewer cost set-up time, more cost memory and gain nothing."""
CODE = {"left": 36.5 * MM, "top": 144 * MM, "size": 32 * MM}
"""Where the QR code stands, in CSS pixels; as in certificate.css."""


def draw_certificate(content: CertificateContent, **options) -> bytes:
    """Return one certificate as PDF, with the options of `draw_many`.

    Raises `MissingGlyph` or `DoesNotFit` if it would come out wrong.
    """
    (drawn,) = draw_many([content], **options)
    if isinstance(drawn, CertificateRefused):
        raise drawn
    return drawn


def draw_many(
    contents: Iterable[CertificateContent], *, seal: Seal | None = None
) -> Iterator[bytes | CertificateRefused]:
    """Yield for each content, in order, its PDF or the refusal: one bad name must not hold up the others.

    `seal` signs them.
    """
    remaining = iter(contents)
    while chunk := list(islice(remaining, CHUNK)):
        with _no_pauses():
            drawn = [
                _write(answer, seal) if isinstance(answer, Sheet) else answer for answer in typeset(chunk)
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


def _write(sheet, seal):
    """Write one sheet with a font cut for it alone."""
    document = sheet.document.copy([sheet.leaf])
    document.metadata, document.fonts = _metadata(sheet.content), CutFonts(sheet.heading)
    document.color_profiles = {}  # else the profile of an archive's file stays for its neighbours

    def complete(document, pdf):
        page = pdf.objects[pdf.pages["Kids"][0]]
        _add_artwork(pdf, page)
        _add_link(pdf, page, sheet.content.verify_url)
        contents = referred(pdf, page["Contents"])
        code = qr_operators(sheet.content.verify_url, **CODE, height=HEIGHT)
        words = document.fonts.renumber(contents.stream)
        contents.stream = [_beneath(b"/Artwork Do"), _beneath(code), words]
        if seal:
            seal.place(pdf)
        _deflate(pdf)

    pdf = document.write_pdf(
        finisher=complete,
        pdf_identifier=sheet.content.number.encode(),
        pdf_variant="pdf/a-3b" if sheet.content.archival else None,
    )
    return seal.sign(pdf) if seal else pdf


def _metadata(content):
    title = f"荣誉证书 {content.number} {content.unit_name}"
    return DocumentMetadata(title=title, authors=list(content.issuers), lang="zh-CN")


def _add_link(pdf, page, address):
    """The code is a link for readers on screen."""
    left, top, side = (0.75 * CODE[name] for name in ("left", "top", "size"))
    above = 0.75 * HEIGHT - top
    link = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Link",
            "F": 4,  # printed, as archives ask for
            "Border": pydyf.Array([0, 0, 0]),
            "Rect": pydyf.Array([left, above - side, left + side, above]),
            "A": pydyf.Dictionary({"Type": "/Action", "S": "/URI", "URI": pydyf.String(address)}),
        }
    )
    pdf.add_object(link)
    page["Annots"] = pydyf.Array([link.reference])


def _add_artwork(pdf, page):
    form = artwork_form()
    pdf.add_object(form)
    referred(pdf, page["Resources"])["XObject"]["Artwork"] = form.reference


def _deflate(pdf):
    """Pack what is not packed yet: pydyf's highest level takes a tenth of a certificate's time for a hundred bytes."""
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and stream.compress:
            packed = zlib.compress(b"\n".join(map(as_bytes, stream.stream)), 3)
            stream.stream, stream.compress = [packed], False
            stream.extra = pydyf.Dictionary({**stream.extra, "Filter": "/FlateDecode"})


def _beneath(operators: bytes) -> bytes:
    """Operators below all that the page paints, as decoration that screen readers skip."""
    return b"/Artifact BMC q " + operators + b" Q EMC"
