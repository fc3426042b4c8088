"""创建任务 as data: who has to do what how often, by which clause (domain.md §7, D1–D17)."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from core import clock
from units.models import Committee, Unit
from workspace import counters
from workspace.enums import DutyPeriod, DutySubject, ReminderOccasion


class DutyQuerySet(models.QuerySet):
    def on_path(self, paths) -> "DutyQuerySet":
        """The national frame and what the committees on these paths of the tree have set themselves."""
        keys = {int(key) for path in paths for key in path.strip("/").split("/") if key}
        return self.filter(Q(committee__isnull=True) | Q(committee__in=keys)).select_related("committee")


class Duty(models.Model):
    """One duty. Without a committee it is the national frame; a committee's own of the same code takes its place.

    An inactive own one switches the duty off for its units. `counter` names how it is counted
    (`workspace.counters`); `activity_types` are the kinds of activity that it is offered for, ticked in advance where
    such an activity always satisfies it (`ticked_by_type`). A node begins on `node_month`-`node_day` and lasts
    `node_days`.
    """

    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="duties", verbose_name="团组织"
    )
    code = models.SlugField("代码", max_length=30)
    name = models.CharField("名称", max_length=40)
    text = models.TextField("要求", blank=True)
    subject = models.CharField("对象", max_length=10, choices=DutySubject)
    period = models.CharField("频次", max_length=10, choices=DutyPeriod)
    target = models.PositiveSmallIntegerField("目标数量", default=1)
    counter = models.CharField("计数方法", max_length=30, choices=counters.choices)
    activity_types = models.ManyToManyField(
        "workspace.ActivityType", blank=True, related_name="duties", verbose_name="对应的活动类型"
    )
    ticked_by_type = models.BooleanField(
        "按类型自动勾选",
        default=True,
        help_text="同类活动未必都满足本任务的，请取消：登记时只列出本任务，由号长勾选。团组织的任务始终自动计入。",
    )
    clause = models.CharField("依据", max_length=80)
    node_month = models.PositiveSmallIntegerField("节点月份", null=True, blank=True)
    node_day = models.PositiveSmallIntegerField("节点日期", null=True, blank=True)
    node_days = models.PositiveSmallIntegerField("节点天数", null=True, blank=True)
    suggestion = models.CharField(
        "主题建议", max_length=60, blank=True, help_text="例如：号声嘹亮·青年文明号向祖国报告。"
    )
    is_active = models.BooleanField("启用", default=True)
    order = models.PositiveSmallIntegerField("排序", default=0)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "创建任务"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                Coalesce("committee", 0),
                "code",
                name="duty_once",
                violation_error_message="该团组织已有同一代码的任务。",
            ),
            models.CheckConstraint(condition=Q(target__gt=0), name="duty_target_positive"),
            models.CheckConstraint(
                condition=~Q(period=DutyPeriod.NODE)
                | Q(node_month__range=(1, 12), node_day__range=(1, 31), node_days__range=(1, 92)),
                name="node_has_days",
                violation_error_message="节点任务须填写月份、日期和天数。",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        if self.period == DutyPeriod.NODE and not all((self.node_month, self.node_day, self.node_days)):
            raise ValidationError({"node_month": "节点任务须填写月份、日期和天数。"})
        if self.subject == DutySubject.MEMBER and self.target and self.target != 1:
            raise ValidationError({"target": "对象为每名成员时，目标数量为每人 1。"})
        if self.subject and not counters.fits(self.counter, self.subject):
            raise ValidationError({"counter": "这种计数方法不适用于所选对象。"})

    @property
    def period_in_words(self) -> str:
        """每年至少 4 场; 每年3月5日起 7 天内至少 1 次; 每个创建周期，全体成员."""
        often = self.get_period_display()
        if self.period == DutyPeriod.NODE:
            often = f"每年{self.node_month}月{self.node_day}日起 {self.node_days} 天内"
        if self.subject == DutySubject.MEMBER:
            return f"{often}，全体成员"
        return f"{often}至少 {self.target} {counters.get(self.counter).word}"


class DutyReminder(models.Model):
    """A reminder that went out: once for each duty, subject, period and occasion.

    `batch` tells a run which of its rows were its own: of two runs at once each inserts what the other did not.
    """

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="reminders", verbose_name="创建任务")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+", verbose_name="集体")
    committee = models.ForeignKey(
        Committee, models.CASCADE, null=True, related_name="+", verbose_name="团组织"
    )
    period_start = models.DateField("期间开始")
    occasion = models.CharField("时机", max_length=10, choices=ReminderOccasion)
    batch = models.UUIDField("批次", default=uuid.uuid4, editable=False)
    sent_at = models.DateTimeField("发送时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "任务提醒"
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True) ^ Q(committee__isnull=True), name="reminder_has_one_subject"
            ),
            models.UniqueConstraint(
                "duty",
                Coalesce("unit", 0),
                Coalesce("committee", 0),
                "period_start",
                "occasion",
                name="reminded_once",
            ),
        ]

    def __str__(self):
        return f"{self.duty} {self.period_start} {self.occasion}"


class WallPosting(models.Model):
    """成长进度上墙公示: that the sheet of a month was put up (S4 二(一), monthly)."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="wall_postings", verbose_name="集体")
    month = models.DateField("月份", help_text="当月 1 日")
    posted_on = models.DateField("公示日期", default=clock.today)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "上墙公示"
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "month"], name="wall_posted_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="wall_month_is_first"),
        ]

    def __str__(self):
        return f"{self.month:%Y-%m}"
