"""指派方案: what the solver proposes for a round, looked at before it is applied."""

from django.conf import settings
from django.db import models

from core import clock
from core.models import Job
from reviews.enums import PairingScope
from reviews.models.round import Round, RoundPart
from units.models import Committee


class PanelPlanQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PanelPlanQuerySet":
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(round__cycle__committee__in=Committee.objects.overseen_by(user))


class PanelPlan(models.Model):
    """One proposal for one form of a round.

    `proposed` is a list of {"candidacy", "reviewer", "on_behalf_of"?} of primary keys; `unstaffed` a list of
    {"candidacy", "unit", "reasons": [sentence, …]}; both are written by the job.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="panel_plans", verbose_name="考核轮次")
    part = models.ForeignKey(RoundPart, models.CASCADE, related_name="panel_plans", verbose_name="考核形式")
    per_unit = models.PositiveSmallIntegerField("每个集体评审人数")
    scope = models.CharField(
        "配对范围", max_length=10, choices=PairingScope, blank=True, default="", help_text="仅用于交叉互评。"
    )
    proposed = models.JSONField("建议指派", default=list, editable=False)
    unstaffed = models.JSONField("无法配齐的集体", default=list, editable=False)
    is_ready = models.BooleanField("已算出", default=False, editable=False)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+", verbose_name="后台任务")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="发起人"
    )
    made_at = models.DateTimeField("发起时间", default=clock.now)
    applied_at = models.DateTimeField("采用时间", null=True, editable=False)

    objects = PanelPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "指派方案"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.round} {self.part} 指派方案"

    @property
    def is_idle(self) -> bool:
        """Not taken up, and no job is at it: it may be thrown away."""
        return self.applied_at is None and not (self.job and self.job.is_live)

    @property
    def is_open(self) -> bool:
        """Computed, and waits for somebody to take it up."""
        return self.is_ready and self.is_idle

    @property
    def outcome(self) -> tuple[str, str]:
        """How far it has come, in a word and its tone."""
        if self.applied_at:
            return "已采用", "ok"
        if self.job and self.job.is_live:
            return "正在处理", "info"
        return ("待采用", "wait") if self.is_ready else ("未算出", "stop")
