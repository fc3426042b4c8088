"""Validators for what people type: each returns the normalised value or raises a ValidationError.

The error says what to do. As a model validator the return value is ignored: to store the normalised value,
call them from a form's `clean_…`.
"""

import re
import unicodedata
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from core import clock
from core.text import chinese_date

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
CREDIT_SHAPE = re.compile(r"[1-9ANY][0-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}", re.ASCII)

IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_CHECKS = "10X98765432"
IDENTITY_SHAPE = re.compile(r"(?:[1-7]\d{5}|8[123]0000|9\d{5})\d{11}[0-9X]", re.ASCII)

MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})-?([1-9]\d{6,7})(?:(?:-|转)(\d{1,6}))?", re.ASCII)
SERVICE_LINE = re.compile(r"[48]00-?\d{3}-?\d{4}|1[0-2]\d{3}|9[56]\d{3,4}", re.ASCII)

BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LINE_CONTROLS = frozenset("\n\r\t")


def normalise_code(text: str) -> str:
    """Half-width, upper case, without blanks, hyphens and invisible characters that pasting brings along."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Pd", "Zs", "Cc")).upper()


def validate_credit_code(value: str) -> str:
    """统一社会信用代码, GB 32100-2015: 18 characters, the last one a check character modulo 31."""
    code = normalise_code(value)
    if len(code) != 18:
        raise ValidationError(
            f"统一社会信用代码应为18位，现为{len(code)}位，请按营业执照或法人证书填写",
            code="credit_code_length",
        )
    if not CREDIT_SHAPE.fullmatch(code):
        raise ValidationError(
            "统一社会信用代码含有不允许的字符（不使用字母I、O、S、V、Z，第3至8位为数字），请对照证照核对",
            code="credit_code_shape",
        )
    if _credit_check(code) != code[-1]:
        raise ValidationError(
            "统一社会信用代码校验不通过，请逐位核对是否有输错或颠倒", code="credit_code_check"
        )
    return code


def validate_identity_number(value: str) -> str:
    """居民身份证 (GB 11643), 港澳台居民居住证 and the 18-digit 外国人永久居留身份证.

    Area codes are not looked up: a card stays valid when its county is renamed.
    """
    number = normalise_code(value)
    if len(number) != 18:
        raise ValidationError(f"证件号码应为18位，现为{len(number)}位，请核对", code="identity_length")
    if not IDENTITY_SHAPE.fullmatch(number):
        raise ValidationError(
            "证件号码只能由数字组成，末位可为X，请填写居民身份证、港澳台居民居住证或外国人永久居留身份证号码",
            code="identity_shape",
        )
    if _identity_check(number) != number[-1]:
        raise ValidationError("证件号码校验不通过，请逐位核对是否有输错或颠倒", code="identity_check")
    _validate_birth_date(number)
    return number


def birth_date_of(identity_number: str) -> date:
    """The birth date inside a valid identity number; raises ValueError when there is no such day."""
    return date(int(identity_number[6:10]), int(identity_number[10:12]), int(identity_number[12:14]))


def sex_of(identity_number: str) -> str:
    """男 or 女, by the parity of the 17th digit."""
    return "男" if int(identity_number[16]) % 2 else "女"


def validate_not_future(value: date | datetime) -> date | datetime:
    """Refuses days after today and, for a datetime, moments after now."""
    if value > (clock.now() if isinstance(value, datetime) else clock.today()):
        day = timezone.localdate(value) if isinstance(value, datetime) else value
        raise ValidationError(f"{chinese_date(day)}晚于今天，请填写已经发生的日期", code="future")
    return value


def validate_phone(value: str) -> str:
    """A mainland mobile number, landline (0755-12345678, extension) or service line (12355, 400-…)."""
    phone = re.sub(r"^(?:\+|00)?86-?(?=1[3-9]\d{9}$|0\d{9,})", "", _dialled(value))
    if MOBILE.fullmatch(phone):
        return phone
    if landline := LANDLINE.fullmatch(phone):
        return "-".join(part for part in landline.groups() if part)
    if SERVICE_LINE.fullmatch(phone):
        return phone
    raise ValidationError(
        "请填写11位手机号码，或带区号的固定电话（如0755-12345678），或服务热线号码", code="phone"
    )


def validate_plain_text(value: str) -> str:
    """One line of text. Rare characters (䶮, 𬱟) and < > & pass: the page escapes, the database stores.

    Refused: control characters, half surrogates, and marks that turn the reading direction of what follows.
    """
    return _plain(value, allowed=frozenset())


def validate_plain_paragraphs(value: str) -> str:
    """Like `validate_plain_text`, with line breaks and tabs."""
    return _plain(value, allowed=LINE_CONTROLS)


def _credit_check(code: str) -> str:
    total = sum(CREDIT_ALPHABET.index(c) * w for c, w in zip(code, CREDIT_WEIGHTS, strict=False))
    return CREDIT_ALPHABET[-total % 31]


def _identity_check(number: str) -> str:
    total = sum(int(digit) * w for digit, w in zip(number, IDENTITY_WEIGHTS, strict=False))
    return IDENTITY_CHECKS[total % 11]


def _validate_birth_date(number: str) -> None:
    try:
        born = birth_date_of(number)
    except ValueError:
        born = date.min
    if born.year < 1800:
        raise ValidationError("证件号码中的出生日期不存在，请核对第7至14位", code="identity_birth_date")
    if born > clock.today():
        raise ValidationError("证件号码中的出生日期晚于今天，请核对第7至14位", code="identity_future")


def _dialled(value: str) -> str:
    """Half-width digits, one kind of hyphen, no blanks, brackets or invisible characters."""
    plain = re.sub(r"[‐‑‒–—−－]", "-", unicodedata.normalize("NFKC", value))
    plain = re.sub(r"\((0\d{2,3})\)-?", r"\1-", plain)
    return "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Zs"))


def _plain(value: str, *, allowed: frozenset[str]) -> str:
    for character in value:
        unwanted = unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in BIDI_CONTROLS
        if unwanted and character not in allowed:
            raise ValidationError(
                f"文字中含有不可见的控制字符（U+{ord(character):04X}），请删除后重新输入",
                code="control_character",
            )
    return value
