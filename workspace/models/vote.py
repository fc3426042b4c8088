"""阶段评估 by anonymous vote: only totals are stored (S4 二(一): 单位内部无记名投票).

A slip says that somebody may vote, not who: its code is handed out on paper, face down. When it is used, only
"used" is written, without a time, in the same transaction as the totals: no row ties a ballot to a slip
(docs/decisions/0017-anonymous-vote.md).
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core import clock
from core.validators import validate_plain_text
from units.models import Unit
from workspace.enums import VoteGrade
from workspace.models.growth import GrowthCard


class Vote(models.Model):
    """One stage evaluation in one unit; it closes by hand or after its last day.

    `ballots` is how many of the slips came back; it is counted on closing, when the slips are destroyed.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="votes", verbose_name="集体")
    title = models.CharField("名称", max_length=60, validators=[validate_plain_text])
    closes_on = models.DateField("截止日期")
    voters = models.PositiveSmallIntegerField("发出票数", editable=False)
    closed_at = models.DateTimeField("结束时间", null=True, editable=False)
    ballots = models.PositiveSmallIntegerField("收回票数", null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="发起人", editable=False
    )
    created_at = models.DateTimeField("发起时间", default=clock.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "阶段评估"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(closed_at__isnull=True),
                name="one_vote_at_a_time",
                violation_error_message="已有一次进行中的阶段评估。",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, ballots__isnull=True)
                | Q(closed_at__isnull=False, ballots__lte=F("voters")),
                name="vote_counted_when_closed",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("workspace:vote", args=[self.unit_id, self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and clock.today() <= self.closes_on


class VoteTotal(models.Model):
    """How many gave one card one grade: all that is kept of the ballots."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="totals", verbose_name="阶段评估")
    card = models.ForeignKey(GrowthCard, models.CASCADE, related_name="vote_totals", verbose_name="计划卡")
    grade = models.CharField("评价", max_length=10, choices=VoteGrade)
    count = models.PositiveIntegerField("票数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "评估票数"
        ordering = ["card", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["vote", "card", "grade"], name="total_once"),
            models.CheckConstraint(condition=Q(grade__in=VoteGrade.values), name="grade_known"),
        ]

    def __str__(self):
        return f"{self.card} {self.get_grade_display()} {self.count}"


class VotingSlip(models.Model):
    """The right to vote once. Its code is shown once, for printing; only a keyed digest of it is kept."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="slips", verbose_name="阶段评估")
    code_digest = models.CharField("票码摘要", max_length=64, unique=True)
    is_used = models.BooleanField("已使用", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "选票"
        ordering = ["code_digest"]

    def __str__(self):
        return "已使用的选票" if self.is_used else "未使用的选票"
