"""Dates as people in China write them, and as date pickers send them."""

from datetime import date

import pytest
from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.formats import date_format


@pytest.mark.parametrize("typed", ["2026-05-12", "2026/5/12", "2026.5.12", "2026年5月12日", "20260512"])
def test_dates_are_read_as_typed_or_picked(typed):
    assert forms.DateField().clean(typed) == date(2026, 5, 12)


def test_a_picker_gets_its_own_value_back():
    html = forms.DateInput(attrs={"type": "date"}).render("day", date(2026, 5, 12))
    assert 'value="2026-05-12"' in html


def test_a_picker_of_moments_is_read():
    assert forms.DateTimeField().clean("2026-05-12T10:32").isoformat() == "2026-05-12T10:32:00+08:00"


def test_dates_and_numbers_are_written_in_chinese():
    assert date_format(date(2026, 5, 12)) == "2026年5月12日"
    assert date_format(date(2026, 5, 12), "YEAR_MONTH_FORMAT") == "2026年5月"
    assert intcomma(1234567) == "1,234,567"
