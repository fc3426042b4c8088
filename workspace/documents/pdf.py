"""PDF: the layout as A4 pages, with the typefaces from their package, nothing fetched from anywhere."""

from functools import cache
from pathlib import Path

from django.template.loader import render_to_string

from core.paper import write_pdf
from workspace.documents.layout import Layout, Paragraphs, Passage, Row, Signatures, Table, Values


def write(layout: Layout, values: Values) -> bytes:
    """The filled form as pages. Text is escaped by the template; line breaks are kept."""
    blocks = [(type(block).__name__.lower(), _ready(block, values)) for block in layout.blocks]
    markup = render_to_string("documents/form.html", {"layout": layout, "blocks": blocks})
    return write_pdf(markup, _stylesheet())


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


@cache
def _stylesheet() -> str:
    widths = "".join(f".w{share} {{ width: {share}% }}" for share in range(1, 101))
    return (Path(__file__).parent / "form.css").read_text(encoding="utf-8") + widths
