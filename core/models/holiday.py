"""The State Council's holiday arrangement, one row per day that differs from the ordinary week."""

from django.db import models


class Holiday(models.Model):
    """A day off, or (`is_workday`) a weekend day worked instead (调休).

    A year counts as arranged as soon as one row carries it in `published_year`; until then
    `core.workdays` counts Monday to Friday and marks what it says as provisional.
    """

    date = models.DateField("日期", unique=True)
    name = models.CharField("名称", max_length=40)
    is_workday = models.BooleanField("调休上班", default=False, help_text="周末因调休而上班的日子请勾选")
    published_year = models.PositiveSmallIntegerField(
        "所属安排年度", db_index=True, help_text="国务院办公厅通知所安排的年度，例如2026"
    )
    source = models.CharField("来源", max_length=120, blank=True, help_text="通知文号或网址")

    class Meta:
        verbose_name = "节假日安排"
        verbose_name_plural = "节假日安排"
        ordering = ["date"]

    def __str__(self):
        return f"{self.date:%Y-%m-%d} {self.name}{'（上班）' if self.is_workday else ''}"
