"""一票否决: one reviewer marks it with evidence, a second person confirms or dismisses it (domain.md §4)."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from core.fields import StateField
from core.lifecycle import NOTE, LifecycleModel, move
from reviews import guards
from reviews.enums import VetoState
from reviews.models.score_sheet import Score, ScoreSheet

ROUND = "score__sheet__assignment__round"


class VetoMarkQuerySet(models.QuerySet):
    def visible_to(self, user) -> "VetoMarkQuerySet":
        """Whoever sees the sheet that it stands on; sheets themselves are blind."""
        return self.filter(score__sheet__in=ScoreSheet.objects.visible_to(user))

    def for_list(self) -> "VetoMarkQuerySet":
        """With all that a line about the mark shows."""
        return self.select_related(
            "score__item", "score__sheet__assignment__candidacy__unit", "score__sheet__assignment__round__cycle",
            "score__sheet__assignment__reviewer", "decided_by",
        )  # fmt: skip

    def undecided(self) -> "VetoMarkQuerySet":
        return self.filter(state=VetoState.MARKED)

    def undecided_units(self, round_, candidacies: Iterable[int]) -> set[int]:
        """Keys of those candidacies of which a mark in this round still waits for its second person."""
        seat = "score__sheet__assignment"
        open_ = self.undecided().filter(**{ROUND: round_, f"{seat}__candidacy__in": candidacies})
        return set(open_.values_list(f"{seat}__candidacy", flat=True))


class VetoMark(LifecycleModel):
    """One marked item of one handed-in sheet."""

    score = models.OneToOneField(Score, models.PROTECT, related_name="veto_mark", verbose_name="得分")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="核实人"
    )
    decided_at = models.DateTimeField("核实时间", null=True)
    note = models.TextField("核实意见", blank=True)
    state = StateField(
        "状态",
        max_length=10,
        choices=VetoState,
        default=VetoState.MARKED,
        protected=True,
        editable=False,
    )

    settled = tuple(VetoState)

    objects = VetoMarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "一票否决核实"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=VetoState.values), name="veto_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=[VetoState.MARKED, VetoState.WITHDRAWN])
                | (~Q(note="") & Q(decided_by__isnull=False)),
                name="veto_decided_by_someone",
            ),
        ]

    def __str__(self):
        return f"{self.score.sheet.assignment.candidacy.unit}：{self.score.item}"

    @property
    def is_dismissed(self) -> bool:
        return self.state == VetoState.DISMISSED

    @move(
        state,
        source=VetoState.MARKED,
        target=VetoState.CONFIRMED,
        label="确认否决",
        actor="评审组长或组委会管理员",
        inputs=[NOTE],
        guards=[guards.round_not_closed, guards.second_person, guards.no_conflict_with_marked],
        locks=[ROUND],
        consequences=["tell_marker"],
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
        guards=[guards.round_not_closed, guards.second_person, guards.no_conflict_with_marked],
        locks=[ROUND],
        consequences=["tell_marker"],
    )
    def dismiss(self, *, by, note):
        """The facts do not hold; the points alone decide."""
        self.decided_by, self.decided_at, self.note = by, clock.now(), note

    @move(
        state,
        source=[VetoState.MARKED, VetoState.CONFIRMED, VetoState.DISMISSED],
        target=VetoState.WITHDRAWN,
        label="随评分表退回",
        actor="系统（退回重评时）",
        by_system=True,
    )
    def withdraw(self):
        """Its sheet was opened again: what was decided stands in the ledger and binds nobody any more."""
        self.decided_by, self.decided_at, self.note = None, None, ""

    @move(
        state,
        source=VetoState.WITHDRAWN,
        target=VetoState.MARKED,
        label="再次标记",
        actor="系统（重新提交时）",
        by_system=True,
    )
    def mark_again(self):
        """The sheet came back with the same item found: looked at anew."""
