"""Words to pages: each certificate with a font of its own, in the largest size in which it fits."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from django.template import Context, Engine
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from creation_cycle.certificates.content import CertificateContent, CertificateRefused
from creation_cycle.certificates.font import subset_font
from creation_cycle.certificates.sheet import SIZES, Sheet, prepare

HERE = Path(__file__).parent
CLEARANCE = 96 / 25.4 * 2
"""CSS pixels (2 mm) that stay free between the words and what stands below them."""


def typeset(contents: Sequence[CertificateContent]) -> list[Sheet | CertificateRefused]:
    """Lay out all contents together; answer each, in order, with a sheet that fits or with a refusal."""
    answers = [_attempt(prepare, content) for content in contents]
    while waiting := [at for at, sheet in enumerate(answers) if isinstance(sheet, Sheet) and not sheet.page]:
        laid_out = _lay_out([answers[at] for at in waiting])
        for at, sheet in zip(waiting, laid_out, strict=True):
            answers[at] = sheet if sheet.page else _attempt(sheet.smaller)
    return answers


def _attempt(step, *arguments):
    try:
        return step(*arguments)
    except CertificateRefused as refusal:
        return refusal


def _lay_out(sheets):
    """Return the sheets, those that fit with their page."""
    fonts = FontConfiguration()
    fetcher = _OwnFonts({sheet.typeface: sheet.characters for sheet in sheets})
    styles = [CSS(string=fetcher.stylesheet(), font_config=fonts, url_fetcher=fetcher), _stylesheet()]
    markup = _template().render(Context({"sheets": sheets}, use_l10n=False))
    document = HTML(string=markup, url_fetcher=fetcher).render(stylesheets=styles, font_config=fonts)
    first_pages = [page for page in document.pages if page.anchors]  # where text runs over, anchors do not
    return [_placed(sheet, document, page) for sheet, page in zip(sheets, first_pages, strict=True)]


def _placed(sheet, document, page):
    """Return the sheet with its page if the laid-out boxes keep clear of each other, else unchanged.

    Words that run over to another page fill this one to its end and so fail, too.
    """
    anchors = {name.partition("-")[0]: rectangle for name, rectangle in page.anchors.items()}
    words_end = anchors["words"][3] + CLEARANCE
    if any(words_end > anchors[below][1] for below in ("code", "signature")):
        return sheet
    page.anchors.clear()  # else they would turn up in the PDF as named destinations
    return replace(sheet, document=document, page=page, code=anchors["code"])


class _OwnFonts(URLFetcher):
    """Serve the sheets' fonts from memory and refuse all else: no file, no network."""

    def __init__(self, characters_by_typeface: dict[str, str]):
        super().__init__(allowed_protocols=(), fail_on_errors=True)
        self.characters = characters_by_typeface

    def stylesheet(self) -> str:
        faces = (
            f"@font-face{{font-family:{face};src:url('font:{face}')}}.{face}{{font-family:{face}}}"
            for face in self.characters
        )
        return "".join([*faces, *(f".size-{size} .words{{font-size:{size}pt}}" for size in SIZES)])

    def fetch(self, url, headers=None):
        scheme, _, typeface = url.partition(":")
        if scheme != "font":
            return super().fetch(url, headers)
        return URLFetcherResponse(url, subset_font(self.characters[typeface]), {"Content-Type": "font/otf"})


@cache
def _stylesheet():
    return CSS(filename=HERE / "certificate.css")


@cache
def _template():
    return Engine(dirs=[HERE]).get_template("certificate.html")
