"""达标考核: a round of one cycle, its forms and its rules (S1 二.3: at least two in a cycle)."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from core import clock
from core.fields import StateField
from core.lifecycle import LifecycleModel, move
from creation_cycle.enums import CandidacyState
from creation_cycle.models import Candidacy, Cycle
from reviews import guards
from reviews.enums import Aggregation, Disclosure, FormKind, RoundMode, RoundPhase, RoundState
from units.models import Committee

CROSS_WEIGHT = 10
"""Percent that 交叉互评 counts at most, unless the round says why it counts more (domain.md §4)."""


class RoundQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RoundQuerySet":
        if user.is_superuser:
            return self
        return self.filter(cycle__committee__in=Committee.objects.overseen_by(user))

    def moderated_by(self, user) -> "RoundQuerySet":
        """Rounds whose handed-in sheets the user may read: as lead, or from an office of the organizer's line."""
        if not user.is_active:
            return self.none()
        return self.filter(pk__in=self.model.leads.through.objects.filter(user=user).values("round")) | (
            self.visible_to(user)
        )

    def open(self) -> "RoundQuerySet":
        """Rounds that take part now: opened, and inside their window."""
        today = clock.today()
        return self.filter(state=RoundState.OPEN, opens_on__lte=today, closes_on__gte=today)

    def held(self) -> "RoundQuerySet":
        return self.filter(state=RoundState.CLOSED)


