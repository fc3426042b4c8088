"""What came in from phones that had been without signal, so that sending it twice is answered the same."""

from django.db import models
from django.db.models import Q

from core import clock
from reviews.models.inspection import Inspection
from reviews.models.score_sheet import ScoreSheet


class OfflineEntry(models.Model):
    """One entry of a phone's queue that was applied; `key` is made on the phone.

    An answer to a request may be lost on its way back. The phone then sends the entry again, perhaps after another
    device changed the same item: by its key it is known, and nothing is applied twice.
    """

    sheet = models.ForeignKey(
        ScoreSheet, models.CASCADE, null=True, related_name="offline_entries", verbose_name="评分表"
    )
    inspection = models.ForeignKey(
        Inspection, models.CASCADE, null=True, related_name="offline_entries", verbose_name="检查"
    )
    key = models.UUIDField("代号")
    version = models.PositiveIntegerField("版本", default=0)
    saved_at = models.DateTimeField("保存时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "离线记录"
        constraints = [
            models.UniqueConstraint(fields=["sheet", "key"], name="offline_entry_once"),
            models.UniqueConstraint(fields=["inspection", "key"], name="offline_inspection_entry_once"),
            models.CheckConstraint(
                condition=Q(sheet__isnull=False, inspection__isnull=True)
                | Q(sheet__isnull=True, inspection__isnull=False),
                name="offline_entry_of_one_record",
            ),
        ]

    def __str__(self):
        return f"{self.sheet or self.inspection} {self.key}"
