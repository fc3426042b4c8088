"""What was uploaded, kept encrypted in pieces of some thousand rows, so that work can go on at any of them.

A file of pieces: for each four bytes of length, a nonce and AES-GCM ciphertext of JSON. Private storage.
"""

import json
import os
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.files.storage import storages

from core.crypto import NONCE_BYTES, decode_key
from core.spreadsheets.streaming import Piece

FOLDER = "volunteer-imports"
LENGTH = 4
CONTEXT = b"volunteers.import.pieces"


def keep(pieces: Iterator[Piece]) -> str:
    """Write all pieces and return the file's name; a half-written file is removed again."""
    name = f"{uuid.uuid4().hex}.rows"
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("wb") as file:
            for piece in pieces:
                sealed = _sealed(piece)
                file.write(len(sealed).to_bytes(LENGTH, "big"))
                file.write(sealed)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return name


def append(name: str, position: int, piece: Piece) -> tuple[str, int]:
    """Write one piece at a position, over whatever a killed worker left there; a new file where `name` is empty.

    Returns the file's name and the next position.
    """
    name = name or f"{uuid.uuid4().hex}.rows"
    path, sealed = _path(name), _sealed(piece)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("r+b" if path.exists() else "wb") as file:
        file.truncate(position)
        file.seek(position)
        file.write(len(sealed).to_bytes(LENGTH, "big"))
        file.write(sealed)
    return name, position + LENGTH + len(sealed)


def read(name: str, position: int) -> tuple[Piece, int]:
    """The piece at a position and the next position; an empty piece at the end. Raises FileNotFoundError."""
    with _path(name).open("rb") as file:
        file.seek(position)
        length = int.from_bytes(file.read(LENGTH), "big")
        if not length:
            return [], position
        return _opened(file.read(length)), position + LENGTH + length


def forget(name: str) -> None:
    """Forgetting twice does nothing."""
    if name:
        _path(name).unlink(missing_ok=True)


def _path(name: str) -> Path:
    return Path(storages["private"].path(f"{FOLDER}/{name}"))


def _cipher() -> AESGCM:
    return AESGCM(decode_key("FIELD_ENCRYPTION_KEY", settings.FIELD_ENCRYPTION_KEY))


def _sealed(piece: Piece) -> bytes:
    nonce, text = os.urandom(NONCE_BYTES), json.dumps(piece, default=_packed, separators=(",", ":"))
    return nonce + _cipher().encrypt(nonce, text.encode(), CONTEXT)


def _opened(blob: bytes) -> Piece:
    plain = _cipher().decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], CONTEXT)
    return json.loads(plain, object_hook=_unpacked)


def _packed(value):
    return {"day": value.isoformat()}


def _unpacked(found: dict):
    return date.fromisoformat(found["day"]) if "day" in found else found
