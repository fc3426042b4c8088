"""A table between its preview and the confirmation: it goes to the page and comes back, encrypted, for one hour.

No server keeps it meanwhile, so any process may answer the confirmation, and what nobody confirms is nowhere.
"""

import base64
import json

from core import clock
from core.crypto import DecryptionFailed, decrypt, encrypt

CONTEXT, AN_HOUR = "credit.preview", 3600


class PreviewGone(Exception):
    """Too old, altered, or somebody else's."""


def previewed(values: dict, content: bytes, user) -> str:
    """An uploaded table with `values` beside it, for this user's confirmation."""
    packed = {
        **values,
        "user": user.pk,
        "at": clock.now().timestamp(),
        "content": base64.b64encode(content).decode(),
    }
    return encrypt(json.dumps(packed), context=CONTEXT)


def kept_preview(sealed: str, user) -> dict:
    """What `previewed` packed. Raises PreviewGone."""
    try:
        found = json.loads(decrypt(sealed, context=CONTEXT))
    except (DecryptionFailed, ValueError):
        raise PreviewGone from None
    if found["user"] != user.pk or clock.now().timestamp() - found["at"] > AN_HOUR:
        raise PreviewGone
    return {**found, "content": base64.b64decode(found["content"])}
