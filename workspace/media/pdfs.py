"""PDF: opened and written anew without scripts, actions, embedded files, metadata, and who wrote or signed it."""

import io

import pikepdf

from workspace.media.bare import bare_jp2, bare_jpeg
from workspace.media.cleaned import Unusable

ACTIVE = (
    "/3DD", "/AA", "/A", "/AF", "/Collection", "/CreatorInfo", "/DSS", "/EF", "/EmbeddedFiles", "/FS", "/JS",
    "/JavaScript", "/Metadata", "/Movie", "/OpenAction", "/Perms", "/PieceInfo", "/RichMediaContent", "/Sound", "/XFA",
)  # fmt: skip
"""Keys of a PDF that run, carry or tell something beside its pages; links lose their targets with /A."""
OF_A_REMARK = ("/T", "/M", "/CreationDate", "/NM")
"""Who wrote a remark on a page, and when."""
OF_A_SIGNATURE = ("/Cert", "/ContactInfo", "/Contents", "/Location", "/M", "/Name", "/Reason")
"""Its certificate names the signer; written anew, the file would no longer match it anyway."""
PICTURES = {"/DCTDecode": bare_jpeg, "/JPXDecode": bare_jp2}


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
        told = _told_beside(item)
        for key in [key for key in item.keys() if key in told]:  # noqa: SIM118  (a PDF object is no dict)
            del item[key]
        if isinstance(item, pikepdf.Stream):
            _bare(item)
        inner = [item[key] for key in item.keys()]  # noqa: SIM118
    elif isinstance(item, pikepdf.Array):
        inner = list(item)
    else:
        return
    for part in inner:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            _disarm(part)


def _told_beside(item) -> tuple[str, ...]:
    """The keys that do not belong to the page; a field of a form is named by /T, a remark signed with it."""
    if "/ByteRange" in item:
        return ACTIVE + OF_A_SIGNATURE
    if "/Rect" in item and item.get("/Subtype") not in (None, pikepdf.Name.Widget):
        return ACTIVE + OF_A_REMARK
    return ACTIVE


def _bare(stream: pikepdf.Stream) -> None:
    """A photo or scan without what its camera noted in it."""
    filters = _listed(stream.get("/Filter"))
    bare = PICTURES.get(str(filters[-1])) if filters else None
    if bare is None:
        return
    parameters = _listed(stream.get("/DecodeParms"))
    own = parameters[-1] if len(parameters) == len(filters) else None
    if len(filters) > 1:
        stream.write(_unpacked(stream, filters[:-1], parameters[:-1]), filter=filters[-1], decode_parms=own)
    stream.write(bare(stream.read_raw_bytes()), filter=filters[-1], decode_parms=own)


def _unpacked(stream: pikepdf.Stream, filters: list, parameters: list) -> bytes:
    """What the wrappings around a picture hold."""
    stream.write(
        stream.read_raw_bytes(), filter=pikepdf.Array(filters), decode_parms=pikepdf.Array(parameters) or None
    )
    return stream.read_bytes(pikepdf.StreamDecodeLevel.specialized)


def _listed(value) -> list:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]
