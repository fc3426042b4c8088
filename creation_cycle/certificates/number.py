"""Certificate numbers like S440000-2027-0001-C: `{level}{region6}-{cycle}-{seq4}-{check}` (domain.md §11)."""

import re
import unicodedata
from dataclasses import dataclass

from core.check_characters import check_character

LEVEL_LETTERS = {"national": "G", "provincial": "S", "city": "D", "county": "X", "grassroots": "J"}
"""First letter of a number by level: 国家、省、地市、县区、基层."""
LEVELS = {letter: level for level, letter in LEVEL_LETTERS.items()}

_PARTS = re.compile(r"([A-Z])(\d{6})(\d{4})(\d{4,})([0-9A-Z])")
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—―−_·.]+")


class InvalidNumber(ValueError):
    """A text is not a certificate number; the message says in Chinese what is wrong with it."""


@dataclass(frozen=True)
class CertificateNumber:
    """The parts of a number whose check character was right."""

    level: str
    region: str
    cycle: int
    sequence: int

    def __str__(self) -> str:
        payload = f"{LEVEL_LETTERS[self.level]}{self.region}-{self.cycle:04}-{self.sequence:04}"
        return f"{payload}-{check_character(payload.replace('-', ''))}"


def format_number(*, level: str, region: str, cycle: int, sequence: int) -> str:
    """Return the number of one certificate.

    `level` is a key of `LEVEL_LETTERS`, `region` six digits of GB/T 2260, `cycle` the year in which the cycle
    closes, `sequence` counts from 1 within level, region and cycle; from 10,000 on it takes a fifth digit.
    """
    if level not in LEVEL_LETTERS:
        raise InvalidNumber(f"没有“{level}”这一级别，无法编号。")
    if not re.fullmatch(r"[0-9]{6}", region):
        raise InvalidNumber(f"行政区划代码应为 6 位数字，现为“{region}”。")
    if not 1000 <= cycle <= 9999:
        raise InvalidNumber(f"创建周期应为 4 位年份，现为“{cycle}”。")
    if sequence < 1:
        raise InvalidNumber(f"证书序号从 1 起编，现为“{sequence}”。")
    return str(CertificateNumber(level, region, cycle, sequence))


def parse_number(text: str) -> CertificateNumber:
    """Read a number as people type it: lower case, full width, with blanks, other dashes or none at all."""
    compact = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    if not compact:
        raise InvalidNumber("请输入证书编号。")
    match = _PARTS.fullmatch(compact) if compact.isascii() else None
    if match is None:
        raise InvalidNumber("证书编号的格式不对，应形如 S440000-2027-0001-C。")
    letter, region, cycle, sequence, check = match.groups()
    if letter not in LEVELS:
        raise InvalidNumber(f"证书编号的首字母“{letter}”不代表任何级别，应为 {'、'.join(LEVELS)} 之一。")
    if int(sequence) == 0 or (len(sequence) > 4 and sequence.startswith("0")):
        raise InvalidNumber(f"证书编号的序号“{sequence}”不存在，请核对。")
    if check != check_character(compact[:-1]):
        raise InvalidNumber("证书编号的校验码不符，可能有一位输错或两位颠倒，请核对。")
    return CertificateNumber(LEVELS[letter], region, int(cycle), int(sequence))
