"""Check characters by ISO/IEC 7064 MOD 37,36, for numbers that people type from paper."""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def check_character(payload: str) -> str:
    """Return the check character of upper-case letters and digits.

    It catches every single wrong character and all but a few swaps of two neighbours.
    """
    remainder = 36
    for character in payload:
        remainder = (remainder + ALPHABET.index(character)) % 36 or 36
        remainder = remainder * 2 % 37
    return ALPHABET[(37 - remainder) % 36]
