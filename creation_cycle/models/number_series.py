"""Running numbers without gaps: a number is taken in the transaction that uses it."""

from django.db import models, transaction


class NumberSeries(models.Model):
    """The last number given in one series, e.g. the filings of one committee and year."""

    prefix = models.CharField("编号前缀", max_length=40, unique=True)
    last = models.PositiveIntegerField("最近编号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号序列"

    def __str__(self):
        return f"{self.prefix}-{self.last}"

    @classmethod
    @transaction.atomic
    def take(cls, prefix: str) -> int:
        """The next number; the row stays locked until the caller's transaction ends, so a rollback gives it back."""
        cls.objects.get_or_create(prefix=prefix)
        series = cls.objects.select_for_update().get(prefix=prefix)
        series.last += 1
        series.save(update_fields=["last"])
        return series.last
