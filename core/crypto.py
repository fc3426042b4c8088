"""Authenticated encryption of single values, and a keyed hash under which they can still be looked up.

A stored value reads `v1.<key id>.<base64 of nonce and ciphertext>`. The key id is derived from the key, so
that a key can be rotated: put the new one into FIELD_ENCRYPTION_KEY and the old one into
FIELD_ENCRYPTION_PREVIOUS_KEYS; old rows stay readable and are written under the new key when next saved.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

VERSION = "v1"
KEY_BYTES = 32
NONCE_BYTES = 12


class DecryptionFailed(Exception):
    """The stored text was not written by us, not for this column, or under a key that we no longer hold."""


def encrypt(text: str, *, context: str) -> str:
    """Ciphertext that only opens again with the same `context` (the column), and differs on every call."""
    key = decode_key("FIELD_ENCRYPTION_KEY", settings.FIELD_ENCRYPTION_KEY)
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), context.encode())
    return f"{VERSION}.{key_id(key)}.{base64.b64encode(nonce + sealed).decode()}"


def encrypter(context: str) -> Callable[[str], str]:
    """`encrypt` for many values of one column: the key is read and its cipher made once."""
    key = decode_key("FIELD_ENCRYPTION_KEY", settings.FIELD_ENCRYPTION_KEY)
    seal, prefix, associated = AESGCM(key).encrypt, f"{VERSION}.{key_id(key)}.", context.encode()
    urandom, encode = os.urandom, binascii.b2a_base64

    def encrypt_one(text: str) -> str:
        nonce = urandom(NONCE_BYTES)
        return prefix + encode(nonce + seal(nonce, text.encode(), associated), newline=False).decode()

    return encrypt_one


def decrypter(context: str) -> Callable[[str], str]:
    """`decrypt` for many values of one column; raises DecryptionFailed."""
    ciphers = {key_id(key): AESGCM(key) for key in _readable_keys()}
    associated = context.encode()

    def decrypt_one(stored: str) -> str:
        try:
            version, identity, encoded = stored.split(".")
            blob = binascii.a2b_base64(encoded)
            plain = ciphers[identity].decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], associated)
        except (KeyError, ValueError, InvalidTag):
            return decrypt(stored, context=context)  # says what is wrong
        return plain.decode() if version == VERSION else decrypt(stored, context=context)

    return decrypt_one


def indexer() -> Callable[[str], str]:
    """`blind_index` for many values in their normal form: half-width capitals and digits without blanks."""
    key = decode_key("BLIND_INDEX_KEY", settings.BLIND_INDEX_KEY)
    return lambda text: hmac.digest(key, text.encode(), "sha256").hex()


def decrypt(stored: str, *, context: str) -> str:
    """The plain text; raises DecryptionFailed."""
    key, blob = _opened(stored)
    try:
        return AESGCM(key).decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], context.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise DecryptionFailed(f"the value of {context} was altered or belongs to another column") from error


def blind_index(value: str) -> str:
    """HMAC-SHA256 as 64 hex digits: equal for values that a person would call equal, else unrelated.

    Width, case and blanks are ignored, so `11010519491231002x` typed in full-width finds the same row.
    """
    return _keyed(re.sub(r"\s+", "", unicodedata.normalize("NFKC", value)).upper())


def fingerprint(text: str, *, context: str) -> str:
    """64 hex digits that change with every character of `text` and mean nothing in another column."""
    return _keyed(f"{context}\n{text}")


def key_id(key: bytes) -> str:
    """Eight hex digits that name a key without giving anything of it away."""
    return hashlib.sha256(b"key id\n" + key).hexdigest()[:8]


@lru_cache(maxsize=16)
def decode_key(name: str, text: str) -> bytes:
    """The 32 bytes behind a setting; raises ImproperlyConfigured with a sentence for operators."""
    if not text:
        raise ImproperlyConfigured(f"{name} is not set; generate one with: openssl rand -base64 32")
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ImproperlyConfigured(f"{name} is not valid base64; it must encode {KEY_BYTES} bytes") from None
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"{name} encodes {len(key)} bytes; it must encode {KEY_BYTES}")
    return key


def _keyed(text: str) -> str:
    key = decode_key("BLIND_INDEX_KEY", settings.BLIND_INDEX_KEY)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _opened(stored: str) -> tuple[bytes, bytes]:
    """The key a stored value was written under, and its bytes."""
    try:
        version, identity, encoded = stored.split(".")
        blob = base64.b64decode(encoded, validate=True)
    except (AttributeError, ValueError) as error:
        raise DecryptionFailed("the value is not one of our ciphertexts") from error
    key = next((key for key in _readable_keys() if key_id(key) == identity), None)
    if version != VERSION or key is None:
        raise DecryptionFailed(f"no key {identity} of version {version}; see FIELD_ENCRYPTION_PREVIOUS_KEYS")
    return key, blob


def _readable_keys() -> list[bytes]:
    previous = settings.FIELD_ENCRYPTION_PREVIOUS_KEYS
    keys = [("FIELD_ENCRYPTION_KEY", settings.FIELD_ENCRYPTION_KEY)]
    keys += [("FIELD_ENCRYPTION_PREVIOUS_KEYS", text) for text in previous]
    return [decode_key(name, text) for name, text in keys]
