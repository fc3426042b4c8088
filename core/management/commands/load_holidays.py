"""`manage.py load_holidays`: fill the Holiday table from the calendar package, for the years it covers."""

from datetime import date

from chinese_calendar import Holiday as Name
from chinese_calendar import constants
from django.core.management.base import BaseCommand

from core.models import Holiday

SOURCE = "国务院办公厅节假日安排通知"
CHINESE_NAMES = {name.value: name.chinese for name in Name}


class Command(BaseCommand):
    help = "导入已公布的节假日安排；已有的日期（包括人工修改的）保持不变，可重复执行"

    def handle(self, **options):
        before = Holiday.objects.count()
        days = _days(constants.holidays, is_workday=False) + _days(constants.workdays, is_workday=True)
        Holiday.objects.bulk_create(days, ignore_conflicts=True, batch_size=500)
        added, last = Holiday.objects.count() - before, max(constants.holidays).year
        self.stdout.write(f"新增 {added} 天，共 {before + added} 天；安排公布至 {last} 年")


def _days(names: dict[date, str], *, is_workday: bool) -> list[Holiday]:
    return [
        Holiday(
            date=day,
            name=CHINESE_NAMES[name],
            is_workday=is_workday,
            published_year=_arrangement_year(day, name),
            source=SOURCE,
        )
        for day, name in names.items()
    ]


def _arrangement_year(day: date, name: str) -> int:
    """The last days of December belong to the next year's arrangement when they are New Year's."""
    return day.year + (day.month == 12 and name == Name.new_years_day.value)
