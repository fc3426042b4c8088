"""Counting in months, as rules and reminders do."""

from calendar import monthrange
from datetime import date


def months_before(day: date, months: int) -> date:
    """The same day `months` earlier; a day that the month lacks becomes its last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_later(day: date, months: int) -> date:
    """The same day `months` later; a day that the month lacks becomes its last."""
    return months_before(day, -months)
