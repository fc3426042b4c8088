"""How the honor roll writes days that its sources know less exactly."""

from datetime import date

from django import template

from core.text import chinese_date

register = template.Library()


@register.filter
def known_day(day: date, is_year_only: bool) -> str:
    """2026年5月12日, or 2023年 where the source names only the year."""
    return f"{day.year}年" if is_year_only else chinese_date(day)
