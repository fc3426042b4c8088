"""Days as people write them into spreadsheets, and what is refused because it can be read in two ways."""

from contextlib import suppress
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as some

from core.spreadsheets import read_day

MAY, THIRD = date(1998, 5, 1), date(1998, 5, 3)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("1998年5月", MAY), ("1998年05月", MAY), ("1998 年 5 月", MAY), ("１９９８年５月", MAY), ("1998.5", MAY),
        ("1998.05", MAY), ("１９９８．５", MAY), ("1998。5", MAY), ("1998-5", MAY), ("1998/05", MAY), ("199805", MAY),
        (199805, MAY), (199805.0, MAY), (1998.5, MAY), (1998.05, MAY), ("'1998.05", MAY), ("1998—05", MAY),
        ("1998年5月3日", THIRD), ("1998年5月3号", THIRD), ("1998年5月3", THIRD), ("1998.5.3", THIRD),
        ("1998.05.03.", THIRD),
        ("1998-5-3", THIRD), ("1998/05/03", THIRD), ("1998-05-03 00:00:00", THIRD), ("1998-05-03T08:30", THIRD),
        ("19980503", THIRD), (19980503, THIRD), (19980503.0, THIRD), (THIRD, THIRD),
        (35918, THIRD), (35918.0, THIRD), ("35918", THIRD), ("35918.0", THIRD), (35918.25, THIRD),
        ("1998.1", date(1998, 1, 1)), ("1998.10", date(1998, 10, 1)), (1998.11, date(1998, 11, 1)),
        (1998.12, date(1998, 12, 1)), (1998.2, date(1998, 2, 1)), ("2000.2.29", date(2000, 2, 29)),
    ],
)  # fmt: skip
def test_read(value, day):
    assert read_day(value) == day


@pytest.mark.parametrize(
    ("value", "code", "sentence"),
    [
        (1998.1, "ambiguous_month", "分不清是 1 月还是 10 月"),
        ("98年5月", "century", "分不清是 1998 年还是 2098 年"),
        ("98.5", "century", "年份只有两位"),
        ("5/3/1998", "day_order", "请按年、月、日的顺序"),
        ("1998", "day", "只有年份"),
        (1998, "day", "只有年份"),
        ("1998年", "year_only", "只有年份"),
        ("1999.2.29", "no_such_day", "没有 1999年2月29日"),
        ("1998年13月", "no_such_day", "没有 1998年13月1日"),
        ("19980231", "no_such_day", "没有 1998年2月31日"),
        (1998.15, "no_such_day", "没有 1998年15月1日"),
        ("980503", "year", "年份应在 1900 到 2100 之间"),
        ("1698年5月", "year", "年份应在 1900 到 2100 之间"),
        (0, "day", "看不懂"),
        (-5, "day", "看不懂"),
        (float("nan"), "day", "看不懂"),
        (float("inf"), "day", "看不懂"),
        (1e300, "day", "看不懂"),
        (True, "day", "不是日期"),
        ("May-98", "day", "看不懂"),
        ("不详", "day", "看不懂"),
        ("", "day", "看不懂"),
    ],
)
def test_refused_with_the_reason_and_the_way_to_write_it(value, code, sentence):
    with pytest.raises(ValidationError, match=sentence) as refused:
        read_day(value)
    assert refused.value.code == code


DAY_FORMATS = [
    "{0:%Y}年{1}月{2}日",
    "{0:%Y}.{1}.{2}",
    "{0:%Y-%m-%d}",
    "{0:%Y/%m/%d}",
    "{0:%Y%m%d}",
    "{0:%Y}-{1}-{2}",
]
MONTH_FORMATS = ["{0:%Y}年{1}月", "{0:%Y}.{1:02}", "{0:%Y}.{1}", "{0:%Y-%m}", "{0:%Y%m}", "{0:%Y}/{1}"]
FULL_WIDTH = str.maketrans("0123456789./-", "０１２３４５６７８９．／－")
DAYS = some.dates(date(1900, 3, 1), date(2100, 12, 31))


@given(DAYS, some.sampled_from(DAY_FORMATS), some.booleans())
def test_every_day_survives_writing_and_reading(day, written, wide):
    text = written.format(day, day.month, day.day)
    assert read_day(text.translate(FULL_WIDTH) if wide else text) == day


@given(DAYS, some.sampled_from(MONTH_FORMATS), some.booleans())
def test_every_month_survives_writing_and_reading(day, written, wide):
    text = written.format(day, day.month)
    assert read_day(text.translate(FULL_WIDTH) if wide else text) == day.replace(day=1)


@given(some.dates(date(1927, 5, 18), date(2100, 12, 31)))
def test_every_day_survives_excels_count(day):
    assert read_day((day - date(1899, 12, 30)).days) == day


@given(some.text(max_size=12) | some.floats() | some.integers())
def test_whatever_is_typed_is_a_day_or_a_sentence(value):
    with suppress(ValidationError):
        assert date(1900, 1, 1) <= read_day(value) <= date(2100, 12, 31)
