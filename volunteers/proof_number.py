"""Numbers of proofs like ZM442000-2026-00001-C: region, year, sequence, check character."""

import re
import unicodedata

from core.check_characters import check_character

PREFIX = "ZM"
_PARTS = re.compile(r"ZM(\d{6})(\d{4})(\d{5,})([0-9A-Z])")
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—―−_·.]+")


class InvalidProofNumber(ValueError):
    """A text is no number of a proof; the message says in Chinese what is wrong with it."""


def prefix_of(region_code: str, year: int) -> str:
    """The series that a number is taken from."""
    return f"{PREFIX}{region_code[:6]}-{year:04}"


def format_number(prefix: str, sequence: int) -> str:
    payload = f"{prefix}-{sequence:05}"
    return f"{payload}-{check_character(payload.replace('-', ''))}"


def is_proof_number(text: str) -> bool:
    """Whether somebody means a proof, rightly written or not: no certificate's number begins like that."""
    return _compact(text).startswith(PREFIX)


def parse_number(text: str) -> str:
    """The number as it is printed, from how people type it; raises InvalidProofNumber."""
    match = _PARTS.fullmatch(_compact(text))
    if match is None:
        raise InvalidProofNumber("证明编号的格式不对，应形如 ZM442000-2026-00001-C。")
    region, year, sequence, check = match.groups()
    number = format_number(f"{PREFIX}{region}-{year}", int(sequence))
    if number[-1] != check or (len(sequence) > 5 and sequence.startswith("0")):
        raise InvalidProofNumber("证明编号的校验码不符，可能有一位输错或两位颠倒，请核对。")
    return number


def _compact(text: str) -> str:
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
