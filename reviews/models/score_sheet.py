"""评分表: one reviewer's points for one unit; handed in, then locked with its round (domain.md §5.10)."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, Q

from core import clock
from core.fields import StateField
from core.lifecycle import NOTE, LifecycleModel, move
from creation_cycle.enums import ItemKind
from creation_cycle.models import SelfAssessmentEntry, StandardItem
from creation_cycle.scoring import weighted
from reviews import guards
from reviews.enums import SheetState
from reviews.models.assignment import Assignment
from reviews.models.dossier import Dossier
from reviews.models.round import Round
from reviews.models.site_photo import SitePhoto, private_storage  # noqa: F401  (migrations name it here)

HANDED_IN = (SheetState.SUBMITTED, SheetState.LOCKED)


class ScoreSheetQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ScoreSheetQuerySet":
        """One's own, and for leads and the organizer's line those that were handed in.

        Blind: whoever still owes a sheet of the same unit sees no other one of it, whatever their office.
        """
        if not user.is_active:
            return self.none()
        handed_in = Q(state__in=HANDED_IN) & ~Exists(Assignment.objects.owed_beside(user, "assignment__"))
        if not user.is_superuser:
            handed_in &= Q(assignment__round__in=Round.objects.moderated_by(user))
        return self.filter(Q(assignment__reviewer=user) | handed_in)

    def for_reading(self) -> "ScoreSheetQuerySet":
        """With all that the head of a sheet's page shows."""
        return self.select_related(
            "assignment__candidacy__unit__region", "assignment__candidacy__unit__industry",
            "assignment__candidacy__unit__employer", "assignment__candidacy__unit__unit_type",
            "assignment__candidacy__standard", "assignment__candidacy__roster_snapshot", "assignment__reviewer",
            "assignment__candidacy__judged_self_assessment", "assignment__round__cycle", "assignment__part",
        )  # fmt: skip

    def counting(self) -> "ScoreSheetQuerySet":
        """Sheets that were handed in, of reviewers who did not step back."""
        return self.filter(state__in=HANDED_IN, assignment__state="assigned")


