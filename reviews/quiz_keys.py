"""The key in a member's personal address: says who takes which test, and cannot be made up.

Nothing is stored: whoever joins the roster has a key at once, and a wrong one is refused without the database.
"""

import re
from hmac import compare_digest

from core.crypto import fingerprint

SHAPE = re.compile(r"([1-9]\d{0,11})-([1-9]\d{0,11})-([0-9a-f]{24})", re.ASCII)
DIGITS = 24
"""Hex digits of proof: 96 bits, short enough to be typed from paper."""


def key_of(quiz: int, member: int) -> str:
    """For the address `/quiz/<key>/` of one member, by primary keys."""
    return f"{quiz}-{member}-{_proof(quiz, member)}"


def read_key(key: str) -> tuple[int, int] | None:
    """(quiz, member) of a key that we made; None for any other text."""
    found = SHAPE.fullmatch(key)
    if found is None:
        return None
    quiz, member = int(found[1]), int(found[2])
    return (quiz, member) if compare_digest(found[3], _proof(quiz, member)) else None


def _proof(quiz: int, member: int) -> str:
    return fingerprint(f"{quiz}-{member}", context="reviews.quiz")[:DIGITS]
