"""Running numbers without gaps: a number is taken in the transaction that uses it."""

from django.db import connection, models

TAKE = """
INSERT INTO creation_cycle_numberseries (prefix, last) VALUES (%s, 1)
ON CONFLICT (prefix) DO UPDATE SET last = creation_cycle_numberseries.last + 1 RETURNING last
"""


class NumberSeries(models.Model):
    """The last number given in one series, e.g. the filings of one committee and year."""

    prefix = models.CharField("编号前缀", max_length=40, unique=True)
    last = models.PositiveIntegerField("最近编号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号序列"

    def __str__(self):
        return f"{self.prefix}-{self.last}"

    @classmethod
    def take(cls, prefix: str) -> int:
        """The next number, in one statement; its row stays locked until the transaction ends: a rollback returns it."""
        with connection.cursor() as cursor:
            cursor.execute(TAKE, [prefix])
            return cursor.fetchone()[0]
