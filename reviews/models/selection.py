"""审核: the ranked list cut by the cap, its staged decisions, and the letters to the units (S1 二.3; S3 三(二)5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import clock
from core.fields import StateField
from core.lifecycle import LifecycleModel, move
from creation_cycle.models import Candidacy, Cycle
from reviews import guards
from reviews.enums import CapScope, LetterState, RankedBy, SelectionState, TieRule, Verdict
from units.enums import OfficeRole
from units.models import Committee


def default_tie_rules() -> list[str]:
    """Star, fewer deductions, committee vote (domain.md §2.4)."""
    return [TieRule.STAR, TieRule.DEDUCTED, TieRule.VOTE]


class SelectionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SelectionQuerySet":
        """A draft is for officers of the organizer's line alone; what was published, for all its offices."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        drafts = Q(cycle__committee__in=Committee.objects.overseen_by(user, OfficeRole.OFFICER))
        overseen = Q(cycle__committee__in=Committee.objects.overseen_by(user))
        return self.filter(drafts | (overseen & Q(state=SelectionState.PUBLISHED)))


class Selection(LifecycleModel):
    """One decision list of one cycle: staged, looked at as a whole, published at once."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="selections", verbose_name="创建周期")
    name = models.CharField("名称", max_length=60, default="审核认定")
    ranked_by = models.CharField(
        "排名依据",
        max_length=8,
        choices=RankedBy,
        default=RankedBy.LATEST,
        help_text="默认按使集体达标的最近一次考核；各次考核标准相同时，也可按平均分。",
    )
    tie_rules = models.JSONField("同分排序规则", default=default_tie_rules)
    cap_scope = models.CharField(
        "创评比例范围",
        max_length=10,
        choices=CapScope,
        default=CapScope.CAMPAIGN,
        help_text="分别计算时，整个周期的比例同样不得超过。",
    )
    minutes = models.CharField(
        "表决会议纪要",
        max_length=120,
        blank=True,
        help_text="以表决决定同分先后时，填写会议纪要的名称或文号。",
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人", editable=False
    )
    made_at = models.DateTimeField("建立时间", default=clock.now, editable=False)
    published_at = models.DateTimeField("公布时间", null=True, editable=False)
    state = StateField(
        "状态",
        max_length=10,
        choices=SelectionState,
        default=SelectionState.DRAFT,
        protected=True,
        editable=False,
    )

    settled = ("published",)

    objects = SelectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审核名单"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=SelectionState.values), name="selection_state_known"
            ),
            models.CheckConstraint(condition=Q(cap_scope__in=CapScope.values), name="cap_scope_known"),
            models.CheckConstraint(condition=Q(ranked_by__in=RankedBy.values), name="ranked_by_known"),
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(state=SelectionState.DRAFT),
                name="one_draft_selection_per_cycle",
                violation_error_message="该周期已有拟定中的审核名单。",
            ),
        ]

    def __str__(self):
        return f"{self.cycle} {self.name}"

    def get_absolute_url(self):
        return reverse("reviews:selection", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == SelectionState.DRAFT

    @property
    def tie_rules_in_words(self) -> str:
        return "、".join(TieRule(rule).label for rule in self.tie_rules) or "未设置"

    @move(
        state,
        source=SelectionState.DRAFT,
        target=SelectionState.PUBLISHED,
        label="公布审核结果",
        actor="组委会管理员",
        guards=[guards.every_unit_decided],
        needs=["nominations_within_cap", "decisions_sound"],
        locks=["cycle"],
        consequences=["carry_out_decisions"],
        danger=True,
    )
    def publish(self):
        """All decisions take effect in one transaction; one refusal refuses all."""
        self.published_at = clock.now()


class Decision(models.Model):
    """What is to become of one unit; `votes_for` and `votes_against` are the committee's, to break a tie.

    From publication on the row keeps where the unit stood and by what, whatever later rounds find.
    """

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
    place = models.PositiveIntegerField("名次", null=True, editable=False)
    score = models.DecimalField("得分", max_digits=6, decimal_places=2, null=True, editable=False)
    deducted = models.DecimalField("平均扣分", max_digits=6, decimal_places=2, null=True, editable=False)
    star = models.PositiveSmallIntegerField("公布时星级", null=True, editable=False)
    explanation = models.TextField("同分说明", blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "拟定结论"
        constraints = [
            models.UniqueConstraint(fields=["selection", "candidacy"], name="decided_once"),
            models.CheckConstraint(condition=Q(verdict__in=["", *Verdict.values]), name="verdict_known"),
            models.CheckConstraint(
                condition=Q(votes_for__isnull=True, votes_against__isnull=True)
                | Q(votes_for__isnull=False, votes_against__isnull=False),
                name="votes_in_pairs",
            ),
        ]

    def __str__(self):
        return f"{self.candidacy.unit} {self.get_verdict_display()}"


class FeedbackLetterQuerySet(models.QuerySet):
    def visible_to(self, user) -> "FeedbackLetterQuerySet":
        """Of the selections that the user sees; the units' own people read sent ones, see `sent`."""
        return self.filter(decision__selection__in=Selection.objects.visible_to(user))

    def sent(self) -> "FeedbackLetterQuerySet":
        return self.filter(state=LetterState.SENT)

    def drafted(self) -> "FeedbackLetterQuerySet":
        return self.filter(state=LetterState.DRAFT)

    def for_reading(self) -> "FeedbackLetterQuerySet":
        return self.select_related(
            "decision__selection__cycle__committee", "decision__candidacy__unit", "sent_by"
        )


class FeedbackLetter(LifecycleModel):
    """反馈函: drafted from strengths and weaknesses, edited by staff, sent once; a sent one never changes."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="letter", verbose_name="拟定结论")
    text = models.TextField("正文", max_length=4000)
    state = StateField(
        "状态", max_length=6, choices=LetterState, default=LetterState.DRAFT, protected=True, editable=False
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="发出人",
        editable=False,
    )  # fmt: skip
    sent_at = models.DateTimeField("发出时间", null=True, editable=False)

    settled = ("sent",)

    objects = FeedbackLetterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "反馈函"
        ordering = ["decision__place", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="letter_state_known"),
            models.CheckConstraint(
                condition=Q(state=LetterState.DRAFT) | (Q(sent_at__isnull=False) & Q(sent_by__isnull=False)),
                name="sent_letter_says_who",
            ),
        ]

    def __str__(self):
        return f"{self.decision.candidacy.unit} 反馈函"

    def get_absolute_url(self):
        """Where staff edit it."""
        return reverse("reviews:letter", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == LetterState.DRAFT

    @move(
        state,
        source=LetterState.DRAFT,
        target=LetterState.SENT,
        label="发出反馈函",
        actor="组委会管理员",
        guards=[guards.letter_written, guards.letter_to_others],
        consequences=["deliver_letter"],
        danger=True,
    )
    def send(self, *, by):
        """To the unit's keepers, once."""
        self.sent_by, self.sent_at = by, clock.now()
