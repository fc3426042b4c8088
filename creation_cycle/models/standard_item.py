"""What a standard consists of: weighted dimensions, items of five kinds, and the rules that some items are scored by.

All of it is written while the standard is a draft; a published version keeps every word (STYLE 10).
"""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from creation_cycle import rule_lines
from creation_cycle.auto_sources import AUTO_SOURCES, auto_source_choices
from creation_cycle.enums import ItemKind, ItemMethod, StandardState
from creation_cycle.models.standard import Standard
from creation_cycle.scoring import SCORED_BY_RULES, STEPS, ItemSpec, RuleSpec

SOME = MinValueValidator(Decimal("0.01"), "须大于 0。")
NOT_NEGATIVE = MinValueValidator(Decimal(0), "不能小于 0。")


class PublishedStandardChanged(RuntimeError):
    """Something tried to write into a standard that is no draft any more: a defect of the caller."""


class PartOfStandard(models.Model):
    """Can be written and deleted as long as its standard is a draft, whoever asks."""

    class Meta:
        abstract = True

    def save(self, **kwargs):
        self._require_draft()
        super().save(**kwargs)

    def delete(self, **kwargs):
        self._require_draft()
        return super().delete(**kwargs)

    @property
    def of_standard(self) -> int:
        """The primary key of the standard that this is a part of."""
        raise NotImplementedError

    def _require_draft(self) -> None:
        """Locks nothing itself: who writes (`services.standards`, the admin's page) holds the standard's row.

        Publishing takes the same lock, so that one of the two waits.
        """
        standard = Standard.objects.filter(pk=self.of_standard)
        if standard.exclude(state=StandardState.DRAFT).exists():
            raise PublishedStandardChanged(f"{self} belongs to a version that is no draft")


