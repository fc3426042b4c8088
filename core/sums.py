"""A small sum in words, asked of addresses that send a lot: no script, no picture, no third party.

Which sum it is follows from a key, so the page carries no answer.
"""

import unicodedata

from core.crypto import fingerprint

DIGITS = "零一二三四五六七八九"
CONTEXT = "core.sums"


def sum_for(key: str) -> tuple[str, int]:
    """The question in words, e.g. 三加五等于几, and its answer."""
    number = int(fingerprint(key, context=CONTEXT), 16)
    first, second = number % 8 + 1, number // 8 % 8 + 1
    return f"{DIGITS[first]}加{DIGITS[second]}等于几", first + second


def is_answer(key: str, typed: str) -> bool:
    """Whether `typed`, in Arabic or Chinese figures, answers the question of `key`."""
    answer = sum_for(key)[1]
    plain = unicodedata.normalize("NFKC", typed).strip()
    words = DIGITS[answer] if answer < len(DIGITS) else "十" + (DIGITS[answer - 10] if answer > 10 else "")
    return plain in (str(answer), words)
