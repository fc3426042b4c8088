"""自查自评: the unit's own score for each item of its standard (S1 常态监督; domain.md §5.4)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from creation_cycle.models.candidacy import Candidacy
from creation_cycle.models.standard import StandardItem


class SelfAssessmentEntry(models.Model):
    """One item: own points, evidence in words, problem and measure."""

    candidacy = models.ForeignKey(
        Candidacy, models.CASCADE, related_name="self_assessment", verbose_name="创建申报"
    )
    item = models.ForeignKey(StandardItem, models.PROTECT, related_name="+", verbose_name="评分项")
    points = models.DecimalField("自评分", max_digits=5, decimal_places=2)
    evidence = models.TextField("依据", blank=True)
    problem = models.TextField("存在问题与整改措施", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "自评"
        ordering = ["item__order", "item"]
        constraints = [
            models.UniqueConstraint(fields=["candidacy", "item"], name="self_assessed_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="self_points_not_negative"),
        ]

    def __str__(self):
        return f"{self.item} {self.points} 分"

    def clean(self):
        if self.item_id and self.points is not None and not 0 <= self.points <= self.item.points:
            raise ValidationError({"points": f"请填写 0 到 {self.item.points.normalize():f} 之间的分数。"})
