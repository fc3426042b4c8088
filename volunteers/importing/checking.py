"""Checking one row of an import: values to be stored, or what is wrong in which column and why.

165,000 rows pass through here, so clean cells take a short way; whatever is not plainly clean goes the long way
through `core.validators` and `core.spreadsheets`, which also find the words for a refusal. Nothing is guessed: a
card number that a spreadsheet has rounded is refused, for its last digits are gone.
"""

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from operator import mul

from django.core.exceptions import ValidationError

from core import clock
from core.crypto import encrypter, indexer
from core.grams import grams_of
from core.spreadsheets import read_day
from core.spreadsheets.cells import EXACT, Cell
from core.spreadsheets.streaming import is_hidden
from core.validators import (
    BIDI_CONTROLS,
    IDENTITY_CHECKS,
    IDENTITY_SHAPE,
    IDENTITY_WEIGHTS,
    MOBILE,
    birth_date_of,
    normalise_code,
    sex_of,
    validate_phone,
    validate_plain_text,
)
from volunteers.enums import IdentityKind
from volunteers.importing import columns
from volunteers.importing.codes import Codes
from volunteers.validators import SEXES, validate_identity

NAME_LENGTH = 50
HAN_NAME = re.compile("[\u4e00-\u9fff·]{2,20}")
NOT_SHOWN = "这一行在表格中被隐藏，请取消隐藏后再导入，或删除这一行"
ROUNDED = "号码被表格软件存成了数字，末几位已经丢失，请把该列设为文本格式后重新填写，不能恢复"
BROKEN = "单元格是公式或错误值，没有计算结果，请粘贴为数值后再导入"
EARLIEST = date(1900, 1, 1)
KINDS = {label: kind for kind, label in IdentityKind.choices} | {
    "身份证": IdentityKind.RESIDENT, "居民身份证件": IdentityKind.RESIDENT, "居住证": IdentityKind.RESIDENT,
    "港澳居民来往内地通行证": IdentityKind.PERMIT, "台湾居民来往大陆通行证": IdentityKind.PERMIT,
}  # fmt: skip
SEX_WORDS = SEXES | {"男性": "male", "女性": "female", "M": "male", "F": "female"}
SEPARATORS = re.compile(r"[、,，;；/\s]+")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell, or with a row as a whole where `column` is empty."""

    row: int
    column: str
    value: str
    reason: str


class RowChecker:
    """Checks rows of one table. `staged(number, values)` gives a tuple in the order of `STAGED`, or faults."""

    STAGED = (
        "row", "name", "grams", "identity_kind", "identity_number", "identity_index", "birth_date", "sex", "phone",
        "phone_index", "region_id", "organisation_id", "skills", "registered_on",
    )  # fmt: skip

    def __init__(self, places: dict[str, int], codes: Codes, *, organisation_id: int | None, in_words):
        self.places, self.codes, self.organisation_id = places, codes, organisation_id
        self.in_words, self.today = in_words, clock.today()
        self.hide_identity = encrypter("volunteers.volunteer.identity_number")
        self.hide_phone, self.index = encrypter("volunteers.volunteer.phone"), indexer()
        self.order = [places.get(key, -1) for key in columns.KEYS]

    def staged(self, number: int, values: list) -> tuple | list[Fault]:
        if is_hidden(values):
            return [Fault(number, "", self._shown(values, columns.NAME), NOT_SHOWN)]
        width = len(values)
        cells = [values[at] if 0 <= at < width else None for at in self.order]
        wrong: dict[str, str] = {}
        name, identity, kind, birth, sex, phone, region, organisation, skills, registered = cells
        name = self._name(name, wrong)
        kind = self._kind(kind, wrong)
        identity, birth, sex = self._identity(identity, kind, birth, sex, wrong)
        phone = self._phone(phone, wrong)
        region = self._region(region, wrong)
        organisation = self._organisation(organisation, wrong)
        skills = self._skills(skills, wrong)
        registered = self._registered(registered, wrong)
        if wrong:
            return [
                Fault(number, columns.LABELS[key], self._shown(values, key), said)
                for key, said in wrong.items()
            ]
        return (
            number, name, self.in_words(grams_of(name)), kind, self.hide_identity(identity), self.index(identity),
            birth, sex, self.hide_phone(phone) if phone else "", self.index(phone) if phone else None, region,
            organisation, skills, registered,
        )  # fmt: skip

    def _shown(self, values: list, key: str) -> str:
        at = self.places.get(key, -1)
        value = values[at] if 0 <= at < len(values) else None
        return "" if value is None or isinstance(value, dict) else Cell(value).text[:100]

    def _name(self, value, wrong) -> str:
        if isinstance(value, str) and HAN_NAME.fullmatch(value):
            return value
        name = " ".join(_text(value, wrong, columns.NAME).split())
        if columns.NAME not in wrong:
            if not name:
                wrong[columns.NAME] = "姓名没有填写"
            elif len(name) > NAME_LENGTH:
                wrong[columns.NAME] = f"姓名共 {len(name)} 字，最多 {NAME_LENGTH} 字"
            elif not any(character.isalpha() for character in name):
                wrong[columns.NAME] = "姓名中没有文字，请核对"
        return name

    def _kind(self, value, wrong) -> str:
        if value in (None, ""):
            return IdentityKind.RESIDENT.value
        text = _text(value, wrong, columns.KIND)
        if text and text not in KINDS:
            wrong[columns.KIND] = f"证件类型应为{'、'.join(IdentityKind.labels)}"
            return IdentityKind.RESIDENT.value
        return KINDS[text].value if text else IdentityKind.RESIDENT.value

    def _identity(self, value, kind, birth, sex, wrong) -> tuple[str, date | None, str]:
        """The number, and birth date and sex as the card or the columns say; both have to agree."""
        own_birth = (
            born_by(value, self.today) if isinstance(value, str) and kind == IdentityKind.RESIDENT else None
        )
        number = value if own_birth else self._number(value, kind, wrong)
        said_birth, said_sex = self._day(birth, columns.BIRTH, wrong), self._sex(sex, wrong)
        if kind != IdentityKind.RESIDENT or columns.IDENTITY in wrong:
            return number, said_birth, said_sex
        own_birth, own_sex = own_birth or birth_date_of(number), SEXES[sex_of(number)]
        if said_birth and said_birth != own_birth:
            wrong[columns.BIRTH] = "出生日期与证件号码不一致，请核对"
        if said_sex and said_sex != own_sex:
            wrong[columns.SEX] = "性别与证件号码不一致，请核对"
        return number, own_birth, own_sex

    def _number(self, value, kind, wrong) -> str:
        if value in (None, ""):
            wrong[columns.IDENTITY] = "证件号码没有填写"
            return ""
        if Cell(value).is_rounded:
            wrong[columns.IDENTITY] = ROUNDED
            return ""
        text = _text(value, wrong, columns.IDENTITY)
        try:
            return (
                ""
                if columns.IDENTITY in wrong
                else validate_identity(text, kind=kind, birth_date=None, sex="")
            )
        except ValidationError as error:
            wrong[columns.IDENTITY] = error.messages[0]
            return ""

    def _registered(self, value, wrong) -> date:
        return self._day(value, columns.REGISTERED, wrong) or self.today

    def _day(self, value, key: str, wrong) -> date | None:
        if value in (None, ""):
            return None
        if isinstance(value, str) and not value.strip():
            return None
        try:
            if isinstance(value, str) and Cell(value).is_broken:
                raise ValidationError(BROKEN)
            day = value if isinstance(value, date) else read_day(value)
        except ValidationError as error:
            wrong[key] = error.messages[0]
            return None
        if not EARLIEST <= day <= self.today:
            wrong[key] = "日期晚于今天或早于1900年，请核对"
            return None
        return day

    def _sex(self, value, wrong) -> str:
        if value in (None, ""):
            return ""
        known = SEX_WORDS.get(value) if isinstance(value, str) else None
        if known:
            return known
        text = _text(value, wrong, columns.SEX)
        if text and text not in SEX_WORDS:
            wrong.setdefault(columns.SEX, "性别应为男或女")
        return SEX_WORDS.get(text, "")

    def _phone(self, value, wrong) -> str:
        if isinstance(value, str) and MOBILE.fullmatch(value):
            return value
        if value in (None, ""):
            return ""
        text = _text(value, wrong, columns.PHONE)
        if MOBILE.fullmatch(mobile := normalise_code(text)):
            return mobile
        try:
            return validate_phone(text) if text and columns.PHONE not in wrong else ""
        except ValidationError as error:
            wrong[columns.PHONE] = error.messages[0]
            return ""

    def _region(self, value, wrong) -> int | None:
        if value in (None, ""):
            return None
        found = self.codes.regions.get(value) if isinstance(value, str) else None
        if found:
            return found
        text = _text(value, wrong, columns.REGION)
        if text and text not in self.codes.regions:
            wrong.setdefault(columns.REGION, "没有这个区划代码，请填写六位或九位行政区划代码")
        return self.codes.regions.get(text)

    def _organisation(self, value, wrong) -> int | None:
        if value in (None, ""):
            return self._default_organisation(wrong)
        found = self.codes.organisations.get(value) if isinstance(value, str) else None
        if found:
            return found
        text = _text(value, wrong, columns.ORGANISATION)
        if not text:
            return self._default_organisation(wrong)
        if text in self.codes.foreign:
            wrong.setdefault(columns.ORGANISATION, "该组织不归您所在的团组织主管，或已暂停、注销")
        elif text not in self.codes.organisations:
            wrong.setdefault(columns.ORGANISATION, "没有登记这个组织，请先登记组织，或核对名称、代码")
        return self.codes.organisations.get(text)

    def _default_organisation(self, wrong) -> int | None:
        if self.organisation_id is None:
            wrong.setdefault(columns.ORGANISATION, "所属组织没有填写，上传时也没有选择默认组织")
        return self.organisation_id

    def _skills(self, value, wrong) -> str:
        if value in (None, ""):
            return ""
        words = [word for word in SEPARATORS.split(_text(value, wrong, columns.SKILLS)) if word]
        if unknown := [word for word in words if word not in self.codes.skills]:
            wrong.setdefault(columns.SKILLS, f"没有这项服务技能：{'、'.join(unknown)}")
            return ""
        return ",".join(str(self.codes.skills[word]) for word in dict.fromkeys(words))


def born_by(number: str, today: date) -> date | None:
    """The birthday on a resident card whose number is in its normal form and right in every digit, else None."""
    if not IDENTITY_SHAPE.fullmatch(number):
        return None
    if IDENTITY_CHECKS[sum(map(mul, map(int, number[:17]), IDENTITY_WEIGHTS)) % 11] != number[17]:
        return None
    try:
        day = birth_date_of(number)
    except ValueError:
        return None
    return day if EARLIEST <= day <= today else None


def _text(value, wrong: dict, key: str) -> str:
    """A cell as one line of half-width text; an error, a formula or a control character goes into `wrong`."""
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, float) and (math.isnan(value) or math.isinf(value)):
        wrong[key] = BROKEN
        return ""
    cell = Cell(value)
    if cell.is_broken:
        wrong[key] = BROKEN
        return ""
    if cell.is_number and abs(value) >= EXACT:
        wrong[key] = ROUNDED
        return ""
    try:
        validate_plain_text(value.strip() if isinstance(value, str) else cell.text)
    except ValidationError as error:
        wrong[key] = error.messages[0]
        return ""
    text = unicodedata.normalize("NFKC", cell.text)
    return "".join(c for c in text if c not in BIDI_CONTROLS and unicodedata.category(c) != "Cf").strip()
