"""明察暗访 (S3 四): who looks at a unit, by which list, what they saw, and what followed from it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import clock
from core.fields import StateField
from core.lifecycle import NOTE, LifecycleModel, move
from core.validators import validate_plain_paragraphs
from creation_cycle.enums import AdjustmentBasis
from creation_cycle.guards import not_own_unit
from creation_cycle.models import Adjustment, Recheck, Standard
from reviews import inspection_guards as guards
from reviews.enums import InspectionKind, Look
from reviews.enums import InspectionState as S
from reviews.models.site_photo import SitePhoto
from units.models import Committee, Unit
from units.queries.conflicts import units_tied_to

USER = settings.AUTH_USER_MODEL


class InspectionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "InspectionQuerySet":
        """The committee's line and the inspectors; never the unit nor who is tied to it."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        seen = Q(committee__in=Committee.objects.overseen_by(user)) | Q(pk__in=self._inspected_by(user))
        return self.filter(seen).exclude(unit__in=units_tied_to(user))

    def of_inspector(self, user) -> "InspectionQuerySet":
        return self.filter(pk__in=self._inspected_by(user))

    @staticmethod
    def _inspected_by(user) -> models.QuerySet:
        return Inspection.inspectors.through.objects.filter(user_id=user.pk).values("inspection")

    def planned(self) -> "InspectionQuerySet":
        return self.filter(state=S.PLANNED)


class Inspection(LifecycleModel):
    """One visit of one unit; its points are frozen from the list it was planned with."""

    number = models.CharField("编号", max_length=40, unique=True, editable=False)
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="inspections", verbose_name="组织检查的团组织"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="inspections", verbose_name="集体")
    kind = models.CharField("方式", max_length=12, choices=InspectionKind, help_text="暗访不通知集体。")
    inspectors = models.ManyToManyField(USER, related_name="+", verbose_name="检查人员")
    opens_on = models.DateField("开始日期", default=clock.today)
    closes_on = models.DateField("结束日期")
    purpose = models.CharField("检查重点", max_length=200, blank=True)
    standard = models.ForeignKey(
        Standard, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="按创建标准检查",
        help_text="留空时使用通用的现场检查要点。",
    )  # fmt: skip
    recheck = models.ForeignKey(
        Recheck,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inspections",
        verbose_name="年度复核抽检",
    )
    comment = models.TextField(
        "总体意见", max_length=2000, blank=True, validators=[validate_plain_paragraphs], editable=False
    )
    revision = models.PositiveIntegerField("修订号", default=0, editable=False)
    reported_by = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+", verbose_name="提交人", editable=False
    )
    reported_on = models.DateField("检查日期", null=True, editable=False)
    result = models.TextField("处理意见", blank=True, editable=False)
    state = StateField("状态", max_length=10, choices=S, default=S.PLANNED, protected=True, editable=False)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "明察暗访"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="inspection_state_known"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=models.F("opens_on")), name="inspection_window",
                violation_error_message="结束日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.REPORTED, S.CLOSED])
                | Q(reported_on__isnull=False, reported_by__isnull=False),
                name="inspection_reported_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.CLOSED, S.CANCELLED]) | ~Q(result=""), name="inspection_ended_with_reason"
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("reviews:inspection", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == S.PLANNED

    @property
    def basis_key(self) -> str:
        return f"inspection:{self.pk}"

    @property
    def has_adjustment(self) -> bool:
        on_it = Adjustment.objects.filter(basis=AdjustmentBasis.INSPECTION, basis_key=self.basis_key)
        return on_it.exists()

    @move(
        state,
        source=S.PLANNED,
        target=S.REPORTED,
        label="提交检查情况",
        actor="检查人员",
        guards=[guards.in_window, guards.inspectors_untied, guards.every_point_looked_at],
        consequences=["tell_inspecting_committee"],
    )
    def report(self, *, by):
        """What was seen stands; the committee follows it up."""
        self.reported_by, self.reported_on = by, clock.today()

    @move(
        state,
        source=S.REPORTED,
        target=S.CLOSED,
        label="办结",
        actor="组织检查的团组织管理员",
        inputs=[NOTE],
        guards=[not_own_unit, guards.problems_followed_up],
    )
    def close(self, *, note):
        """Nothing was wrong, or it was mended, or an adjustment is under way."""
        self.result = note

    @move(
        state,
        source=S.PLANNED,
        target=S.CANCELLED,
        label="取消检查",
        actor="组织检查的团组织管理员",
        inputs=[NOTE],
        guards=[not_own_unit],
        danger=True,
    )
    def cancel(self, *, note):
        """It does not take place."""
        self.result = note


class InspectionItemQuerySet(models.QuerySet):
    def problems(self) -> "InspectionItemQuerySet":
        return self.filter(look=Look.PROBLEM)


class InspectionItem(models.Model):
    """检查要点: one point of the list and what was seen there; `version` grows with each change."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="items", verbose_name="检查")
    order = models.PositiveSmallIntegerField("顺序")
    name = models.CharField("要点", max_length=200)
    guidance = models.TextField("怎样看", blank=True)
    clause = models.CharField("依据", max_length=200, blank=True)
    look = models.CharField("情况", max_length=8, choices=Look, blank=True)
    remark = models.CharField("说明", max_length=500, blank=True)
    version = models.PositiveIntegerField("版本", default=0)
    saved_at = models.DateTimeField("保存时间", null=True)

    objects = InspectionItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "检查要点"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "order"], name="inspection_item_order_once"),
            models.CheckConstraint(
                condition=~Q(look=Look.PROBLEM) | ~Q(remark=""), name="inspection_problem_is_described"
            ),
        ]

    def __str__(self):
        return self.name


class InspectionPhoto(SitePhoto):
    """A picture taken at one point of an inspection."""

    item = models.ForeignKey(InspectionItem, models.CASCADE, related_name="photos", verbose_name="要点")

    class Meta:
        verbose_name = verbose_name_plural = "检查照片"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["item", "sha256"], name="inspection_photo_once")]