class Round(LifecycleModel):
    """One time at which the units that applied are assessed together."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="rounds", verbose_name="创建周期")
    name = models.CharField("名称", max_length=60, help_text="例如：中期考核、终期考核。")
    opens_on = models.DateField("开始日期")
    closes_on = models.DateField("评分截止日期", help_text="当日 24:00 截止。")
    settles_by = models.DateField(
        "合议截止日期", null=True, blank=True, help_text="评分截止后核对分差、确认否决的期限，可不填。"
    )
    mode = models.CharField(
        "考核方式",
        max_length=12,
        choices=RoundMode,
        default=RoundMode.DIRECT,
        help_text="委托下一级时，由各集体的推荐团组织指派评审人员。",
    )
    third_party = models.CharField(
        "第三方机构", max_length=80, blank=True, help_text="指定第三方考核时填写机构全称。"
    )
    leads = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="led_rounds",
        verbose_name="评审组长",
        help_text="可查看已提交的评分、退回重评、确认否决和组织合议。",
    )
    min_reviewers = models.PositiveSmallIntegerField("每个集体至少评审人数", default=2)
    pass_line = models.DecimalField(
        "达标线",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="不填时按各集体所用创建标准的达标线。",
    )
    aggregation = models.CharField("汇总方法", max_length=8, choices=Aggregation, default=Aggregation.TRIMMED)
    cross_weight_most = models.PositiveSmallIntegerField(
        "交叉互评权重上限（%）", default=CROSS_WEIGHT, validators=[MaxValueValidator(100, "不能超过 100。")]
    )
    cross_weight_reason = models.CharField(
        "提高上限的理由",
        max_length=200,
        blank=True,
        help_text=f"上限超过 {CROSS_WEIGHT}% 时填写，列入考核记录。",
    )
    is_calibrated = models.BooleanField(
        "显示宽严校准",
        default=False,
        help_text="在原始得分旁显示按评审人员宽严校准后的参考得分，不影响结论。",
    )
    spread_limit = models.DecimalField(
        "分差提醒",
        max_digits=5,
        decimal_places=2,
        default=Decimal(10),
        help_text="同一集体最高与最低总分相差超过此数时，须由组长核对。",
    )
    names_from = models.CharField(
        "评审人员相互知晓姓名", max_length=10, choices=Disclosure, default=Disclosure.NEVER
    )
    scores_from = models.CharField(
        "评审人员相互查看评分", max_length=10, choices=Disclosure, default=Disclosure.CLOSED
    )
    state = StateField(
        "状态", max_length=10, choices=RoundState, default=RoundState.PLANNED, protected=True, editable=False
    )

    settled = ("closed",)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核轮次"
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="round_window",
                violation_error_message="截止日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=Q(settles_by__isnull=True) | Q(settles_by__gte=F("closes_on")),
                name="round_settles_after_scoring",
                violation_error_message="合议截止日期不能早于评分截止日期。",
            ),
            models.CheckConstraint(
                condition=~Q(mode=RoundMode.THIRD_PARTY) | ~Q(third_party=""),
                name="round_names_third_party",
                violation_error_message="指定第三方考核时须填写机构名称。",
            ),
            models.CheckConstraint(
                condition=Q(cross_weight_most__lte=CROSS_WEIGHT)
                | (Q(cross_weight_most__lte=100) & ~Q(cross_weight_reason="")),
                name="round_says_why_cross_counts",
                violation_error_message=f"交叉互评权重上限超过 {CROSS_WEIGHT}%% 时须写明理由。",
            ),
            models.CheckConstraint(condition=Q(spread_limit__gte=0), name="spread_limit_not_negative"),
            models.CheckConstraint(
                condition=Q(min_reviewers__gte=1),
                name="round_has_reviewers",
                violation_error_message="每个集体至少 1 名评审人员。",
            ),
            models.UniqueConstraint(fields=["cycle", "name"], name="round_name_once"),
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(state=RoundState.OPEN),
                name="one_open_round_per_cycle",
                violation_error_message="该周期已有进行中的考核。",
            ),
            models.CheckConstraint(condition=Q(state__in=RoundState.values), name="round_state_known"),
        ]

    def __str__(self):
        return f"{self.cycle} {self.name}"

    @property
    def committee_id(self) -> int:
        return self.cycle.committee_id

    def save(self, **kwargs):
        """A new round begins with one form, 审核材料 at 100 %; the organizer divides it as needed."""
        adding = self._state.adding
        super().save(**kwargs)
        if adding:
            RoundPart.objects.create(round=self, kind=FormKind.MATERIALS, weight=100)

    @property
    def phase(self) -> RoundPhase:
        """Where the round stands today by its own dates (评分 between them, 合议 after)."""
        today = clock.today()
        if self.state == RoundState.CLOSED:
            return RoundPhase.OVER
        if self.state == RoundState.PLANNED or today < self.opens_on:
            return RoundPhase.PREPARING
        return RoundPhase.SCORING if today <= self.closes_on else RoundPhase.MODERATING

    @property
    def is_scored(self) -> bool:
        """Some sheet was handed in: from now on nobody changes by which rules it counts."""
        return self.assignments.filter(sheet__state__in=["submitted", "locked"]).exists()

    @property
    def unpaired(self) -> set[int]:
        """Candidacies that no other unit can assess in 交叉互评, as the plan says that was taken up last.

        They are assessed without it; its weight goes to the other forms.
        """
        plans = self.panel_plans.filter(part__kind=FormKind.CROSS, applied_at__isnull=False)
        plan = plans.order_by("-applied_at", "-pk").first()
        return {row["candidacy"] for row in plan.unstaffed} if plan else set()

    @property
    def main_part(self) -> "RoundPart":
        """The form that counts most; assignments that name none belong to it."""
        return self.parts.order_by("-weight", "pk").first()

    def candidacies_under_assessment(self) -> models.QuerySet[Candidacy]:
        """Units that are being assessed in this round."""
        return Candidacy.objects.filter(
            state=CandidacyState.ASSESSING, pk__in=self.assignments.values("candidacy")
        ).select_related("unit", "standard")

    @move(
        state,
        source=RoundState.PLANNED,
        target=RoundState.OPEN,
        label="开始考核",
        actor="组委会管理员",
        guards=[guards.window_begun, guards.no_other_open_round, guards.not_cross_alone],
        locks=["cycle"],
    )
    def open(self):
        """Units may apply and be assessed."""

    @move(
        state,
        source=RoundState.PLANNED,
        target=RoundState.OPEN,
        label="按期开始",
        actor="系统（到期自动）",
        guards=[guards.window_begun, guards.no_other_open_round, guards.not_cross_alone],
        locks=["cycle"],
        by_system=True,
        consequences=["tell_round_opened"],
    )
    def open_on_day(self):
        """The first day has come and nobody had opened it: units can apply from that day on."""

    @move(
        state,
        source=RoundState.OPEN,
        target=RoundState.CLOSED,
        label="结束考核",
        actor="组委会管理员",
        guards=[guards.every_sheet_locked, guards.vetoes_decided, guards.quizzes_over],
        needs=["spreads_reviewed"],
        locks=["cycle"],
        consequences=["settle_round"],
        danger=True,
    )
    def close(self):
        """Results are computed and every assessed unit meets the standard or falls short."""


class RoundPart(models.Model):
    """考核形式: one form in which the round assesses, and its share of the figure."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="parts", verbose_name="考核轮次")
    kind = models.CharField("考核形式", max_length=10, choices=FormKind)
    weight = models.PositiveSmallIntegerField(
        "权重（%）", validators=[MinValueValidator(1, "须大于 0。"), MaxValueValidator(100, "不能超过 100。")]
    )

    class Meta:
        verbose_name = verbose_name_plural = "考核形式"
        ordering = ["-weight", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "kind"], name="part_once", violation_error_message="考核形式重复。"
            ),
            models.CheckConstraint(condition=Q(weight__range=(1, 100)), name="part_weight_in_percent"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}（{self.weight}%）"

    @property
    def needed(self) -> int:
        """How many reviewers each unit needs in this form; in 交叉互评 one other unit speaks for all."""
        return 1 if self.kind == FormKind.CROSS else self.round.min_reviewers

    def needed_by(self, candidacy_id: int, unpaired: set[int]) -> int:
        """As `needed`, and none in 交叉互评 for a unit that is among `Round.unpaired`."""
        return 0 if self.kind == FormKind.CROSS and candidacy_id in unpaired else self.needed
