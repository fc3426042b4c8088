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
HOW = "请写成“1998年5月”或“1998-05-03”"


def read_day(value) -> date:
    """The day that a cell's value means; the first of the month when only that is given.

    Understands real dates, Excel's day numbers (35916), 1998年5月3日, 1998.5, 1998/05/03, 199805, 19980503, in
    full width too. Raises ValidationError with the reason.
    """
    if isinstance(value, date):
        return _day(value.year, value.month, value.day)
    if isinstance(value, bool):
        raise ValidationError(f"不是日期，{HOW}", code="day")
    if isinstance(value, int | float):
        return _from_number(value)
    return _from_text(_tidy(value))


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


def _from_text(text: str) -> date:
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
    return _day(_year(year), int(month), int(day or 1))


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


def _year(digits: str) -> int:
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


def _tidy(text: str) -> str:
    """Half width, one kind of point and hyphen, no blanks, no apostrophe, no time of day."""
    plain = unicodedata.normalize("NFKC", text).strip().strip("'‘’`").replace("。", ".")
    plain = CLOCK.sub("", re.sub(r"[‐‑‒–—−~]", "-", plain))
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) != "Cf").rstrip(".")
