"""Public draws 公开抽签: an order that nobody could steer and that anybody can compute again.

Before the draw the organizer publishes the numbers that take part and the *commitment*, the SHA-256 of a secret.
On the day everybody learns a *public value* that was unknown before, and the secret. From both follows the *seed*,
and from the seed the order. Texts are UTF-8, digests lower-case hexadecimal. All of it, for whoever checks:

    from hashlib import sha256

    def digest(text):
        return sha256(text.encode()).hexdigest()

    assert digest(secret) == commitment
    seed = digest(secret + public_value)
    for place, number in enumerate(sorted(numbers, key=lambda number: digest(seed + number)), start=1):
        print(place, number)

The public page shows these same lines. Changing them would make every draw that was held uncheckable.
"""

import secrets
from collections.abc import Iterable
from hashlib import sha256


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def new_secret() -> str:
    """256 random bits: nobody finds them out from the commitment."""
    return secrets.token_hex(32)


def seed_of(secret: str, public_value: str) -> str:
    """The secret has a fixed length, so there is one way only to read the two joined texts."""
    return digest(secret + public_value)


def lot(seed: str, number: str) -> str:
    """What one number draws: who has the smallest goes first."""
    return digest(seed + number)


def order(seed: str, numbers: Iterable[str]) -> list[str]:
    """The numbers in their drawn order; raises ValueError when one of them takes part twice."""
    taking_part = list(numbers)
    if len(set(taking_part)) != len(taking_part):
        raise ValueError("a number takes part in a draw once")
    return sorted(taking_part, key=lambda number: lot(seed, number))
