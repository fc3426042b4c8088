"""Documents: opened, disarmed and written anew. What they do by themselves and who wrote them stays behind.

What cannot be proved (old .doc, macros, passwords) is refused with the way out.
"""

import logging

from django.core.files.base import ContentFile

from workspace.media.cleaned import CleanPaper, Unusable
from workspace.media.words import repacked

logger = logging.getLogger(__name__)

LARGEST_PAPER = 10 * 1024 * 1024
PDF_HEAD, ZIP_HEAD, OLE_HEAD = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def clean_paper(upload) -> CleanPaper:
    """The PDF or Word document inside `upload`, written anew; raises Unusable."""
    if upload.size > LARGEST_PAPER:
        raise Unusable(f"“{upload.name}”超过 10 MB，请压缩后再上传")
    upload.seek(0)
    data = upload.read()
    try:
        return _opened(data)
    except Unusable as refused:
        raise Unusable(f"“{upload.name}”{refused}") from None
    except Exception as error:  # readers raise whatever they please on hostile bytes
        logger.info("document refused: %s", type(error).__name__)
        raise Unusable(f"“{upload.name}”不完整或已损坏，请重新选择文件") from None


def is_paper(head: bytes) -> bool:
    """Whether the first bytes are those of a document, old Word files included, which are refused by name."""
    return head.startswith((PDF_HEAD, ZIP_HEAD, OLE_HEAD))


def _opened(data: bytes) -> CleanPaper:
    if data.startswith(OLE_HEAD):
        raise Unusable("是旧版 Word 文档，无法检查，请另存为 DOCX 或 PDF 后再上传")
    if data.startswith(PDF_HEAD):
        from workspace.media.pdfs import rewritten  # slow library, for those alone who send a PDF

        return CleanPaper(".pdf", ContentFile(rewritten(data)))
    return CleanPaper(".docx", ContentFile(repacked(data)))
