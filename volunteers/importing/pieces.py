"""What was uploaded, kept encrypted in pieces of some thousand rows, so that work can go on at any of them.

A file of pieces: for each four bytes of length, a nonce and AES-GCM ciphertext of JSON. Private storage.
"""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.files.storage import storages

from core.crypto import NONCE_BYTES, decode_key
from core.spreadsheets.streaming import Rows, opened, sealed

FOLDER = "volunteer-imports"
LENGTH = 4
CONTEXT = b"volunteers.import.pieces"


def keep(pieces: Iterator[bytes]) -> str:
    """Write all pieces and return the file's name; a half-written file is removed again."""
    name = f"{uuid.uuid4().hex}.rows"
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("wb") as file:
            for piece in pieces:
                file.write(_hidden(piece))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return name


def append(name: str, position: int, rows: Rows) -> tuple[str, int]:
    """Write rows as one piece at a position, over whatever a killed worker left there.

    A new file where `name` is empty. Returns the file's name and the next position.
    """
    name = name or f"{uuid.uuid4().hex}.rows"
    path, blob = _path(name), _hidden(sealed(rows))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("r+b" if path.exists() else "wb") as file:
        file.truncate(position)
        file.seek(position)
        file.write(blob)
    return name, position + len(blob)


def read(name: str, position: int) -> tuple[Rows, int]:
    """The rows of the piece at a position and the next position; none at the end. Raises FileNotFoundError."""
    with _path(name).open("rb") as file:
        file.seek(position)
        length = int.from_bytes(file.read(LENGTH), "big")
        if not length:
            return [], position
        return opened(_shown(file.read(length))), position + LENGTH + length


def forget(name: str) -> None:
    """Forgetting twice does nothing."""
    if name:
        _path(name).unlink(missing_ok=True)


def _path(name: str) -> Path:
    return Path(storages["private"].path(f"{FOLDER}/{name}"))


def _cipher() -> AESGCM:
    return AESGCM(decode_key("FIELD_ENCRYPTION_KEY", settings.FIELD_ENCRYPTION_KEY))


def _hidden(piece: bytes) -> bytes:
    """With its length before it, as it stands in the file."""
    nonce = os.urandom(NONCE_BYTES)
    blob = nonce + _cipher().encrypt(nonce, piece, CONTEXT)
    return len(blob).to_bytes(LENGTH, "big") + blob


def _shown(blob: bytes) -> bytes:
    return _cipher().decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], CONTEXT)
