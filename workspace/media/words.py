"""Word: opened and packed anew without properties, macros, and whatever would be fetched from elsewhere."""

import io
import zipfile

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.coreprops import CoreProperties

from workspace.media.cleaned import Unusable

MOST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 2000
NOWHERE = "about:blank"
LIVE_PARTS = ("activex", "control", "macroenabled", "oleobject", "vbaproject", "vnd.ms-package")
TRIFLES = {"author", "category", "comments", "content_status", "identifier", "keywords", "last_modified_by",
           "subject", "title", "version"}  # fmt: skip


def repacked(data: bytes) -> bytes:
    """The document alone; raises Unusable, or whatever the readers raise on hostile bytes."""
    _refuse_strange(data)
    word = docx.Document(io.BytesIO(data))
    for part in word.part.package.iter_parts():
        if any(mark in f"{part.content_type} {part.partname}".lower() for mark in LIVE_PARTS):
            raise Unusable("含有宏或嵌入的对象，请删去，或另存为 PDF 后再上传")
        _stay_inside(part)
    _stay_inside(word.part.package)
    _sign_off(word.core_properties)
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


def _stay_inside(part) -> None:
    """A part or the package itself, without what would be fetched on opening; links that somebody has to click stay."""
    for relation in part.rels.values():
        if relation.is_external and relation.reltype != RELATIONSHIP_TYPE.HYPERLINK:
            relation._target = (
                NOWHERE  # the library has no public way; without any target Word calls the file broken
            )


def _sign_off(told: CoreProperties) -> None:
    for name in TRIFLES:
        setattr(told, name, "")


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
