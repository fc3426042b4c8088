"""What a closed round found for each unit: every figure can be recomputed from the locked sheets."""

from django.conf import settings
from django.db import models

from core import clock
from creation_cycle.models import Candidacy
from reviews.enums import Aggregation
from reviews.models.round import Round, RoundPart


class RoundResult(models.Model):
    """What a closed round found for one unit; recomputable from the locked sheets."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="results", verbose_name="考核轮次")
    candidacy = models.ForeignKey(
        Candidacy, models.PROTECT, related_name="round_results", verbose_name="创建申报"
    )
    sheets = models.PositiveSmallIntegerField("评分表份数")
    mean = models.DecimalField(
        "得分", max_digits=6, decimal_places=2, help_text="各形式按权重合计，含测试加分。"
    )
    bonus = models.DecimalField("测试加分", max_digits=5, decimal_places=2, default=0)
    spread = models.DecimalField("最大分差", max_digits=6, decimal_places=2, default=0)
    deducted = models.DecimalField("平均扣分", max_digits=6, decimal_places=2, default=0)
    calibrated = models.DecimalField("校准后得分", max_digits=6, decimal_places=2, null=True)
    pass_line = models.DecimalField("达标线", max_digits=5, decimal_places=2)
    veto = models.TextField("一票否决", blank=True)
    failed_gate = models.CharField("未通过的测试", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "考核结果"
        ordering = ["-mean", "candidacy__unit__name"]
        constraints = [models.UniqueConstraint(fields=["round", "candidacy"], name="one_result_per_round")]

    def __str__(self):
        return f"{self.candidacy.unit} {self.mean} 分"

    @property
    def is_met(self) -> bool:
        """一票否决 and a test that had to be passed outweigh any points (domain.md §4)."""
        return self.mean >= self.pass_line and not self.veto and not self.failed_gate


class PartFigure(models.Model):
    """One form's share in a result: how its sheets became one figure."""

    result = models.ForeignKey(RoundResult, models.CASCADE, related_name="figures", verbose_name="考核结果")
    part = models.ForeignKey(RoundPart, models.PROTECT, related_name="figures", verbose_name="考核形式")
    sheets = models.PositiveSmallIntegerField("评分表份数")
    method = models.CharField("汇总方法", max_length=8, choices=Aggregation)
    figure = models.DecimalField("得分", max_digits=6, decimal_places=2)
    lowest = models.DecimalField("最低分", max_digits=6, decimal_places=2)
    highest = models.DecimalField("最高分", max_digits=6, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = "各形式得分"
        ordering = ["-part__weight", "pk"]
        constraints = [models.UniqueConstraint(fields=["result", "part"], name="one_figure_per_part")]

    def __str__(self):
        return f"{self.part} {self.figure} 分"


class SpreadReview(models.Model):
    """合议: the lead looked at sheets that lie far apart, and what was found."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="spread_reviews", verbose_name="考核轮次")
    candidacy = models.ForeignKey(
        Candidacy, models.PROTECT, related_name="spread_reviews", verbose_name="创建申报"
    )
    note = models.TextField("核对意见", max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="核对人")
    at = models.DateTimeField("核对时间", default=clock.now)
    digest = models.CharField("所核对评分的摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "分差核对"
        constraints = [
            models.UniqueConstraint(fields=["round", "candidacy"], name="one_spread_review_per_round")
        ]

    def __str__(self):
        return f"{self.candidacy.unit} 分差核对"
