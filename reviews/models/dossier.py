"""What was judged: the unit's own words as they stood when it entered the assessment, frozen."""

from collections.abc import Iterable

from django.db import models

from core import clock
from creation_cycle.models import Candidacy, SelfAssessment
from reviews.models.round import Round


class DossierQuerySet(models.QuerySet):
    def versions(self, round_id: int, candidacies: Iterable[Candidacy]) -> dict[int, int | None]:
        """By candidacy: the self-assessment that this round judges, whatever the unit applies with later on.

        Without a dossier, from before there were any, the one that went with the unit's last application.
        """
        last = {candidacy.pk: candidacy.judged_self_assessment_id for candidacy in candidacies}
        frozen = self.filter(round=round_id, candidacy__in=list(last))
        return last | dict(frozen.values_list("candidacy", "self_assessment"))


class Dossier(models.Model):
    """One candidacy as one round judges it; `content` holds titled texts, `digest` is over its canonical JSON."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="dossiers", verbose_name="考核轮次")
    candidacy = models.ForeignKey(Candidacy, models.PROTECT, related_name="dossiers", verbose_name="创建申报")
    self_assessment = models.ForeignKey(
        SelfAssessment, models.PROTECT, null=True, related_name="+", verbose_name="随材料的自评"
    )
    content = models.JSONField("材料内容")
    digest = models.CharField("摘要", max_length=64)
    taken_at = models.DateTimeField("冻结时间", default=clock.now)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核材料"
        constraints = [models.UniqueConstraint(fields=["round", "candidacy"], name="one_dossier_per_round")]

    def __str__(self):
        return f"{self.candidacy.unit} 考核材料"
