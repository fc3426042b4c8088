"""A day as people write it into spreadsheets. What can be read in two ways is refused, never guessed."""

import math
import re
import unicodedata
from datetime import date, timedelta

from django.core.exceptions import ValidationError

SERIAL_ZERO = date(1899, 12, 30)
"""Day 0 of Excel's count, for every day after its imagined 29 February 1900."""
YEARS = range(1900, 2101)
CLOCK = re.compile(r"[\sT]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
CHINESE = re.compile(r"(\d{1,4})年(?:(\d{1,2})月?(?:(\d{1,2})[日号]?)?)?")
SEPARATED = re.compile(r"(\d{1,4})([.\-/])(\d{1,2})(?:\2(\d{1,4}))?\2?")
AROUND = re.compile(r"^(?:出生于|生于|出生日期[::]?|出生[::]?)|(?:出生|生)$")
DIGITS = "〇一二三四五六七八九"
NUMERALS = re.compile(r"[〇○零一二三四五六七八九十]+")
HOW = "请写成“1998年5月”或“1998-05-03”"


def has_short_year(value) -> bool:
    """98.5, 98年5月: `read_day` needs a century for it."""
    try:
        read_day(value)
    except ValidationError as error:
        return error.code == "century"
    return False


def read_day(value, *, century: int | None = None) -> date:
    """The day that a cell's value means; the first of the month when only that is given.

    Understands real dates, Excel's day numbers (35916), 1998年5月3日, 1998.5, 1998/05/03, 199805, 19980503, in
    full width too, 1998、5、3, 一九九八年五月 and 生于1998年5月. A year of two digits counts from `century` (1900)
    where that is given. Raises ValidationError with the reason.
    """
    if isinstance(value, date):
        return _day(value.year, value.month, value.day)
    if isinstance(value, bool):
        raise ValidationError(f"不是日期，{HOW}", code="day")
    if isinstance(value, int | float):
        return _from_number(value)
    return _from_text(_tidy(value), century)


def _from_number(number: float) -> date:
    if not math.isfinite(number):
        raise ValidationError(f"看不懂这个日期，{HOW}", code="day")
    whole, rest = int(number), f"{number:.4f}".partition(".")[2].rstrip("0")
    if whole not in YEARS or not rest:
        return _from_digits(str(whole))
    if rest == "1":
        raise ValidationError(
            f"单元格是数字 {number:g}，分不清是 1 月还是 10 月（Excel 会去掉末尾的 0），{HOW}",
            code="ambiguous_month",
        )
    return _day(whole, int(rest), 1)


def _from_text(text: str, century: int | None) -> date:
    if found := CHINESE.fullmatch(text):
        year, month, day = found.groups()
    elif found := SEPARATED.fullmatch(text):
        year, _, month, day = found.groups()
        if day and len(day) > 2:
            raise ValidationError(f"请按年、月、日的顺序书写，{HOW}", code="day_order")
    else:
        return _from_digits(re.sub(r"^(\d{5})\.\d+$", r"\1", text))
    if month is None:
        raise ValidationError(f"只有年份，{HOW}", code="year_only")
    return _day(_year(year, century), int(month), int(day or 1))


def _from_digits(text: str) -> date:
    if not (text.isascii() and text.isdigit()):
        raise ValidationError(f"看不懂这个日期，{HOW}", code="day")
    if len(text) == 8:
        return _day(int(text[:4]), int(text[4:6]), int(text[6:]))
    if len(text) == 6:
        return _day(int(text[:4]), int(text[4:]), 1)
    if len(text) == 5:
        day = SERIAL_ZERO + timedelta(days=int(text))
        return _day(day.year, day.month, day.day)
    raise ValidationError(f"{'只有年份' if len(text) == 4 else '看不懂这个日期'}，{HOW}", code="day")


def _year(digits: str, century: int | None) -> int:
    if len(digits) == 2 and century:
        return century + int(digits)
    if len(digits) == 2:
        raise ValidationError(
            f"年份只有两位（{digits}），分不清是 19{digits} 年还是 20{digits} 年，{HOW}", code="century"
        )
    return int(digits)


def _day(year: int, month: int, day: int) -> date:
    if year not in YEARS:
        raise ValidationError(f"年份应在 {YEARS[0]} 到 {YEARS[-1]} 之间，{HOW}", code="year")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValidationError(f"没有 {year}年{month}月{day}日 这一天，请核对", code="no_such_day") from None


def _in_digits(numeral: re.Match) -> str:
    """一九九八 digit by digit, 二十三 by tens."""
    text = re.sub("[○零]", "〇", numeral[0])
    tens, ten, ones = text.partition("十")
    if not ten:
        return "".join(str(DIGITS.index(c)) for c in text)
    return f"{DIGITS.index(tens or '一')}{DIGITS.index(ones or '〇')}" if len(tens + ones) <= 2 else text


def _tidy(text: str) -> str:
    """Half width, one kind of point and hyphen, no blanks, no apostrophe, no time of day."""
    plain = unicodedata.normalize("NFKC", text).strip().strip("'‘’`").replace("。", ".")
    plain = CLOCK.sub("", re.sub(r"[‐‑‒–—−~]", "-", plain))
    plain = re.sub(r"(?<=\d)(?:\s+|\s*[、,]\s*)(?=\d)", "-", AROUND.sub("", plain))
    if "年" in plain:
        plain = NUMERALS.sub(_in_digits, plain)
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) != "Cf").rstrip(".")
