"""自查自评: what a unit finds of itself, in versions; completed ones never change (S1 常态监督; domain.md §5.4)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import clock
from creation_cycle.models.candidacy import Candidacy


class SelfAssessmentQuerySet(models.QuerySet):
    def open(self) -> "SelfAssessmentQuerySet":
        """Still being written; at most one for each candidacy."""
        return self.filter(completed_at__isnull=True)

    def completed(self) -> "SelfAssessmentQuerySet":
        return self.filter(completed_at__isnull=False)


class SelfAssessment(models.Model):
    """One version. It has an entry for every item of the pinned standard from its first day on.

    The version that went with the last application is `Candidacy.judged_self_assessment`.
    """

    candidacy = models.ForeignKey(
        Candidacy, models.CASCADE, related_name="self_assessments", verbose_name="创建申报"
    )
    number = models.PositiveSmallIntegerField("版次")
    note = models.CharField("缘由", max_length=60, blank=True)
    due_on = models.DateField("完成期限", null=True, blank=True)
    opened_at = models.DateTimeField("开始时间", default=clock.now)
    reminded_at = models.DateTimeField("提醒时间", null=True, blank=True)
    completed_at = models.DateTimeField("完成时间", null=True, blank=True)
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="完成人"
    )
    total = models.DecimalField("自评总分", max_digits=7, decimal_places=2, null=True, blank=True)

    objects = SelfAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "自查自评"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["candidacy", "number"], name="self_assessment_version_once"),
            models.UniqueConstraint(
                fields=["candidacy"],
                condition=Q(completed_at__isnull=True),
                name="one_open_self_assessment",
                violation_error_message="已有一版正在填写的自评。",
            ),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True, completed_by__isnull=True, total__isnull=True)
                | Q(completed_at__isnull=False, total__isnull=False),
                name="completed_self_assessment_has_total",
            ),
        ]

    def __str__(self):
        return f"第 {self.number} 版自评"

    def get_absolute_url(self):
        return reverse("creation_cycle:self_assessment_version", args=[self.candidacy_id, self.number])

    @property
    def is_open(self) -> bool:
        return self.completed_at is None

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < clock.today()
