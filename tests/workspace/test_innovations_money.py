"""Amounts as people type them, to the cent and never by guessing."""

from contextlib import suppress
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from workspace.forms.money import MoneyField
from workspace.money import LARGEST, money_text, parse_money


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1200", "1200.00"),
        ("1,200.50", "1200.50"),
        ("1，200.5", "1200.50"),
        ("１２００", "1200.00"),
        ("１，２００．５０", "1200.50"),
        ("¥1200", "1200.00"),
        ("￥ 1 200 元", "1200.00"),
        ("人民币1200元", "1200.00"),
        ("0", "0.00"),
        ("0.01", "0.01"),
        ("999999999999.99", "999999999999.99"),
    ],
)
def test_amounts_that_are_read(typed, amount):
    assert str(parse_money(typed)) == amount


@pytest.mark.parametrize("typed", ["", "  ", "元"])
def test_nothing_typed_is_no_amount(typed):
    assert parse_money(typed) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("12万", "money_unit"),
        ("1.2亿元", "money_unit"),
        ("三千", "money_unit"),
        ("-5", "money_negative"),
        ("－5", "money_negative"),
        ("1,20", "money_shape"),
        ("1,2000", "money_shape"),
        ("1.200,50", "money_shape"),
        ("1e5", "money_shape"),
        ("NaN", "money_shape"),
        ("约1200", "money_shape"),
        (".5", "money_shape"),
        ("٣٤", "money_shape"),
        ("1.005", "money_cents"),
        ("1000000000000", "money_large"),
    ],
)
def test_amounts_that_are_refused_with_what_to_write_instead(typed, code):
    with pytest.raises(ValidationError) as refused:
        parse_money(typed)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (None, ""),
        ("0", "0.00 元"),
        ("1200.5", "1,200.50 元"),
        ("9999.99", "9,999.99 元"),
        ("10000", "10,000.00 元（1 万元）"),
        ("120000", "120,000.00 元（12 万元）"),
        ("125500", "125,500.00 元（12.55 万元）"),
        ("120049.99", "120,049.99 元（约 12 万元）"),
        ("1234567.89", "1,234,567.89 元（约 123.46 万元）"),
    ],
)
def test_amounts_are_shown_in_yuan_and_from_ten_thousand_on_in_wan(amount, text):
    assert money_text(amount and Decimal(amount)) == text


@given(st.decimals(0, LARGEST, places=2))
def test_what_is_shown_is_read_back_as_the_same_amount(amount):
    assert parse_money(money_text(amount).split("（")[0]) == amount
    assert parse_money(MoneyField().prepare_value(amount)) == amount


@given(st.text(max_size=20))
def test_whatever_is_typed_is_read_or_explained(typed):
    with suppress(ValidationError):
        amount = parse_money(typed)
        assert amount is None or 0 <= amount <= LARGEST


def test_a_required_amount_may_be_nought_but_not_missing():
    assert MoneyField(required=True).clean("0") == 0
    with pytest.raises(ValidationError):
        MoneyField(required=True).clean("")
