"""Small pieces of Chinese text that several houses say in the same way."""

from datetime import date


def chinese_date(day: date) -> str:
    """2026年5月12日, the form of notices (GB/T 9704 style)."""
    return f"{day.year}年{day.month}月{day.day}日"
