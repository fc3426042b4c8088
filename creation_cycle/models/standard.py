"""创建标准: what a unit creates against and is scored by; published versions never change (STYLE 10)."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django_fsm import FSMField

from core.lifecycle import LifecycleModel, move
from creation_cycle import guards
from creation_cycle.enums import StandardState
from units.enums import Level
from units.models import Committee, Industry


class StandardQuerySet(models.QuerySet):
    def published(self) -> "StandardQuerySet":
        return self.filter(state=StandardState.PUBLISHED)

    def visible_to(self, user) -> "StandardQuerySet":
        """Drafts belong to the committee that writes them; published versions are for everyone."""
        if user.is_superuser:
            return self
        own = Q(committee__in=Committee.objects.overseen_by(user))
        return self.filter(own | ~Q(state=StandardState.DRAFT))

    def pick(self, *, committee: Committee, level: str, industry: Industry | None) -> "Standard | None":
        """The unit's industry standard, else the general one (S1 对标创建); the newest version."""
        found = (
            self.published()
            .filter(committee=committee, level=level)
            .filter(Q(industry=industry) | Q(industry__isnull=True))
        )
        return max(found, key=lambda s: (s.industry_id is not None, s.version), default=None)


class Standard(LifecycleModel):
    """One version of one committee's standard, for an industry or for all."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="standards", verbose_name="组织委员会"
    )
    level = models.CharField("等级", max_length=12, choices=Level)
    industry = models.ForeignKey(
        Industry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="行业系统",
        help_text="留空为通用标准：暂无行业标准的集体适用。",
    )
    name = models.CharField("名称", max_length=80)
    version = models.PositiveSmallIntegerField("版本", default=1)
    basis = models.TextField("依据", blank=True)
    pass_line = models.DecimalField("达标线", max_digits=5, decimal_places=2, default=Decimal(80))
    state = FSMField(
        "状态",
        max_length=12,
        choices=StandardState,
        default=StandardState.DRAFT,
        protected=True,
        editable=False,
    )

    objects = StandardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "创建标准"
        ordering = ["committee", "level", "-version"]
        constraints = [
            models.UniqueConstraint(
                "committee",
                "level",
                Coalesce("industry", 0),
                "version",
                name="standard_version_once",
                violation_error_message="这一版本已存在。",
            ),
            models.CheckConstraint(condition=Q(state__in=StandardState.values), name="standard_state_known"),
        ]

    def __str__(self):
        return f"{self.name}（第 {self.version} 版）"

    @property
    def is_draft(self) -> bool:
        return self.state == StandardState.DRAFT

    def published_siblings(self) -> StandardQuerySet:
        """Other published versions for the same committee, level and industry."""
        same = {"committee": self.committee_id, "level": self.level, "industry": self.industry_id}
        return Standard.objects.published().filter(**same).exclude(pk=self.pk)

    @property
    def total(self) -> Decimal:
        """The most points a unit can get."""
        return sum((item.points for item in self.items.all()), Decimal(0))

    @move(
        state,
        source=StandardState.DRAFT,
        target=StandardState.PUBLISHED,
        label="发布",
        actor="组委会管理员",
        guards=[guards.standard_has_items, guards.pass_line_reachable, guards.no_newer_published],
        consequences=["supersede_standards"],
        danger=True,
    )
    def publish(self):
        """From now on immutable; the version before it is superseded."""

    @move(
        state,
        source=StandardState.PUBLISHED,
        target=StandardState.SUPERSEDED,
        label="停用",
        actor="系统（新版发布时）",
        by_system=True,
    )
    def supersede(self):
        """A newer version is in force; candidacies pinned to this one keep it."""


class StandardItem(models.Model):
    """One item of the rubric, in one of the dimensions (S3 四(三) names seven)."""

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="items", verbose_name="标准")
    dimension = models.CharField("维度", max_length=20)
    name = models.CharField("评分项", max_length=60)
    guidance = models.TextField("评分说明", blank=True)
    points = models.DecimalField(
        "满分",
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"), "满分须大于 0。")],
    )
    order = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "评分项"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(points__gt=0), name="item_points_positive"),
            models.UniqueConstraint(
                fields=["standard", "name"], name="item_once", violation_error_message="评分项名称重复。"
            ),
        ]

    def __str__(self):
        return self.name
