"""Words to pages: a chunk in one font, each certificate in the largest size in which it fits."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from threading import local

from django.template import Context, Engine
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from creation_cycle.certificates.content import CertificateContent, CertificateRefused
from creation_cycle.certificates.embedding import Heading
from creation_cycle.certificates.font import subset_font
from creation_cycle.certificates.leaf import MM, leaves_of
from creation_cycle.certificates.sheet import SIZES, Sheet, prepare

HERE = Path(__file__).parent
FONT_URL = "font:certificate"
FACE = (
    f"@font-face{{font-family:NotoSerifSC-Certificate;src:url('{FONT_URL}')}}section{{font-family:NotoSerifSC-Certificate}}"
    + "".join(f".size-{size}{{font-size:{size}pt}}" for size in SIZES)
)
CODE_TOP = 144 * MM
"""CSS pixels from the page's upper edge to the QR code's, see certificate.css."""
MOST_CHARACTERS = 2000
"""A font with more is slow to load: whoever needs further characters begins anew."""
CLEARANCE = 2 * MM
"""CSS pixels (2 mm) that stay free between the words and what stands below them."""


def typeset(contents: Sequence[CertificateContent]) -> list[Sheet | CertificateRefused]:
    """Lay out all contents together; answer each, in order, with a sheet that fits or with a refusal."""
    answers = [_attempt(prepare, content) for content in contents]
    case = _case_with({c for sheet in answers if isinstance(sheet, Sheet) for c in sheet.characters})
    while waiting := [at for at, sheet in enumerate(answers) if isinstance(sheet, Sheet) and not sheet.leaf]:
        laid_out = case.lay_out([answers[at] for at in waiting])
        for at, sheet in zip(waiting, laid_out, strict=True):
            answers[at] = sheet if sheet.leaf else _attempt(sheet.smaller)
    return answers


def _attempt(step, *arguments):
    try:
        return step(*arguments)
    except CertificateRefused as refusal:
        return refusal


def _case_with(characters: set[str]) -> "TypeCase":
    """The thread's type case if it holds all `characters`, else a new one that holds what both need.

    Pango leaves about 200 KB behind with each configuration of fonts, so there must not be one for each chunk.
    """
    held = _held.case.characters if _held.case else frozenset()
    if not characters <= held:
        _held.case = TypeCase(characters | held if len(held) < MOST_CHARACTERS else characters)
    return _held.case


class TypeCase:
    """The type that chunks are set in: a font with all their characters, cut and loaded once."""

    def __init__(self, characters: set[str]):
        self.characters = frozenset(characters)
        self.fonts = FontConfiguration()
        space = " "  # a line is as high as its space: without one in the font, it would be one of the machine's fonts
        self.fetcher = _OwnFont(subset_font("".join(characters) + space))
        face = CSS(string=FACE, font_config=self.fonts, url_fetcher=self.fetcher)
        self.styles = [face, _stylesheet()]

    def lay_out(self, sheets: list[Sheet]) -> list[Sheet]:
        """Return the sheets, those that fit with their leaf and with the heading that all of them share.

        One below the other on a single tall page: what WeasyPrint does for each page, it does once.
        """
        words = {"sheets": sheets, "heading_alone": True}
        markup = _template().render(Context(words, use_l10n=False))
        html = HTML(string=markup, url_fetcher=self.fetcher)
        tall = CSS(string=f"@page{{size:297mm {210 * (len(sheets) + 1) + 10}mm}}")
        document = html.render(stylesheets=[*self.styles, tall], font_config=self.fonts)
        leaves = leaves_of(document)
        heading = Heading.painted(document, leaves["heading"])
        return [
            _placed(sheet, number, leaves[f"sheet-{number}"], heading, document)
            for number, sheet in enumerate(sheets)
        ]


def _placed(sheet, number, leaf, heading, document):
    """Return the sheet with its leaf if the laid-out boxes keep clear of each other, else unchanged.

    Words that run over the page's end have left their place there and so fail, too.
    """
    words, signature = (leaf.place_of(f"{name}-{number}") for name in ("words", "signature"))
    if not words or not signature or words[1] + CLEARANCE > min(CODE_TOP, signature[0]):
        return sheet
    return replace(sheet, document=document, leaf=leaf, heading=heading)


class _OwnFont(URLFetcher):
    """Serve the chunk's font from memory and refuse all else: no file, no network."""

    def __init__(self, font: bytes):
        super().__init__(allowed_protocols=(), fail_on_errors=True)
        self.font = font

    def fetch(self, url, headers=None):
        if url != FONT_URL:
            return super().fetch(url, headers)
        return URLFetcherResponse(url, self.font, {"Content-Type": "font/otf"})


@cache
def _stylesheet():
    return CSS(filename=HERE / "certificate.css")


@cache
def _template():
    return Engine(dirs=[HERE]).get_template("certificate.html")


class _Held(local):
    """Each thread's own: WeasyPrint's configurations of fonts are not shared between threads."""

    case: TypeCase | None = None


_held = _Held()
