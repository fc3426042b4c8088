"""Codes by which somebody without an account finds their own case again: long enough that nobody guesses one."""

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without the characters that look alike."""


def new_code(length: int) -> str:
    """A random code; whoever stores it says what a collision means."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
