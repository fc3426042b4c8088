"""Checks of facts about units and their people."""

from datetime import date

from django.core.exceptions import ValidationError

from core import clock

WORKING_AGES = range(16, 101)
"""Sixteen is the least age for work (劳动法第十五条); the most is ours, to catch mistyped years."""


def validate_working_age(born: date) -> None:
    """A member of a working collective is of an age to work; mistyped years shift the youth share."""
    today = clock.today()
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if born <= today and age not in WORKING_AGES:
        raise ValidationError(
            f"按出生日期计算为 {age} 周岁，成员应在 {WORKING_AGES[0]} 至 {WORKING_AGES[-1]} 周岁之间，请核对。"
        )
