"""关爱: help for people in need, who appear under code names only (S4 二(三); domain.md §5.9, §12.7)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core import clock
from core.validators import validate_not_future, validate_plain_paragraphs, validate_plain_text
from units.models import Unit
from workspace.enums import CareKind
from workspace.models.taken_back import TakenBackModel
from workspace.validators import refuse_personal_numbers


class CareTarget(models.Model):
    """A family or a person, known here by a code that the portal gives; there is no column for a name."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="care_targets", verbose_name="集体")
    kind = models.CharField("对象类型", max_length=8, choices=CareKind)
    code = models.CharField("代号", max_length=12, editable=False)
    since = models.DateField("开始日期", default=clock.today, validators=[validate_not_future])
    until = models.DateField("结束日期", null=True, blank=True, validators=[validate_not_future])
    frequency = models.CharField(
        "计划频次",
        max_length=40,
        blank=True,
        help_text="例如：每季度一次。",
        validators=[validate_plain_text, refuse_personal_numbers],
    )

    class Meta:
        verbose_name = verbose_name_plural = "帮扶对象"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "code"], name="care_code_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="care_ends_after_start",
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ]

    def __str__(self):
        return self.code


class CareVisit(TakenBackModel):
    """One time that help was given."""

    target = models.ForeignKey(CareTarget, models.CASCADE, related_name="visits", verbose_name="帮扶对象")
    day = models.DateField("日期", default=clock.today, validators=[validate_not_future])
    text = models.TextField(
        "内容", max_length=300, validators=[validate_plain_paragraphs, refuse_personal_numbers]
    )
    activity = models.ForeignKey(
        "workspace.Activity", models.SET_NULL, null=True, blank=True, related_name="care_visits",
        verbose_name="相关的创建日志",
    )  # fmt: skip
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人", editable=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "关爱记录"
        ordering = ["-day", "-pk"]

    def __str__(self):
        return f"{self.target} {self.day}"
