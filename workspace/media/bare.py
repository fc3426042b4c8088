"""JPEG, PNG and JPEG 2000 inside documents: the picture as it is, without the camera, place and names beside it.

Nothing is decoded, so a document of many pictures costs no more than its bytes, and none of them looks different.
All raise ValueError on what is not well formed.
"""

JPEG_HEAD, PNG_HEAD, JP2_HEAD = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"\x00\x00\x00\x0cjP  "
TOLD_BESIDE = {*range(0xE0, 0xEE), 0xEF, 0xFE}
"""APPn and comments; APP14 (0xEE) stays, which says how the colours are stored."""
STANDALONE = {0x01, *range(0xD0, 0xD8)}
END, SCAN = 0xD9, 0xDA
PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"bKGD"}
JP2_DROPPED = {b"uuid", b"xml ", b"uinf", b"jp2i"}


def bare_jpeg(data: bytes) -> bytes:
    """Ends with its own end mark: phones append a preview or a whole film behind it."""
    if not data.startswith(JPEG_HEAD):
        raise ValueError("no JPEG")
    kept, at = [data[:2]], 2
    while at < len(data):
        at, marker = _next_marker(data, at)
        if marker == END:
            break
        start = at - 2
        if marker not in STANDALONE:
            at += _number(data, at, 2)
        if marker == SCAN:
            at = _end_of_scan(data, at)
        if marker not in TOLD_BESIDE:
            kept.append(data[start:at])
    return b"".join([*kept, bytes([0xFF, END])])


def bare_png(data: bytes) -> bytes:
    """The chunks that draw."""
    if not data.startswith(PNG_HEAD):
        raise ValueError("no PNG")
    kept, at, kind = [PNG_HEAD], len(PNG_HEAD), b""
    while kind != b"IEND":
        end = at + 12 + _number(data, at, 4)
        kind = data[at + 4 : at + 8]
        if kind in PNG_KEPT:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


def bare_jp2(data: bytes) -> bytes:
    """Without the boxes that describe; a bare code stream has none."""
    if not data.startswith(JP2_HEAD):
        return data
    kept, at = [], 0
    while at < len(data):
        size = _number(data, at, 4)
        if size == 1:
            size = _number(data, at + 8, 8)
        end = at + size if size else len(data)
        if end < at + 8:
            raise ValueError("a box shorter than its head")
        if data[at + 4 : at + 8] not in JP2_DROPPED:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


def _next_marker(data: bytes, at: int) -> tuple[int, int]:
    """The marker at `at`, behind fill bytes, and where it ends."""
    if data[at] != 0xFF:
        raise ValueError("no marker where one is due")
    while at < len(data) and data[at] == 0xFF:
        at += 1
    if at == len(data):
        raise ValueError("ends within a marker")
    return at + 1, data[at]


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker begins that is not part of the compressed pixels; the end when there is none."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] not in {0x00, 0xFF, *STANDALONE}:
            return at
        at += 1 if data[at + 1] == 0xFF else 2
    return len(data)


def _number(data: bytes, at: int, size: int) -> int:
    if at + size > len(data):
        raise ValueError("ends too early")
    return int.from_bytes(data[at : at + size])
