"""PDF: the layout as A4 pages, with the typefaces from their package, nothing fetched from anywhere."""

from functools import cache
from pathlib import Path

from django.template.loader import render_to_string
from pylopdf_fonts_zh_cn import sans_path, serif_path
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from workspace.documents.layout import Layout, Paragraphs, Passage, Row, Signatures, Table, Values

FACES = {"body": serif_path, "head": sans_path}


def write(layout: Layout, values: Values) -> bytes:
    """The filled form as pages. Text is escaped by the template; line breaks are kept."""
    blocks = [(type(block).__name__.lower(), _ready(block, values)) for block in layout.blocks]
    markup = render_to_string("documents/form.html", {"layout": layout, "blocks": blocks})
    fonts = FontConfiguration()
    styles = CSS(string=_stylesheet(), font_config=fonts, url_fetcher=_Fonts())
    return HTML(string=markup, url_fetcher=_Fonts()).write_pdf(stylesheets=[styles], font_config=fonts)


def _ready(block, values: Values):
    """A block with its values, in the shape the template walks through."""
    match block:
        case Row(keys):
            return [(key, values[key]) for key in keys]
        case Passage(key, lines):
            return {"label": key, "text": values[key], "lines": lines}
        case Table(key, columns, widths):
            rows = [[row[column] for column in columns] for row in values[key]]
            return {"title": key, "columns": list(zip(columns, widths, strict=True)), "rows": rows}
        case Paragraphs(title, texts):
            return {"title": title, "texts": [text.format(**values) for text in texts]}
        case Signatures(parties):
            return parties


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


@cache
def _stylesheet() -> str:
    widths = "".join(f".w{share} {{ width: {share}% }}" for share in range(1, 101))
    return (Path(__file__).parent / "form.css").read_text(encoding="utf-8") + widths
