"""Word: opened and packed anew without properties, authors, macros, and whatever would be fetched from elsewhere."""

import io
import zipfile

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml

from workspace.media.bare import JPEG_HEAD, PNG_HEAD, bare_jpeg, bare_png
from workspace.media.cleaned import Unusable
from workspace.media.signatures import sign_off

MOST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 2000
NOWHERE = "about:blank"
LIVE_PARTS = (
    "activex", "control", "embeddings", "macroenabled", "oleobject", "vbaproject", "vnd.ms-package",
)  # fmt: skip
PLAIN_PARTS = ("xml", "font", "fontdata", "ttf")
"""Endings of the types that a part may have beside pictures; whatever else is carried along is refused."""
TELLING = ("/customXml", "/documenttasks", "/glossaryDocument", "/people")
"""Relations to parts that say who wrote, or what stands in the writer's other files; no page shows them."""
WAYS_OUT = ("http://", "https://", "mailto:")
"""Links that stay. One to a file names the folders, and by them the owner, of the computer it was written on."""


def repacked(data: bytes) -> bytes:
    """The document alone; raises Unusable, or whatever the readers raise on hostile bytes."""
    _refuse_strange(data)
    word = docx.Document(io.BytesIO(data))
    _document_alone(word.part.package)
    for part in word.part.package.iter_parts():
        _stay_inside(part)
    for part in word.part.package.iter_parts():
        _sign_off(part)
    out = io.BytesIO()
    word.save(out)
    return _without_dates(out.getvalue())


def _refuse_strange(data: bytes) -> None:
    """What unfolds into more than a document is; what is some other archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entries = package.infolist()
    if "word/document.xml" not in {entry.filename for entry in entries}:
        raise Unusable("不是 Word 文档，请选择 PDF、DOCX 或图片")
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Unusable("解开后过大，请压缩其中的图片后再上传")


def _document_alone(package) -> None:
    """Without what describes it from outside: properties, company, preview, signatures."""
    for key, relation in list(package.rels.items()):
        if relation.reltype != RELATIONSHIP_TYPE.OFFICE_DOCUMENT:
            del package.rels[key]


def _stay_inside(part: Part) -> None:
    """Without what tells of its writer, or would be fetched on opening; links that somebody has to click stay."""
    for key, relation in list(part.rels.items()):
        if relation.reltype.endswith(TELLING):
            del part.rels[key]
        elif relation.is_external and not _is_link(relation):
            relation._target = (
                NOWHERE  # the library has no public way; without any target Word calls the file broken
            )


def _is_link(relation) -> bool:
    return relation.reltype == RELATIONSHIP_TYPE.HYPERLINK and relation.target_ref.lower().startswith(
        WAYS_OUT
    )


def _sign_off(part: Part) -> None:
    kind = part.content_type.lower()
    if any(mark in f"{kind} {part.partname}".lower() for mark in LIVE_PARTS):
        raise Unusable("含有宏或嵌入的对象，请删去，或另存为 PDF 后再上传")
    if isinstance(part, XmlPart):
        sign_off(part.element)
    elif kind.startswith("image/"):
        part._blob = _bare(part.blob)  # the library has no public way
    elif kind.endswith("xml"):
        root = parse_xml(part.blob)
        sign_off(root)
        part._blob = serialize_part_xml(root)
    elif not kind.endswith(PLAIN_PARTS):
        raise Unusable("含有宏或嵌入的对象，请删去，或另存为 PDF 后再上传")


def _bare(data: bytes) -> bytes:
    if data.startswith(JPEG_HEAD):
        return bare_jpeg(data)
    if data.startswith(PNG_HEAD):
        return bare_png(data)
    raise Unusable("中有 JPEG、PNG 以外的图片，无法去除作者等信息，请换成这两种图片，或另存为 PDF 后再上传")


def _without_dates(data: bytes) -> bytes:
    """Packed anew in a fixed order with fixed dates, so that the same document gives the same bytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as package,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fresh,
    ):
        for name in package.namelist():
            fresh.writestr(
                zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), package.read(name), zipfile.ZIP_DEFLATED
            )
    return out.getvalue()