class ScoreSheet(LifecycleModel):
    """One reviewer's sheet for one unit."""

    assignment = models.OneToOneField(
        Assignment, models.PROTECT, related_name="sheet", verbose_name="评审指派"
    )
    comment = models.TextField("总体意见", blank=True)
    total = models.DecimalField("总分", max_digits=6, decimal_places=2, null=True, editable=False)
    submitted_at = models.DateTimeField("提交时间", null=True, editable=False)
    revision = models.PositiveIntegerField("改动序号", default=0, editable=False)
    reopened_for = models.TextField("退回重评理由", blank=True, editable=False)
    state = StateField(
        "状态", max_length=10, choices=SheetState, default=SheetState.DRAFT, protected=True, editable=False
    )

    settled = ("submitted", "locked")

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评分表"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SheetState.values), name="sheet_state_known"),
            models.CheckConstraint(
                condition=Q(state=SheetState.DRAFT)
                | (Q(total__isnull=False) & Q(submitted_at__isnull=False)),
                name="submitted_sheet_has_total",
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
        return self.scores.select_related("item__dimension", "veto_mark").prefetch_related("item__rules")

    def photos_in_order(self) -> models.QuerySet["ScorePhoto"]:
        """Pictures taken on site, as the standard orders their items."""
        return self.photos.select_related("item").order_by("item__order", "item", "pk")

    def items_to_score(self) -> models.QuerySet[StandardItem]:
        """What the reviewer answers; the portal fills in the rest."""
        return self.standard.items.scored_by_people()

    def measured(self) -> models.QuerySet[SelfAssessmentEntry]:
        """Items of system data, the same for every reviewer: as counted when the unit completed that version.

        `measured` says until which day. A unit that has done more since completes a new version before it applies;
        the round goes on to judge the one that it began with.
        """
        candidacy = self.assignment.candidacy
        version = Dossier.objects.versions(self.assignment.round_id, [candidacy])[candidacy.pk]
        entries = SelfAssessmentEntry.objects.filter(assessment=version, points__isnull=False)
        return entries.filter(item__kind=ItemKind.AUTO).select_related("item__dimension")

    def points_given(self) -> Decimal:
        """The reviewer's points and those of system data, each dimension with its weight."""
        rows = [*self.scores_in_order(), *self.measured()]
        return weighted((row.points, row.item.dimension.weight) for row in rows)

    @move(
        state,
        source=SheetState.DRAFT,
        target=SheetState.SUBMITTED,
        label="提交评分",
        actor="评审人员本人",
        guards=[guards.being_assessed, guards.every_item_scored, guards.reviewer_has_no_conflict],
        locks=["assignment__round"],
        consequences=["mark_vetoes"],
    )
    def submit(self):
        """Handed in: from now on the sheet counts; only the lead can open it again."""
        self.total = self.points_given()
        self.submitted_at = clock.now()
        self.reopened_for = ""

    @move(
        state,
        source=SheetState.SUBMITTED,
        target=SheetState.DRAFT,
        label="退回重评",
        actor="评审组长",
        inputs=[NOTE],
        guards=[guards.round_not_closed, guards.not_own_sheet],
        locks=["assignment__round"],
        consequences=["withdraw_vetoes", "tell_reviewer_reopened"],
    )
    def reopen(self, *, note):
        """Back to its reviewer, with the lead's reason; the ledger keeps the total that was handed in."""
        self.total = self.submitted_at = None
        self.reopened_for = note

    @move(
        state,
        source=SheetState.SUBMITTED,
        target=SheetState.LOCKED,
        label="锁定",
        actor="系统（考核结束时）",
        by_system=True,
    )
    def lock(self):
        """The round has closed: the sheet is evidence and never changes again."""


class Score(models.Model):
    """One item of the pinned standard: points, or for 一票否决 whether it was found, with the evidence as remark."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="scores", verbose_name="评分表")
    item = models.ForeignKey(StandardItem, models.PROTECT, related_name="+", verbose_name="评分项")
    points = models.DecimalField("得分", max_digits=5, decimal_places=2)
    found = models.BooleanField("存在否决情形", null=True, blank=True)
    remark = models.TextField("评语", blank=True)
    marks = models.JSONField(
        "按细则记分", default=dict, blank=True, help_text="细则编号到次数；按细则评分的项目由此算出得分。"
    )
    version = models.PositiveIntegerField(
        "版本", default=1, help_text="最近一次改动在本表中的序号，供多台设备核对。"
    )
    saved_at = models.DateTimeField("保存时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "得分"
        ordering = ["item__order", "item"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "item"], name="scored_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="points_not_negative"),
            models.CheckConstraint(condition=Q(version__gte=1), name="score_version_counts"),
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

    @property
    def marked(self) -> list[str]:
        """The scoring rules that were marked, with what they make: the reason of a deduction."""
        deducts = self.item.kind == ItemKind.DEDUCT
        times = (
            {rule: self.marks.get(str(rule.pk), 0) for rule in self.item.rules.all()} if self.marks else {}
        )
        return [
            f"{rule.text} {'−' if deducts and not rule.is_bonus else '+'}{(rule.points * number).normalize():f}"
            for rule, number in times.items()
            if number
        ]

    def clean(self):
        if self.item_id and self.points is not None and not 0 <= self.points <= self.item.most:
            raise ValidationError({"points": f"请填写 0 到 {self.item.most.normalize():f} 之间的分数。"})


class ScorePhotoQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ScorePhotoQuerySet":
        """Whoever may read the sheet, sees its pictures."""
        return self.filter(sheet__in=ScoreSheet.objects.visible_to(user).values("pk"))


class ScorePhoto(SitePhoto):
    """A picture taken on site, beside an item of a score sheet."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="photos", verbose_name="评分表")
    item = models.ForeignKey(
        StandardItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="评分项"
    )

    objects = ScorePhotoQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "现场照片"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["sheet", "item", "sha256"], name="score_photo_once")]

    def __str__(self):
        return f"{self.sheet} 照片"
