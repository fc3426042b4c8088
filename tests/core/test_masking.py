"""What of a person may be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.masking import mask_identity_number, mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张小三", "张*三"),
        ("李四", "李*"),
        ("欧阳小修", "欧**修"),
        ("李", "*"),
        ("", ""),
        ("𬱟䶮三", "𬱟*三"),
    ],
)
def test_names(name, shown):
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812341234", "138****1234"),
        ("0755-12345678", "075******5678"),
        ("12345678", "****5678"),
        ("12355", "*****"),
        ("", ""),
    ],
)
def test_phones(phone, shown):
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("11010519491231002X", "1101**********002X"),
        ("110105491231002", "1101*******1002"),
        ("1101", "****"),
        ("", ""),
    ],
)
def test_identity_numbers(number, shown):
    assert mask_identity_number(number) == shown


@given(st.text(min_size=1, max_size=40), st.sampled_from([mask_name, mask_phone, mask_identity_number]))
def test_length_stays_and_something_is_always_hidden(text, mask):
    shown = mask(text)
    assert len(shown) == len(text)
    assert "*" in shown
    assert all(s in (c, "*") for s, c in zip(shown, text, strict=True))
