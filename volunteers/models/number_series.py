"""志愿者编号: twelve digits, the year and a running number; handed out in blocks, never twice."""

from django.db import models, transaction

DIGITS = 8


class VolunteerSeries(models.Model):
    """One row for each year; taking a block locks it, so two imports wait for each other here."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    last = models.PositiveIntegerField("已用序号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "志愿者编号"

    def __str__(self):
        return f"{self.year}"


def first_of_block(year: int, count: int) -> int:
    """Reserve `count` numbers of a year and return the first; inside the caller's transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("numbers are taken inside the transaction that uses them")
    VolunteerSeries.objects.get_or_create(year=year)
    series = VolunteerSeries.objects.select_for_update().get(year=year)
    first, series.last = series.last + 1, series.last + count
    series.save(update_fields=["last"])
    return first


def number_of(year: int, serial: int) -> str:
    return f"{year}{serial:0{DIGITS}d}"
