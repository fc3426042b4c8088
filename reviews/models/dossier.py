"""What was judged: the unit's own words as they stood when it entered the assessment, frozen."""

from django.db import models

from core import clock
from creation_cycle.models import Candidacy
from reviews.models.round import Round


class Dossier(models.Model):
    """One candidacy as one round judges it; `content` holds titled texts, `digest` is over its canonical JSON."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="dossiers", verbose_name="考核轮次")
    candidacy = models.ForeignKey(Candidacy, models.PROTECT, related_name="dossiers", verbose_name="创建申报")
    content = models.JSONField("材料内容")
    digest = models.CharField("摘要", max_length=64)
    taken_at = models.DateTimeField("冻结时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "考核材料"
        constraints = [models.UniqueConstraint(fields=["round", "candidacy"], name="one_dossier_per_round")]

    def __str__(self):
        return f"{self.candidacy.unit} 考核材料"
