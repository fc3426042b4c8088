"""Identity numbers of volunteers, and whether what is written beside them agrees."""

import re
from datetime import date

from django.core.exceptions import ValidationError

from core.validators import birth_date_of, normalise_code, sex_of, validate_identity_number
from volunteers.enums import IdentityKind

PASSPORT = re.compile(r"[A-Z]{1,2}\d{6,8}|[A-Z0-9]{6,9}", re.ASCII)
PERMIT = re.compile(r"[HM]\d{8,10}|\d{8,10}", re.ASCII)
SEXES = {"男": "male", "女": "female"}


def validate_identity(number: str, *, kind: str, birth_date: date | None, sex: str) -> str:
    """The normalised number; raises ValidationError by field (`identity_number`, `birth_date`, `sex`)."""
    if kind != IdentityKind.RESIDENT:
        return _validate_travel_document(number, kind)
    try:
        code = validate_identity_number(number)
    except ValidationError as error:
        raise ValidationError({"identity_number": error}) from None
    wrong = {}
    if birth_date and birth_date != birth_date_of(code):
        wrong["birth_date"] = "出生日期与证件号码不一致，请核对"
    if sex and sex != SEXES[sex_of(code)]:
        wrong["sex"] = "性别与证件号码不一致，请核对"
    if wrong:
        raise ValidationError(wrong)
    return code


def _validate_travel_document(number: str, kind: str) -> str:
    code = normalise_code(number)
    shape, word = (PASSPORT, "护照号码") if kind == IdentityKind.PASSPORT else (PERMIT, "通行证号码")
    if not shape.fullmatch(code):
        raise ValidationError({"identity_number": f"{word}的格式不正确，请对照证件核对"})
    return code
