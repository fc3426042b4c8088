"""The deployment's signing key: read once, named in the readiness report, absent where none is configured."""

from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings

from creation_cycle.certificates.sealing import Seal, SigningKey, UnusableKey


def signing_key() -> SigningKey | None:
    """The configured key; None where certificates go out unsigned. Raises UnusableKey for one that cannot be read."""
    if not settings.SIGNING_KEY_FILE:
        return None
    path = Path(settings.SIGNING_KEY_FILE)
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        raise UnusableKey("找不到签名密钥文件，请检查 SIGNING_KEY_FILE") from None
    return _read(path, changed, settings.SIGNING_KEY_PASSWORD)


def seal_at(moment: datetime) -> Seal | None:
    """What signs a chunk of certificates; None without a key."""
    key = signing_key()
    return Seal(key, moment) if key else None


@cache
def _read(path: Path, changed: int, password: str) -> SigningKey:
    """Read anew when the file has changed."""
    return SigningKey.read(path.read_bytes(), password)
