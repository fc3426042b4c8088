"""A4 pages out of markup, with the typefaces from their package, nothing fetched from anywhere."""

from functools import cache
from pathlib import Path

from pylopdf_fonts_zh_cn import sans_path, serif_path
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

FACES = {"body": serif_path, "head": sans_path}


def write_pdf(markup: str, stylesheet: str) -> bytes:
    """`markup` as PDF. A stylesheet names the typefaces as `url(font:body)` and `url(font:head)`."""
    fonts = FontConfiguration()
    styles = CSS(string=stylesheet, font_config=fonts, url_fetcher=_Fonts())
    return HTML(string=markup, url_fetcher=_Fonts()).write_pdf(stylesheets=[styles], font_config=fonts)


class _Fonts(URLFetcher):
    """Serve the two typefaces and refuse all else: no file, no network."""

    def __init__(self):
        super().__init__(allowed_protocols=(), fail_on_errors=True)

    def fetch(self, url, headers=None):
        scheme, _, face = url.partition(":")
        if scheme != "font":
            return super().fetch(url, headers)
        return URLFetcherResponse(url, _face(face), {"Content-Type": "font/otf"})


@cache
def _face(name: str) -> bytes:
    return Path(str(FACES[name]())).read_bytes()
