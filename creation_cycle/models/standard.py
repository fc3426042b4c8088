"""创建标准: what a unit creates against and is scored by; published versions never change (STYLE 10)."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from core.fields import StateField
from core.lifecycle import LifecycleModel, move
from creation_cycle import guards
from creation_cycle.enums import StandardState
from creation_cycle.scoring import full_marks, weighted
from units.enums import Level
from units.models import Committee, Industry


class StandardQuerySet(models.QuerySet):
    def published(self) -> "StandardQuerySet":
        return self.filter(state=StandardState.PUBLISHED)

    def visible_to(self, user) -> "StandardQuerySet":
        """Drafts belong to the committee that writes them; published and reference ones are for everyone."""
        if user.is_superuser:
            return self
        own = Q(committee__in=Committee.objects.overseen_by(user))
        return self.filter(own | ~Q(state=StandardState.DRAFT) | Q(is_reference=True))

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
        Committee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="standards",
        verbose_name="组织委员会",
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
    note = models.TextField("说明", blank=True)
    code = models.SlugField("代码", max_length=60, null=True, unique=True, editable=False)
    is_reference = models.BooleanField(
        "仅供参考",
        default=False,
        editable=False,
        help_text="各地考核表的样例：可以查看和采用，本身不约束任何集体。",
    )
    pass_line = models.DecimalField("达标线", max_digits=5, decimal_places=2, default=Decimal(80))
    state = StateField(
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
                condition=Q(is_reference=False),
                violation_error_message="这一版本已存在。",
            ),
            models.CheckConstraint(condition=Q(state__in=StandardState.values), name="standard_state_known"),
            models.CheckConstraint(
                condition=Q(is_reference=False, committee__isnull=False, code__isnull=True)
                | Q(
                    is_reference=True,
                    committee__isnull=True,
                    code__isnull=False,
                    state=StandardState.DRAFT,
                ),
                name="standard_binds_or_is_reference",
                violation_error_message="请选择组织委员会。",
            ),
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
        """The most points a unit can get without bonus, dimensions weighted."""
        return full_marks(item.spec for item in self.items.for_scoring())

    @property
    def most(self) -> Decimal:
        """The most points a unit can get, bonus included."""
        return weighted((item.most, item.dimension.weight) for item in self.items.select_related("dimension"))

    @move(
        state,
        source=StandardState.DRAFT,
        target=StandardState.PUBLISHED,
        label="发布",
        actor="组委会管理员",
        guards=[
            guards.no_mere_example,
            guards.standard_has_items,
            guards.pass_line_reachable,
            guards.no_newer_published,
        ],
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
