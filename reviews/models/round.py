"""达标考核: a round of one cycle and what it found for each unit (S1 二.3: at least two in a cycle)."""

from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField

from core import clock
from core.lifecycle import LifecycleModel, move
from creation_cycle.enums import CandidacyState
from creation_cycle.models import Candidacy, Cycle
from reviews import guards
from reviews.enums import RoundState
from units.models import Committee


class RoundQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RoundQuerySet":
        if user.is_superuser:
            return self
        return self.filter(cycle__committee__in=Committee.objects.overseen_by(user))

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
    closes_on = models.DateField("截止日期", help_text="当日 24:00 截止。")
    min_reviewers = models.PositiveSmallIntegerField("每个集体至少评审人数", default=2)
    state = FSMField(
        "状态", max_length=10, choices=RoundState, default=RoundState.PLANNED, protected=True, editable=False
    )

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
        guards=[guards.window_begun, guards.no_other_open_round],
        locks=["cycle"],
    )
    def open(self):
        """Units may apply and be assessed."""

    @move(
        state,
        source=RoundState.OPEN,
        target=RoundState.CLOSED,
        label="结束考核",
        actor="组委会管理员",
        guards=[guards.every_sheet_locked, guards.vetoes_to_confirm],
        locks=["cycle"],
        consequences=["settle_round"],
        danger=True,
    )
    def close(self):
        """Results are computed and every assessed unit meets the standard or falls short."""


class RoundResult(models.Model):
    """What a closed round found for one unit; recomputable from the locked sheets and their marks of a veto."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="results", verbose_name="考核轮次")
    candidacy = models.ForeignKey(
        Candidacy, models.PROTECT, related_name="round_results", verbose_name="创建申报"
    )
    sheets = models.PositiveSmallIntegerField("评分表份数")
    mean = models.DecimalField("平均分", max_digits=6, decimal_places=2)
    pass_line = models.DecimalField("达标线", max_digits=5, decimal_places=2)
    veto = models.TextField("一票否决", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "考核结果"
        ordering = ["-mean", "candidacy__unit__name"]
        constraints = [models.UniqueConstraint(fields=["round", "candidacy"], name="one_result_per_round")]

    def __str__(self):
        return f"{self.candidacy.unit} {self.mean} 分"

    @property
    def is_met(self) -> bool:
        """一票否决 outweighs any points (domain.md §4)."""
        return self.mean >= self.pass_line and not self.veto
