"""What was typed when the sign-in had expired waits in the browser's session until the same person is back."""

from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase

from accounts.models import User
from core import clock
from core.crypto import DecryptionFailed, decrypt, encrypt
from core.kept_input import KeptInput

KEY = "kept_input"
CONTEXT = "accounts.kept_input"
LASTS = timedelta(hours=2)


def keep(session: SessionBase, kept: KeptInput, *, person: int | None) -> None:
    """Put it away, encrypted like the columns it may come to stand in. `person` None: nobody knows whose it is."""
    session[KEY] = {
        "path": kept.path,
        "person": person,
        "at": clock.now().isoformat(),
        "sealed": encrypt(kept.to_json(), context=CONTEXT),
    }


def kept_for(session: SessionBase, user: User) -> KeptInput | None:
    """What waits for `user`; another person's, and what is older than two hours, is dropped on the way."""
    if KEY not in session:
        return None
    stored = session[KEY]
    over = clock.now() - datetime.fromisoformat(stored["at"]) > LASTS
    if over or stored["person"] not in (None, user.pk):
        drop(session)
        return None
    try:
        return KeptInput.from_json(decrypt(stored["sealed"], context=CONTEXT))
    except DecryptionFailed:  # the key was changed meanwhile
        drop(session)
        return None


def used(session: SessionBase, path: str) -> None:
    """It was sent again."""
    if KEY in session and session[KEY]["path"] == path:
        drop(session)


def drop(session: SessionBase) -> None:
    session.pop(KEY, None)