class StandardDimension(PartOfStandard):
    """One dimension (S3 四(三) names seven); the points of its items count `weight` times."""

    standard = models.ForeignKey(
        Standard, models.CASCADE, related_name="dimensions", verbose_name="标准", editable=False
    )
    name = models.CharField("维度", max_length=20)
    weight = models.DecimalField(
        "权重",
        max_digits=4,
        decimal_places=2,
        default=Decimal(1),
        validators=[SOME],
        help_text="该维度的得分乘以权重后计入总分，1 即按原分计入。",
    )
    order = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "维度"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(weight__gt=0), name="dimension_weight_positive"),
            models.UniqueConstraint(
                fields=["standard", "name"], name="dimension_once", violation_error_message="维度名称重复。"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def of_standard(self) -> int:
        return self.standard_id


def validate_methods(value: object) -> None:
    """A list of 考评方式, each at most once."""
    known = isinstance(value, list) and all(method in ItemMethod.values for method in value)
    if not known or len(set(value)) != len(value):
        raise ValidationError(f"考评方式只能从{'、'.join(ItemMethod.labels)}中选择。")


class StandardItemQuerySet(models.QuerySet):
    def for_scoring(self) -> "StandardItemQuerySet":
        """With all that `spec` reads."""
        return self.select_related("dimension").prefetch_related("rules")

    def scored_by_people(self) -> "StandardItemQuerySet":
        """All but those that the portal counts itself."""
        return self.exclude(kind=ItemKind.AUTO)


class StandardItem(PartOfStandard):
    """One item of the rubric: what is looked at, how it is scored, and by which clause."""

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="items", verbose_name="标准")
    dimension = models.ForeignKey(
        StandardDimension, models.RESTRICT, related_name="items", verbose_name="维度"
    )
    name = models.CharField("评分项", max_length=60)
    kind = models.CharField("类型", max_length=10, choices=ItemKind, default=ItemKind.JUDGEMENT)
    guidance = models.TextField("评分说明", blank=True)
    points = models.DecimalField("满分", max_digits=5, decimal_places=2, validators=[NOT_NEGATIVE])
    bonus_max = models.DecimalField(
        "加分上限",
        max_digits=5,
        decimal_places=2,
        default=Decimal(0),
        validators=[NOT_NEGATIVE],
        help_text="在满分之外最多可以再加的分数。",
    )
    methods = models.JSONField("考评方式", default=list, blank=True, validators=[validate_methods])
    clause = models.CharField("依据", max_length=120, blank=True)
    auto_source = models.CharField("系统数据", max_length=40, blank=True, choices=auto_source_choices)
    full_at = models.DecimalField(
        "满分数值",
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[SOME],
        help_text="系统数据达到多少得满分，例如一年 4 场；未达到的按比例得分。",
    )
    step = models.DecimalField(
        "评分最小单位",
        max_digits=3,
        decimal_places=2,
        default=Decimal("0.50"),
        choices=[(step, f"{step.normalize():f} 分") for step in STEPS],
        help_text="评议项按此数的整数倍打分。",
    )
    order = models.PositiveSmallIntegerField("排序", default=0)

    objects = StandardItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评分项"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ItemKind.VETO, points=0, bonus_max=0)
                | Q(kind__in=[ItemKind.DEDUCT, ItemKind.AUTO], points__gt=0, bonus_max__gte=0)
                | (
                    Q(kind__in=[ItemKind.ACCUMULATE, ItemKind.JUDGEMENT], points__gte=0, bonus_max__gte=0)
                    & ~Q(points=0, bonus_max=0)
                ),
                name="item_points_by_kind",
                violation_error_message="一票否决项不计分；其他评分项须有大于 0 的满分或加分上限。",
            ),
            models.CheckConstraint(
                condition=(Q(kind=ItemKind.AUTO, full_at__isnull=False, full_at__gt=0) & ~Q(auto_source=""))
                | (~Q(kind=ItemKind.AUTO) & Q(auto_source="", full_at__isnull=True)),
                name="item_auto_has_source",
                violation_error_message="系统数据项须选择数据并填写满分数值，其他类型不填。",
            ),
            models.CheckConstraint(condition=Q(step__in=STEPS), name="item_step_known"),
            models.UniqueConstraint(
                fields=["standard", "name"], name="item_once", violation_error_message="评分项名称重复。"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def of_standard(self) -> int:
        return self.standard_id

    @property
    def most(self) -> Decimal:
        """The most points that may be given, bonus included."""
        return self.points + self.bonus_max

    @property
    def plain_step(self) -> str:
        """The smallest unit of points without needless zeros: 1, 0.5."""
        return f"{self.step.normalize():f}"

    @property
    def is_auto(self) -> bool:
        return self.kind == ItemKind.AUTO

    @property
    def is_veto(self) -> bool:
        return self.kind == ItemKind.VETO

    @property
    def is_scored_by_rules(self) -> bool:
        return self.kind in SCORED_BY_RULES

    @property
    def method_labels(self) -> list[str]:
        return [ItemMethod(method).label for method in self.methods]

    @property
    def lines(self) -> list[str]:
        """The rules as people write them, with their points."""
        return rule_lines.write(self.rules.all(), self.kind).splitlines() if self.is_scored_by_rules else []

    @property
    def source(self):
        """The registered source of an item of system data, else None."""
        return AUTO_SOURCES.get(self.auto_source)

    @property
    def spec(self) -> ItemSpec:
        """The item as `creation_cycle.scoring` reads it; ask for `for_scoring()` rows."""
        return ItemSpec(
            key=self.pk,
            name=self.name,
            kind=ItemKind(self.kind),
            points=self.points,
            bonus_max=self.bonus_max,
            weight=self.dimension.weight,
            rules=tuple(rule.spec for rule in self.rules.all()) if self.is_scored_by_rules else (),
            full_at=self.full_at,
            step=self.step,
            label=self.source.label if self.source else "",
            unit=self.source.unit if self.source else "",
        )


class ScoringRule(PartOfStandard):
    """评分细则: one line of an item, e.g. “无领导小组 -2”; how often it may count is part of it."""

    item = models.ForeignKey(StandardItem, models.CASCADE, related_name="rules", verbose_name="评分项")
    text = models.CharField("细则", max_length=80)
    points = models.DecimalField("分值", max_digits=5, decimal_places=2, validators=[SOME])
    is_bonus = models.BooleanField("加分", default=False)
    max_times = models.PositiveSmallIntegerField("最多次数", default=1)
    order = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "评分细则"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(points__gt=0), name="rule_points_positive"),
            models.CheckConstraint(condition=Q(max_times__gte=1), name="rule_counts_once_or_more"),
            models.UniqueConstraint(
                fields=["item", "text"], name="rule_once", violation_error_message="细则重复。"
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def of_standard(self) -> int:
        return StandardItem.objects.only("standard_id").get(pk=self.item_id).standard_id

    @property
    def spec(self) -> RuleSpec:
        return RuleSpec(self.pk, self.text, self.points, self.is_bonus, self.max_times)
