"""一票否决: one reviewer marks it with evidence, a second person confirms or dismisses it (domain.md §4)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import FSMField

from core import clock
from core.lifecycle import NOTE, LifecycleModel, move
from reviews import guards
from reviews.enums import VetoState
from reviews.models.score_sheet import Score
from units.models import Committee


class VetoMarkQuerySet(models.QuerySet):
    def visible_to(self, user) -> "VetoMarkQuerySet":
        """The organizer's line and the round's leads; the reviewer who marked it sees their own sheet."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        overseen = Committee.objects.overseen_by(user)
        round_ = "score__sheet__assignment__round__"
        return self.filter(
            Q(**{f"{round_}cycle__committee__in": overseen}) | Q(**{f"{round_}leads": user})
        ).distinct()


class VetoMark(LifecycleModel):
    """One marked item of one handed-in sheet."""

    score = models.OneToOneField(Score, models.CASCADE, related_name="veto_mark", verbose_name="得分")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="核实人"
    )
    decided_at = models.DateTimeField("核实时间", null=True)
    note = models.TextField("核实意见", blank=True)
    state = FSMField(
        "状态",
        max_length=10,
        choices=VetoState,
        default=VetoState.MARKED,
        protected=True,
        editable=False,
    )

    objects = VetoMarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "一票否决核实"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=VetoState.values), name="veto_state_known"),
            models.CheckConstraint(
                condition=Q(state=VetoState.MARKED) | (~Q(note="") & Q(decided_by__isnull=False)),
                name="veto_decided_by_someone",
            ),
        ]

    def __str__(self):
        return f"{self.score.sheet.assignment.candidacy.unit}：{self.score.item}"

    @move(
        state,
        source=VetoState.MARKED,
        target=VetoState.CONFIRMED,
        label="确认否决",
        actor="评审组长或组委会管理员",
        inputs=[NOTE],
        guards=[guards.round_not_closed, guards.second_person],
        danger=True,
    )
    def confirm(self, *, by, note):
        """The facts hold: the unit falls short whatever its points are."""
        self.decided_by, self.decided_at, self.note = by, clock.now(), note

    @move(
        state,
        source=VetoState.MARKED,
        target=VetoState.DISMISSED,
        label="不成立",
        actor="评审组长或组委会管理员",
        inputs=[NOTE],
        guards=[guards.round_not_closed, guards.second_person],
    )
    def dismiss(self, *, by, note):
        """The facts do not hold; the points alone decide."""
        self.decided_by, self.decided_at, self.note = by, clock.now(), note
