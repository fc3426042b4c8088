"""定期复核: what each re-test of an entry found."""

from django.db import models

from core import clock
from credit.enums import RetestOutcome
from credit.models.entry import RedListEntry


class RetestNote(models.Model):
    """One look at one listed entry on one day; the sentences are those of the findings."""

    entry = models.ForeignKey(RedListEntry, models.PROTECT, related_name="retests", verbose_name="红名单条目")
    on = models.DateField("复核日期", default=clock.today)
    outcome = models.CharField("结果", max_length=8, choices=RetestOutcome, default=RetestOutcome.PASSED)
    text = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "复核记录"
        ordering = ["-on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "on"], name="one_retest_a_day")]

    def __str__(self):
        return f"{self.entry} {self.get_outcome_display()}"
