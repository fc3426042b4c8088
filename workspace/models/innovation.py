"""五小创新: works of innovation and how they fare afterwards (S4 二(二); domain.md §5.7)."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from core import clock
from core.validators import validate_not_future, validate_plain_paragraphs, validate_plain_text
from units.models import Committee, Unit
from workspace.models.taken_back import TakenBackModel


class InnovationCategory(models.Model):
    """A row of the code table: the sources list 五小 differently, so a committee may have its own."""

    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="团组织",
        help_text="留空为通用类别。",
    )  # fmt: skip
    code = models.SlugField("代码", max_length=30, unique=True)
    name = models.CharField("名称", max_length=20)
    source = models.CharField("出处", max_length=60, blank=True)
    is_active = models.BooleanField("可选", default=True)
    order = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "创新类别"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name


class Innovation(TakenBackModel):
    """One work. How far it got is said by its dates: handed in, adopted, in use."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="innovations", verbose_name="集体")
    category = models.ForeignKey(InnovationCategory, models.PROTECT, related_name="+", verbose_name="类别")
    name = models.CharField("名称", max_length=60, validators=[validate_plain_text])
    people = models.CharField("完成人", max_length=80, blank=True, validators=[validate_plain_text])
    background = models.TextField("背景", max_length=600, blank=True, validators=[validate_plain_paragraphs])
    content = models.TextField("内容", max_length=1000, validators=[validate_plain_paragraphs])
    benefit = models.TextField("效益说明", max_length=400, blank=True, validators=[validate_plain_paragraphs])
    benefit_amount = models.DecimalField(
        "经济效益（元）", max_digits=14, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal(0), "金额不能小于 0。")],
    )  # fmt: skip
    submitted_on = models.DateField("提交日期", default=clock.today, validators=[validate_not_future])
    adopted_on = models.DateField("采纳日期", null=True, blank=True, validators=[validate_not_future])
    applied_on = models.DateField("实施日期", null=True, blank=True, validators=[validate_not_future])
    activity = models.ForeignKey(
        "workspace.Activity", models.SET_NULL, null=True, blank=True, related_name="innovations",
        verbose_name="相关的创建日志", help_text="图片和视频从创建日志引用，不重复上传。",
    )  # fmt: skip
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人", editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "五小创新"
        ordering = ["-submitted_on", "-pk"]
        indexes = [models.Index(fields=["unit", "-submitted_on"], name="innovation_by_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(benefit_amount__isnull=True) | Q(benefit_amount__gte=0), name="benefit_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(adopted_on__isnull=True) | Q(adopted_on__gte=F("submitted_on")),
                name="adopted_after_submitted",
                violation_error_message="采纳日期不能早于提交日期。",
            ),
            models.CheckConstraint(
                condition=Q(applied_on__isnull=True)
                | Q(applied_on__gte=F("submitted_on"), adopted_on__isnull=True)
                | Q(applied_on__gte=F("adopted_on"), adopted_on__isnull=False),
                name="applied_after_adopted",
                violation_error_message="实施日期不能早于提交日期和采纳日期。",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def progress(self) -> str:
        """提交, 采纳 or 实施."""
        return "已实施" if self.applied_on else "已采纳" if self.adopted_on else "已提交"


class InnovationFollowUp(TakenBackModel):
    """回头看: whether the work is still in use, and what it brings."""

    innovation = models.ForeignKey(
        Innovation, models.CASCADE, related_name="follow_ups", verbose_name="创新作品"
    )
    day = models.DateField("回访日期", default=clock.today, validators=[validate_not_future])
    still_in_use = models.BooleanField("仍在使用", default=True)
    text = models.TextField("回访结果", max_length=400, validators=[validate_plain_paragraphs])
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人", editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "创新回访"
        ordering = ["-day", "-pk"]

    def __str__(self):
        return f"{self.day} 回访"
