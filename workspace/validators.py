"""Refusing in a text what identifies a person in need: only code names belong there (domain.md §12.7).

A name cannot be told from other words; numbers can. A number with a slip in it is personal all the same, so check
digits are not asked for where the shape speaks for itself.
"""

import re
import unicodedata
from datetime import date

from django.core.exceptions import ValidationError

from core import clock

GAP = r"[ .,/·_-]{0,4}"
"""What people put between the digits of one number."""
IDENTITY = re.compile(rf"(?<!\d)(?:\d{GAP}){{17}}[\dXx](?![\dXx])")
OLD_IDENTITY = re.compile(
    rf"(?<!\d)[1-9]\d{{5}}{GAP}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]){GAP}\d{{3}}(?!\d)"
)
MOBILE = re.compile(rf"(?<!\d)(?:86{GAP})?1{GAP}[3-9](?:{GAP}\d){{9}}(?!\d)")
LANDLINE = re.compile(rf"(?<!\d)\(?0\d{{2,3}}\)?{GAP}[1-9]\d{{2,3}}{GAP}\d{{4}}(?!\d)")
CARD = re.compile(rf"(?<!\d)(?:\d{{4}}{GAP}){{4}}\d{{0,3}}(?!\d)")
ADVICE = "请删去后再保存，对象只写代号，例如“家庭-01”"


def refuse_personal_numbers(value: str) -> str:
    """Refuses identity numbers, telephone numbers and bank cards: in digits of any script, in Chinese numerals, and
    with blanks, dashes, dots, commas or strokes between them. What spells a number otherwise is not recognised.
    """
    text = _digits_made_plain(value)
    if any(_is_identity(found) for found in IDENTITY.findall(text)) or OLD_IDENTITY.search(text):
        raise ValidationError(f"内容中有身份证号码，{ADVICE}", code="identity_number")
    if any(_is_card(found) for found in CARD.findall(text)):
        raise ValidationError(f"内容中有银行卡号，{ADVICE}", code="bank_card")
    if MOBILE.search(text) or LANDLINE.search(text):
        raise ValidationError(f"内容中有电话号码，{ADVICE}", code="phone")
    return value


def _digits_made_plain(value: str) -> str:
    """Digits of every script and Chinese numerals as 0–9, dashes and blanks of one kind, invisible characters gone.

    A Chinese comma stands between clauses, never inside a number.
    """
    plain = unicodedata.normalize("NFKC", value.replace("，", "。"))
    return "".join(_plain(c) for c in plain)


def _plain(character: str) -> str:
    kind = unicodedata.category(character)
    if character == "幺":  # how 一 is said in telephone numbers
        return "1"
    if kind in ("Lo", "Nl") and unicodedata.numeric(character, -1) in range(10):  # 一, 玖, 〇
        return str(int(unicodedata.numeric(character)))
    if kind == "Nd":
        return str(unicodedata.digit(character))
    return {"Cf": "", "Pd": "-", "Zs": " ", "Cc": " "}.get(kind, character)


def _is_identity(found: str) -> bool:
    """Whether digits 7 to 14 are somebody's birthday."""
    number = re.sub(r"[^\dXx]", "", found)
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return 1900 <= born.year <= clock.today().year


def _is_card(found: str) -> bool:
    """A number that begins like the cards of Chinese banks, or passes the check of all cards (Luhn)."""
    digits = [int(c) for c in found if c.isdigit()]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return digits[:2] == [6, 2] or (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
