"""一票否决: one reviewer marks it with evidence, a second person dismisses it or closes the round on it.

Domain.md §4: a veto takes two people.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import FSMField

from core import clock
from core.lifecycle import NOTE, LifecycleModel, move
from creation_cycle.guards import not_own_unit
from creation_cycle.models import Candidacy
from reviews import guards
from reviews.enums import VetoState
from reviews.models.round import Round
from reviews.models.score_sheet import Score
from units.models import Unit

ROUND = "score__sheet__assignment__round"
CONFIRMED_BY_CLOSING = "结束考核时确认"


class VetoMarkQuerySet(models.QuerySet):
    def visible_to(self, user) -> "VetoMarkQuerySet":
        """The organizer's line; reviewers read of their own marks on their sheets."""
        rounds = Round.objects.visible_to(user) if user.is_active else Round.objects.none()
        return self.filter(**{f"{ROUND}__in": rounds})

    def undecided(self) -> "VetoMarkQuerySet":
        return self.filter(state=VetoState.MARKED)

    def counting(self) -> "VetoMarkQuerySet":
        """Those by which a unit falls short: all that nobody dismissed."""
        return self.exclude(state=VetoState.DISMISSED)

    def of(self, round_: Round, candidacy: Candidacy | None = None) -> "VetoMarkQuerySet":
        """As the standard orders their items."""
        found = self.filter(**{ROUND: round_})
        if candidacy:
            found = found.filter(score__sheet__assignment__candidacy=candidacy)
        return found.order_by("score__item__order", "score__item", "pk")

    def for_list(self) -> "VetoMarkQuerySet":
        """With all that a line about the mark shows."""
        return self.select_related(
            "score__item", "score__sheet__assignment__candidacy__unit", f"{ROUND}__cycle",
            "score__sheet__assignment__reviewer", "decided_by",
        )  # fmt: skip


class VetoMark(LifecycleModel):
    """One item that was found on one locked sheet; the sheet stays as it was handed in, whatever becomes of it."""

    score = models.OneToOneField(Score, models.PROTECT, related_name="veto_mark", verbose_name="得分")
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
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=VetoState.values), name="veto_state_known"),
            models.CheckConstraint(
                condition=Q(state=VetoState.MARKED) | (~Q(note="") & Q(decided_by__isnull=False)),
                name="veto_decided_by_someone",
            ),
        ]

    def __str__(self):
        return f"{self.unit}：{self.score.item}"

    @property
    def unit(self) -> Unit:
        return self.score.sheet.assignment.candidacy.unit

    @property
    def round(self) -> Round:
        return self.score.sheet.assignment.round

    @property
    def is_dismissed(self) -> bool:
        return self.state == VetoState.DISMISSED

    @move(
        state,
        source=VetoState.MARKED,
        target=VetoState.DISMISSED,
        label="不成立",
        actor="组委会管理员",
        inputs=[NOTE],
        guards=[guards.round_not_closed, not_own_unit],
        locks=[ROUND],
        consequences=["tell_marker"],
    )
    def dismiss(self, *, by, note):
        """The facts do not hold; the points alone decide."""
        self.decided_by, self.decided_at, self.note = by, clock.now(), note

    @move(
        state,
        source=VetoState.MARKED,
        target=VetoState.CONFIRMED,
        label="确认否决",
        actor="系统（考核结束时）",
        by_system=True,
        locks=[ROUND],
    )
    def confirm(self, *, closed_by):
        """The organizer has closed the round on it: the unit falls short whatever its points are."""
        self.decided_by, self.decided_at, self.note = closed_by, clock.now(), CONFIRMED_BY_CLOSING
