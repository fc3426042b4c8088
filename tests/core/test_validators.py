"""Validators against published vectors and against properties that the standards promise."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import assume, given
from hypothesis import strategies as st

from core.validators import (
    CREDIT_ALPHABET,
    birth_date_of,
    normalise_code,
    sex_of,
    validate_credit_code,
    validate_identity_number,
    validate_not_future,
    validate_phone,
    validate_plain_paragraphs,
    validate_plain_text,
)

CREDIT_CODES = ["91110000802100433B", "91440300708461136T", "9144030071526726XG", "91330100799655058B"]
IDENTITY_NUMBERS = ["11010519491231002X", "440524188001010014"]


def refusal(validate, value):
    with pytest.raises(ValidationError) as refused:
        validate(value)
    return refused.value.code


@pytest.mark.parametrize("code", CREDIT_CODES)
def test_real_credit_codes_pass(code):
    assert validate_credit_code(code) == code


def test_pasted_codes_are_normalised():
    assert validate_credit_code("\u200b９１１１００００-8021 00433b\n") == "91110000802100433B"
    assert normalise_code("１１ａ－ｘ") == "11AX"


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("91350100M000100Y4Z", "credit_code_shape"),  # the widely copied example, invalid on purpose
        ("91350100M000100Y4B", "credit_code_check"),
        ("9135010OM000100Y43", "credit_code_shape"),
        ("91110000802100433", "credit_code_length"),
        ("", "credit_code_length"),
        ("٩١110000802100433B", "credit_code_shape"),
    ],
)
def test_bad_credit_codes_say_why(code, why):
    assert refusal(validate_credit_code, code) == why


def test_the_right_end_of_the_copied_example_passes():
    assert validate_credit_code("91350100M000100Y43")


@given(st.sampled_from(CREDIT_CODES), st.integers(0, 17), st.sampled_from(CREDIT_ALPHABET))
def test_one_wrong_character_never_passes_as_credit_code(code, position, character):
    assume(code[position] != character)
    with pytest.raises(ValidationError):
        validate_credit_code(code[:position] + character + code[position + 1 :])


def with_check_digit(seventeen: str) -> str:
    """The one ending that is accepted, found without knowing how it is computed."""
    return next(seventeen + c for c in "0123456789X" if accepted(seventeen + c))


def accepted(number: str) -> bool:
    try:
        return bool(validate_identity_number(number))
    except ValidationError as refused:
        return refused.code != "identity_check"


@pytest.mark.parametrize("number", IDENTITY_NUMBERS)
def test_the_standards_own_identity_numbers_pass(number):
    assert validate_identity_number(number) == number


def test_pasted_identity_numbers_are_normalised():
    assert validate_identity_number(" １1010519491231002x ") == "11010519491231002X"


@pytest.mark.parametrize("prefix", ["810000", "820000", "830000", "911840", "330103"])
def test_residence_permits_and_former_counties_pass(prefix):
    number = with_check_digit(prefix + "19900307" + "123")
    assert validate_identity_number(number) == number


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("110105194912310021", "identity_check"),
        ("11010519491231002", "identity_length"),
        ("1101051949123100XX", "identity_shape"),
        ("01010519491231002X", "identity_shape"),
        ("84000019491231002X", "identity_shape"),
        (with_check_digit("110105" + "19900231" + "002"), "identity_birth_date"),
        (with_check_digit("110105" + "19001301" + "002"), "identity_birth_date"),
        (with_check_digit("110105" + "00000101" + "002"), "identity_birth_date"),
        (with_check_digit("110105" + "20990101" + "002"), "identity_future"),
        ("", "identity_length"),
    ],
)
def test_bad_identity_numbers_say_why(number, why):
    assert refusal(validate_identity_number, number) == why


@given(st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_digit_never_passes_as_identity_number(position, digit):
    number = "11010519491231002X"
    assume(number[position] != digit)
    with pytest.raises(ValidationError):
        validate_identity_number(number[:position] + digit + number[position + 1 :])


@given(st.dates(date(1880, 1, 1), date(2020, 12, 31)), st.integers(0, 999))
def test_birth_date_and_sex_are_read_from_the_number(born, sequence):
    number = with_check_digit(f"110105{born:%Y%m%d}{sequence:03}")
    assert validate_identity_number(number) == number
    assert birth_date_of(number) == born
    assert sex_of(number) == ("男" if sequence % 2 else "女")


@time_machine.travel(datetime(2026, 5, 12, 17, 0, tzinfo=UTC), tick=False)  # 01:00 of the 13th in Shanghai
def test_not_future_goes_by_the_portals_day():
    assert validate_not_future(date(2026, 5, 13)) == date(2026, 5, 13)
    assert refusal(validate_not_future, date(2026, 5, 14)) == "future"
    assert validate_not_future(datetime(2026, 5, 12, 17, 0, tzinfo=UTC))
    assert refusal(validate_not_future, datetime(2026, 5, 12, 17, 1, tzinfo=UTC)) == "future"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("138 1234 5678", "13812345678"),
        ("+86 13812345678", "13812345678"),
        ("86-13812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("075512345678", "0755-12345678"),
        ("0755-12345678", "0755-12345678"),
        ("（０１０）６５２１２３４５", "010-65212345"),
        ("023-6521234", "023-6521234"),
        ("010—65212345转801", "010-65212345-801"),
        ("+86 0755 12345678", "0755-12345678"),
        ("12355", "12355"),
        ("400-810-1234", "400-810-1234"),
        ("95598", "95598"),
    ],
)
def test_phones(typed, stored):
    assert validate_phone(typed) == stored


@pytest.mark.parametrize(
    "typed", ["", "1381234567", "138123456789", "12812345678", "65212345", "号码", "0755-123"]
)
def test_bad_phones(typed):
    assert refusal(validate_phone, typed) == "phone"


@given(st.text(alphabet="0123456789-+() 转", max_size=20))
def test_a_normalised_phone_is_its_own_normal_form(typed):
    try:
        stored = validate_phone(typed)
    except ValidationError:
        return
    assert validate_phone(stored) == stored


@pytest.mark.parametrize(
    "text", ["䶮", "𬱟家坪服务窗口", '<script>alert("x")</script> & co', "O'Neil · 买买提", ""]
)
def test_plain_text_lets_rare_characters_and_markup_through(text):
    assert validate_plain_text(text) == text


@pytest.mark.parametrize(
    "bad", ["\x00", "\x1b", "\x7f", "\x85", chr(0xD800), chr(0xDFFF), "\u202e", "\u2028"]
)
def test_plain_text_refuses_what_nobody_can_see(bad):
    for validate in (validate_plain_text, validate_plain_paragraphs):
        assert refusal(validate, f"服务{bad}窗口") == "control_character"


def test_line_breaks_only_where_paragraphs_are_expected():
    assert refusal(validate_plain_text, "一行\n二行") == "control_character"
    assert validate_plain_paragraphs("一行\r\n\t二行") == "一行\r\n\t二行"
