"""What was typed when the sign-in had expired waits in the browser's session until the same person is back.

Several forms may wait, one of each window that was sent; the oldest gives way when there are too many.
"""

import json
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase

from accounts.models import User
from core import clock
from core.crypto import DecryptionFailed, decrypt, encrypt, fingerprint
from core.kept_input import KeptInput
from core.text import one_line_end

KEY = "kept_inputs"
CONTEXT = "accounts.kept_input"
LASTS = timedelta(hours=2)
MOST = 5


def keep(session: SessionBase, kept: KeptInput, *, person: int | None) -> None:
    """Put it away, encrypted like the columns it may come to stand in. `person` None: nobody knows whose it is."""
    slot = {
        "path": kept.path,
        "person": person,
        "at": clock.now().isoformat(),
        "mark": _mark(kept),
        "sealed": encrypt(kept.to_json(), context=CONTEXT),
    }
    others = [other for other in session.get(KEY, []) if other["mark"] != slot["mark"]]
    session[KEY] = [*others, slot][-MOST:]


def kept_for(session: SessionBase, user: User) -> list[KeptInput]:
    """What waits for `user`, oldest first; another person's, and what is older than two hours, is dropped."""
    found, standing = [], []
    for slot in session.get(KEY, []):
        over = clock.now() - datetime.fromisoformat(slot["at"]) > LASTS
        if over or slot["person"] not in (None, user.pk):
            continue
        try:
            found.append(KeptInput.from_json(decrypt(slot["sealed"], context=CONTEXT)))
        except DecryptionFailed:  # the key was changed meanwhile
            continue
        standing.append(slot)
    _store(session, standing)
    return found


def used(session: SessionBase, sent: KeptInput | None, path: str) -> int | None:
    """Drop what was sent again to `path`, as it was or typed anew.

    Answers how many others still wait, None when nothing was dropped.
    """
    slots = session.get(KEY, [])
    here = [slot for slot in slots if slot["path"] == path]
    same = [slot for slot in here if sent and slot["mark"] == _mark(sent)]
    done = same or (here if len(here) == 1 else [])
    if not done:
        return None
    _store(session, [slot for slot in slots if slot not in done])
    return len(slots) - len(done)


def drop(session: SessionBase) -> None:
    session.pop(KEY, None)


def _store(session: SessionBase, slots: list[dict]) -> None:
    if slots != session.get(KEY, []):
        session[KEY] = slots
    if not slots:
        drop(session)


def _mark(kept: KeptInput) -> str:
    """By which input that is sent again is known for the same."""
    pairs = [[name, one_line_end(value)] for name, value in kept.pairs]
    return fingerprint(json.dumps([kept.path, pairs]), context=CONTEXT)
