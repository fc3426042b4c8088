"""评分表: one reviewer's points for one unit; locked once handed in (domain.md §5.10)."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django_fsm import FSMField

from core import clock
from core.lifecycle import LifecycleModel, move
from creation_cycle.enums import ItemKind
from creation_cycle.models import SelfAssessmentEntry, StandardItem
from creation_cycle.scoring import weighted
from reviews import guards
from reviews.enums import SheetState
from reviews.models.assignment import Assignment


class ScoreSheetQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ScoreSheetQuerySet":
        """Blind: a reviewer sees only their own sheet; the organizer's line sees them once locked."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        assignments = Assignment.objects.visible_to(user)
        return self.filter(
            Q(assignment__reviewer=user) | Q(assignment__in=assignments, state=SheetState.LOCKED)
        )

    def counting(self) -> "ScoreSheetQuerySet":
        """Locked sheets of reviewers who were not recused."""
        return self.filter(state=SheetState.LOCKED, assignment__state="assigned")


class ScoreSheet(LifecycleModel):
    """One reviewer's sheet for one unit."""

    assignment = models.OneToOneField(
        Assignment, models.PROTECT, related_name="sheet", verbose_name="评审指派"
    )
    comment = models.TextField("总体意见", blank=True)
    total = models.DecimalField("总分", max_digits=6, decimal_places=2, null=True, editable=False)
    locked_at = models.DateTimeField("锁定时间", null=True, editable=False)
    state = FSMField(
        "状态", max_length=8, choices=SheetState, default=SheetState.DRAFT, protected=True, editable=False
    )

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评分表"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SheetState.values), name="sheet_state_known"),
            models.CheckConstraint(
                condition=Q(state=SheetState.DRAFT) | (Q(total__isnull=False) & Q(locked_at__isnull=False)),
                name="locked_sheet_has_total",
            ),
        ]

    def __str__(self):
        return f"{self.assignment} 评分表"

    @property
    def is_draft(self) -> bool:
        return self.state == SheetState.DRAFT

    @property
    def standard(self):
        return self.assignment.candidacy.standard

    def scores_in_order(self) -> models.QuerySet["Score"]:
        """The points with their items, as the standard orders them."""
        return self.scores.select_related("item__dimension", "veto_mark")

    def items_to_score(self) -> models.QuerySet[StandardItem]:
        """What the reviewer answers; the portal fills in the rest."""
        return self.standard.items.scored_by_people()

    def measured(self) -> models.QuerySet[SelfAssessmentEntry]:
        """Items of system data, the same for every reviewer: as counted when the unit completed that version.

        `measured` says until which day. A unit that has done more since completes a new version before it applies.
        """
        version = self.assignment.candidacy.judged_self_assessment_id
        entries = SelfAssessmentEntry.objects.filter(assessment=version, points__isnull=False)
        return entries.filter(item__kind=ItemKind.AUTO).select_related("item__dimension")

    def points_given(self) -> Decimal:
        """The reviewer's points and those of system data, each dimension with its weight."""
        rows = [*self.scores_in_order(), *self.measured()]
        return weighted((row.points, row.item.dimension.weight) for row in rows)

    @move(
        state,
        source=SheetState.DRAFT,
        target=SheetState.LOCKED,
        label="提交并锁定",
        actor="评审人员本人",
        guards=[guards.being_assessed, guards.every_item_scored, guards.reviewer_has_no_conflict],
        consequences=["mark_vetoes"],
    )
    def lock(self):
        """Handed in: from now on the sheet counts and does not change."""
        self.total = self.points_given()
        self.locked_at = clock.now()


class Score(models.Model):
    """One item of the pinned standard: points, or for 一票否决 whether it was found, with the evidence as remark."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="scores", verbose_name="评分表")
    item = models.ForeignKey(StandardItem, models.PROTECT, related_name="+", verbose_name="评分项")
    points = models.DecimalField("得分", max_digits=5, decimal_places=2)
    found = models.BooleanField("存在否决情形", null=True, blank=True)
    remark = models.TextField("评语", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "得分"
        ordering = ["item__order", "item"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "item"], name="scored_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="points_not_negative"),
            models.CheckConstraint(
                condition=Q(found__isnull=True) | Q(points=0), name="veto_gives_no_points"
            ),
            models.CheckConstraint(
                condition=Q(found__isnull=True) | Q(found=False) | ~Q(remark=""),
                name="found_veto_has_evidence",
            ),
        ]

    def __str__(self):
        return f"{self.item} {self.points} 分"

    def clean(self):
        if self.item_id and self.points is not None and not 0 <= self.points <= self.item.most:
            raise ValidationError({"points": f"请填写 0 到 {self.item.most.normalize():f} 之间的分数。"})
