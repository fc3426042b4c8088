"""审核: the ranked list cut by the cap, its staged decisions, and the letters to the units (S1 二.3; S3 三(二)5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import FSMField

from core import clock
from core.lifecycle import LifecycleModel, move
from creation_cycle.models import Candidacy, Cycle
from reviews import guards
from reviews.enums import LetterState, SelectionState, Verdict
from units.models import Committee


class SelectionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SelectionQuerySet":
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(cycle__committee__in=Committee.objects.overseen_by(user))


class Selection(LifecycleModel):
    """One decision list of one cycle: staged, looked at as a whole, published at once."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="selections", verbose_name="创建周期")
    name = models.CharField("名称", max_length=60, default="审核认定")
    tie_rules = models.JSONField("同分排序规则", default=list)
    cap_scope = models.CharField("创评比例范围", max_length=10, default="campaign")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人", editable=False
    )
    made_at = models.DateTimeField("建立时间", default=clock.now, editable=False)
    published_at = models.DateTimeField("公布时间", null=True, editable=False)
    state = FSMField(
        "状态",
        max_length=10,
        choices=SelectionState,
        default=SelectionState.DRAFT,
        protected=True,
        editable=False,
    )

    objects = SelectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审核名单"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=SelectionState.values), name="selection_state_known"
            ),
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(state=SelectionState.DRAFT),
                name="one_draft_selection_per_cycle",
                violation_error_message="该周期已有拟定中的审核名单。",
            ),
        ]

    def __str__(self):
        return f"{self.cycle} {self.name}"

    @move(
        state,
        source=SelectionState.DRAFT,
        target=SelectionState.PUBLISHED,
        label="公布审核结果",
        actor="组委会管理员",
        guards=[guards.every_unit_decided, guards.nominations_within_cap],
        locks=["cycle"],
        consequences=["carry_out_decisions"],
        danger=True,
    )
    def publish(self):
        """All decisions take effect in one transaction; one refusal refuses all."""
        self.published_at = clock.now()


class Decision(models.Model):
    """What is to become of one unit; `votes_for` and `votes_against` are the committee's, to break a tie."""

    selection = models.ForeignKey(
        Selection, models.CASCADE, related_name="decisions", verbose_name="审核名单"
    )
    candidacy = models.ForeignKey(
        Candidacy, models.PROTECT, related_name="decisions", verbose_name="创建申报"
    )
    verdict = models.CharField("拟定结论", max_length=10, choices=Verdict, blank=True)
    reason = models.TextField("理由", max_length=500, blank=True)
    votes_for = models.PositiveSmallIntegerField("表决赞成票", null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField("表决反对票", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "拟定结论"
        constraints = [
            models.UniqueConstraint(fields=["selection", "candidacy"], name="decided_once"),
            models.CheckConstraint(condition=Q(verdict__in=["", *Verdict.values]), name="verdict_known"),
        ]

    def __str__(self):
        return f"{self.candidacy.unit} {self.get_verdict_display()}"


class FeedbackLetter(models.Model):
    """反馈函: drafted from strengths and weaknesses, edited by staff, sent once."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="letter", verbose_name="拟定结论")
    text = models.TextField("正文", max_length=4000)
    state = models.CharField("状态", max_length=6, choices=LetterState, default=LetterState.DRAFT)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="发出人"
    )
    sent_at = models.DateTimeField("发出时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "反馈函"
        constraints = [
            models.CheckConstraint(
                condition=Q(state=LetterState.DRAFT) | (Q(sent_at__isnull=False) & Q(sent_by__isnull=False)),
                name="sent_letter_says_who",
            )
        ]

    def __str__(self):
        return f"{self.decision.candidacy.unit} 反馈函"
