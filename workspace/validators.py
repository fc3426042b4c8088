"""Refusing in a text what identifies a person in need: only code names belong there (domain.md §12.7).

A name cannot be told from other words; numbers can. A number with a slip in it is personal all the same, so check
digits are not asked for where the shape speaks for itself.
"""

import re
import unicodedata
from datetime import date

from django.core.exceptions import ValidationError

IDENTITY = re.compile(r"(?<!\d)(?:\d[ -]?){17}[\dXx](?![\dXx])")
OLD_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)")
MOBILE = re.compile(r"(?<!\d)(?:86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
LANDLINE = re.compile(r"(?<!\d)\(?0\d{2,3}\)?[ -]?[1-9]\d{2,3}[ -]?\d{4}(?!\d)")
CARD = re.compile(r"(?<!\d)(?:\d{4}[ -]?){4}\d{0,3}(?!\d)")
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
    """Every digit of every script as 0–9, every dash and blank of one kind, invisible characters gone."""
    return "".join(_plain(c) for c in unicodedata.normalize("NFKC", value))


def _plain(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Nd":
        return str(unicodedata.digit(character))
    return {"Cf": "", "Pd": "-", "Zs": " ", "Cc": " "}.get(kind, character)


def _is_identity(found: str) -> bool:
    """Whether digits 7 to 14 are somebody's birthday."""
    number = re.sub(r"[ -]", "", found)
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return born.year >= 1900


def _is_card(found: str) -> bool:
    """A number that begins like the cards of Chinese banks, or passes the check of all cards (Luhn)."""
    digits = [int(c) for c in found if c.isdigit()]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return digits[:2] == [6, 2] or (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
