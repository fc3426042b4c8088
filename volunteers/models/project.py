"""主题行动: action → project → indicator → report, e.g. 我为青年办实事 (domain.md §10)."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse

from core import clock
from core.validators import validate_plain_paragraphs, validate_plain_text
from units.models import Committee, Unit
from volunteers.models.written_once import WrittenOnceModel, WrittenOnceQuerySet
from volunteers.project_enums import IndicatorKind, ProjectKind

MONEY_UNIT = "万元"
"""Amounts are Decimal in 万元; other indicators name a unit of their own."""


def overseen(user, path: str = "committee") -> Q:
    """Rows of committees where `user` serves, and below."""
    return Q(**{f"{path}__in": Committee.objects.overseen_by(user)})


class ServiceActionQuerySet(models.QuerySet):
    def public(self) -> "ServiceActionQuerySet":
        return self.filter(is_public=True)

    def visible_to(self, user) -> "ServiceActionQuerySet":
        if not user.is_active:
            return self.none()
        return self if user.is_superuser else self.filter(overseen(user))


class ServiceAction(models.Model):
    """主题行动 of one committee and year, with where its figures come from."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="service_actions", verbose_name="主办团组织"
    )
    name = models.CharField("行动名称", max_length=60, validators=[validate_plain_text])
    campaign = models.CharField(
        "所属活动", max_length=60, blank=True, help_text="例如：“我为青年办实事”六大行动。"
    )
    year = models.PositiveSmallIntegerField("年度")
    text = models.TextField("行动内容", max_length=2000, blank=True, validators=[validate_plain_paragraphs])
    source = models.CharField(
        "资料来源", max_length=200, blank=True, help_text="公开报道或文件的名称和日期。"
    )
    order = models.PositiveSmallIntegerField("排序", default=0)
    is_public = models.BooleanField("在网站公开", default=True)

    objects = ServiceActionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "主题行动"
        ordering = ["-year", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "year", "name"],
                name="action_once_a_year",
                violation_error_message="本年度已有同名的行动。",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("projects:action", args=[self.pk])


class ServiceProjectQuerySet(models.QuerySet):
    def public(self) -> "ServiceProjectQuerySet":
        return self.filter(is_public=True, action__is_public=True)

    def visible_to(self, user) -> "ServiceProjectQuerySet":
        if not user.is_active:
            return self.none()
        return self if user.is_superuser else self.filter(overseen(user, "action__committee"))


class ServiceProject(models.Model):
    """服务项目 within an action; units carry it out."""

    action = models.ForeignKey(
        ServiceAction, models.PROTECT, related_name="projects", verbose_name="主题行动"
    )
    name = models.CharField("项目名称", max_length=60, validators=[validate_plain_text])
    kind = models.CharField("项目类型", max_length=10, choices=ProjectKind, default=ProjectKind.GENERAL)
    text = models.TextField("项目内容", max_length=2000, blank=True, validators=[validate_plain_paragraphs])
    executors = models.ManyToManyField(
        Unit, blank=True, related_name="service_projects", verbose_name="执行集体"
    )
    order = models.PositiveSmallIntegerField("排序", default=0)
    is_public = models.BooleanField("在网站公开", default=True)

    objects = ServiceProjectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务项目"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "name"],
                name="project_once_in_action",
                violation_error_message="这项行动中已有同名的项目。",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("projects:project", args=[self.pk])


class IndicatorQuerySet(models.QuerySet):
    def visible_to(self, user) -> "IndicatorQuerySet":
        if not user.is_active:
            return self.none()
        return self if user.is_superuser else self.filter(overseen(user, "project__action__committee"))

    def with_latest(self) -> "IndicatorQuerySet":
        """Each with `latest_value`, `latest_day` and `latest_source` of the report that stands, if there is one."""
        standing = ProgressReport.objects.standing().filter(indicator=OuterRef("pk")).order_by("-day", "-pk")
        return self.annotate(
            latest_value=Subquery(standing.values("value")[:1]),
            latest_day=Subquery(standing.values("day")[:1]),
            latest_source=Subquery(standing.values("source")[:1]),
        )


class Indicator(models.Model):
    """指标 of a project: what is counted, in which unit, over which time, and how much of it is aimed at."""

    project = models.ForeignKey(
        ServiceProject, models.PROTECT, related_name="indicators", verbose_name="服务项目"
    )
    name = models.CharField("指标名称", max_length=60, validators=[validate_plain_text])
    kind = models.CharField("指标类型", max_length=12, choices=IndicatorKind, default=IndicatorKind.COUNT)
    target = models.DecimalField(
        "目标值", max_digits=14, decimal_places=2, null=True, blank=True, help_text="没有公布目标的可以留空。"
    )
    unit = models.CharField("单位", max_length=10, help_text="例如：处、场次、人；金额一律用万元。")
    starts_on = models.DateField("统计开始日期")
    ends_on = models.DateField("统计结束日期")
    note = models.CharField("口径说明", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("排序", default=0)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "项目指标"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "name"],
                name="indicator_once_in_project",
                violation_error_message="这个项目中已有同名的指标。",
            ),
            models.CheckConstraint(
                condition=Q(kind=IndicatorKind.COUNT) | Q(unit=MONEY_UNIT),
                name="money_counted_in_wan",
                violation_error_message="金额类指标的单位须为万元。",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | Q(target__gt=0),
                name="target_above_nothing",
                violation_error_message="目标值须大于 0；没有目标的请留空。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="indicator_ends_after_start",
                violation_error_message="统计结束日期不能早于开始日期。",
            ),
        ]

    def __str__(self):
        return f"{self.project}：{self.name}"

    def percent_of(self, value: Decimal | None) -> Decimal | None:
        """`value` in per cent of the target, one decimal, cut not rounded: 99.96 % is not done. May pass 100."""
        if value is None or self.target is None:
            return None
        return (value * 1000 / self.target).to_integral_value(rounding="ROUND_FLOOR") / 10


class ProgressReportQuerySet(WrittenOnceQuerySet):
    def standing(self) -> "ProgressReportQuerySet":
        """Reports that no later one has corrected."""
        return self.filter(corrected_by__isnull=True)

    def visible_to(self, user) -> "ProgressReportQuerySet":
        if not user.is_active:
            return self.none()
        path = "indicator__project__action__committee"
        return self if user.is_superuser else self.filter(overseen(user, path))


class ProgressReport(WrittenOnceModel):
    """进展: the sum reached up to a day, with what it rests on. A mistake is corrected by a new row that names it."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="reports", verbose_name="项目指标")
    value = models.DecimalField("累计完成", max_digits=14, decimal_places=2)
    day = models.DateField("截至日期", default=clock.today)
    text = models.CharField("说明", max_length=300, blank=True, validators=[validate_plain_text])
    source = models.CharField("依据", max_length=200, validators=[validate_plain_text])
    evidence_url = models.URLField("依据网址", max_length=300, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name="更正的进展"
    )
    reason = models.CharField("更正理由", max_length=200, blank=True, validators=[validate_plain_text])
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="填报人"
    )
    reported_at = models.DateTimeField("填报时间", default=clock.now)

    objects = ProgressReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "项目进展"
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0), name="progress_not_negative"),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(reason=""), name="correction_of_progress_has_reason"
            ),
        ]

    @property
    def value_text(self) -> str:
        """1,234.5: without needless zeros."""
        return f"{self.value:,.2f}".rstrip("0").rstrip(".")

    def __str__(self):
        return f"{self.indicator} {self.day:%Y-%m-%d}：{self.value.normalize():f}{self.indicator.unit}"
