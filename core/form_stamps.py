"""A stamp in a public form: when its page was given out, and a key under which it counts once.

It is signed, not stored: nobody can make one, and it says nothing about who asked for the page.
"""

import secrets
from dataclasses import dataclass

from django.core import signing

from core import clock
from core.crypto import fingerprint
from core.tracking_codes import ALPHABET

SALT = "core.form_stamps"
OLDEST = 24 * 3600
"""Seconds after which a stamp is asked for anew; the text typed meanwhile stays."""


@dataclass(frozen=True)
class Stamp:
    """`key` is a random name of the form; `age` in seconds."""

    key: str
    age: float

    def code(self, length: int) -> str:
        """A tracking code that follows from the key, for those who hold the portal's secret alone.

        The form sent twice by two clicks gets the same code twice.
        """
        number = int(fingerprint(self.key, context=SALT), 16)
        letters = []
        for _ in range(length):
            number, digit = divmod(number, len(ALPHABET))
            letters.append(ALPHABET[digit])
        return "".join(letters)


def new_stamp() -> str:
    return signing.dumps([secrets.token_urlsafe(16), clock.now().timestamp()], salt=SALT)


def read_stamp(text: str) -> Stamp | None:
    """The stamp as it was given out; None for one that is not ours or too old."""
    try:
        key, given_at = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    age = clock.now().timestamp() - given_at
    return Stamp(key, age) if 0 <= age <= OLDEST else None
