"""Numbers of proofs: ZM440000-2026-00001-C, in one sequence for each region and year (decision 0008)."""

from django.db import models, transaction

from volunteers.proof_number import format_number, prefix_of


class ProofSeries(models.Model):
    """The last number given by one region and year: taken in the transaction that uses it, so without gaps."""

    prefix = models.CharField("编号前缀", max_length=20, unique=True)
    last = models.PositiveIntegerField("最近编号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "证明编号序列"

    def __str__(self):
        return f"{self.prefix}-{self.last}"

    @classmethod
    @transaction.atomic
    def take(cls, prefix: str) -> int:
        """The next number; the row stays locked until the caller's transaction ends: a rollback gives it back."""
        cls.objects.get_or_create(prefix=prefix)
        series = cls.objects.select_for_update().get(prefix=prefix)
        series.last += 1
        series.save(update_fields=["last"])
        return series.last


def next_number(region_code: str, year: int) -> str:
    """Region is that of the issuing organisation; inside the transaction that issues the proof."""
    prefix = prefix_of(region_code, year)
    return format_number(prefix, ProofSeries.take(prefix))
