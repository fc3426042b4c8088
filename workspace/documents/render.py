"""One form for one record as a file: PDF to print, DOCX to go on writing, XLSX to reckon with."""

from dataclasses import dataclass

from units.models import Committee
from workspace.documents import docx, pdf, xlsx
from workspace.documents.kinds import DocumentKind
from workspace.documents.layout import Values
from workspace.models import DocumentTemplate

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Document:
    """A finished file."""

    name: str
    content: bytes
    content_type: str


def document(kind: DocumentKind, record, suffix: str, *, committee: Committee | None, name: str) -> Document:
    """`kind` filled with `record`; a DOCX follows the nearest template at or above `committee`.

    `name` tells files apart (the unit's name). Raises KeyError for an unknown suffix, TemplateRefused when the
    committee's template cannot be filled.
    """
    content_type = TYPES[suffix]
    values = kind.values(record)
    content = _WRITERS[suffix](kind, values, committee)
    return Document(f"{kind.title}（{name}）.{suffix}", content, content_type)


def template_for(kind: DocumentKind, committee: Committee | None) -> bytes:
    """The committee's own DOCX, else its nearest upper's, else the shipped one."""
    own = DocumentTemplate.objects.nearest(kind.key, committee) if committee else None
    if own is None:
        return docx.make_template(kind.layout)
    with own.file.open("rb") as file:
        return file.read()


def _docx(kind: DocumentKind, values: Values, committee: Committee | None) -> bytes:
    return docx.fill(template_for(kind, committee), values)


_WRITERS = {
    "pdf": lambda kind, values, committee: pdf.write(kind.layout, values),
    "docx": _docx,
    "xlsx": lambda kind, values, committee: xlsx.write(kind.layout, values),
}
