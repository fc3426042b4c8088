"""Amounts of money as people type and read them: yuan with two decimals, never a binary fraction."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError

LARGEST = Decimal("999999999999.99")
WAN = Decimal(10_000)
CENT = Decimal("0.01")
AMOUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?", re.ASCII)
UNITS = re.compile(r"[万亿千百十兆]")
EXAMPLE = "请填写以元为单位的数字，例如 1200.50"


def parse_money(text: str) -> Decimal | None:
    """What was typed, in yuan; None for nothing. `1,200.50`, `１２００` and `¥1200元` are read, the rest explained."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    plain = plain.removeprefix("人民币").removeprefix("¥").removesuffix("元")
    if not plain:
        return None
    if UNITS.search(plain):
        raise ValidationError("请不要使用“万”等单位，12 万元请写成 120000", code="money_unit")
    if plain.startswith("-"):
        raise ValidationError("金额不能小于 0", code="money_negative")
    found = AMOUNT.fullmatch(plain)
    if not found:
        raise ValidationError(f"没有看懂“{text.strip()[:20]}”，{EXAMPLE}", code="money_shape")
    if len(found[2] or "") > 2:
        raise ValidationError(f"金额最多写到分（两位小数），{EXAMPLE}", code="money_cents")
    amount = Decimal(plain.replace(",", ""))
    if amount > LARGEST:
        raise ValidationError("金额过大，请核对是否多写了位数", code="money_large")
    return amount.quantize(CENT)


def money_text(amount: Decimal | None) -> str:
    """1,200.50 元; from ten thousand on also in 万元: 120,000.00 元（12 万元）."""
    if amount is None:
        return ""
    text = f"{amount:,.2f} 元"
    return text if amount < WAN else f"{text}（{_in_wan(amount)} 万元）"


def _in_wan(amount: Decimal) -> str:
    exact = amount / WAN
    rounded = exact.quantize(CENT, rounding=ROUND_HALF_UP)
    shown = f"{rounded.normalize():f}"
    return shown if rounded == exact else f"约 {shown}"
