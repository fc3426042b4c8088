"""PDF: opened and written anew without scripts, actions, embedded files and metadata."""

import io

import pikepdf

from workspace.media.cleaned import Unusable

ACTIVE = (
    "/AA", "/A", "/AF", "/Collection", "/EmbeddedFiles", "/JS", "/JavaScript", "/Metadata", "/OpenAction", "/PieceInfo",
    "/RichMediaContent", "/XFA",
)  # fmt: skip
"""Keys of a PDF that run, carry or tell something beside its pages; links lose their targets with /A."""


def rewritten(data: bytes) -> bytes:
    """Only what hangs on the document's root is written, so nothing before, between or after its objects survives."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if not len(pdf.pages):
                raise Unusable("中没有页面，请重新选择文件")
            for item in pdf.objects:
                _disarm(item)
            if "/Info" in pdf.trailer:
                del pdf.trailer["/Info"]
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True, encryption=False)
    except pikepdf.PasswordError:
        raise Unusable("设有密码，请取消密码后再上传") from None
    return out.getvalue()


def _disarm(item) -> None:
    """Take the active keys out of an object and of what is written inside it."""
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for key in [key for key in item.keys() if key in ACTIVE]:  # noqa: SIM118  (a PDF object is no dict)
            del item[key]
        inner = [item[key] for key in item.keys()]  # noqa: SIM118
    elif isinstance(item, pikepdf.Array):
        inner = list(item)
    else:
        return
    for part in inner:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            _disarm(part)
