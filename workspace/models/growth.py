"""青年成长计划卡: goals, partners, fans, the axis of growth and quotes of one member (S4 二(一); domain.md §5.6)."""

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from core import clock
from core.validators import validate_plain_paragraphs, validate_plain_text
from units.models import Member, Unit
from workspace.enums import SupporterKind


def new_token() -> str:
    """An address that nobody guesses: the member's, a partner's or a fan's own page."""
    return secrets.token_urlsafe(18)


class GrowthCardQuerySet(models.QuerySet):
    def visible_to(self, user) -> "GrowthCardQuerySet":
        """Cards of members whose unit `user` may see; a card's own people come by its token instead."""
        return self.filter(member__unit__in=Unit.objects.visible_to(user))

    def on(self, day) -> "GrowthCardQuerySet":
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class GrowthCard(models.Model):
    """One member's card for one stretch of time; shown on the wall only with the member's own consent."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="growth_cards", verbose_name="成员")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    token = models.CharField("本人页面代号", max_length=40, default=new_token, unique=True, editable=False)
    consented_at = models.DateTimeField("本人同意上墙公示的时间", null=True, editable=False)
    summary = models.TextField("完成总结", blank=True, validators=[validate_plain_paragraphs])
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="建卡人", editable=False
    )
    created_at = models.DateTimeField("建卡时间", default=clock.now, editable=False)

    objects = GrowthCardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "青年成长计划卡"
        ordering = ["member__name", "-starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["member", "starts_on"], name="growth_card_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=models.F("starts_on")),
                name="growth_card_dates",
                violation_error_message="结束日期须晚于开始日期。",
            ),
        ]

    def __str__(self):
        return f"{self.member} {self.starts_on.year}—{self.ends_on.year}"

    @property
    def may_hang_on_wall(self) -> bool:
        return self.consented_at is not None


class GrowthGoal(models.Model):
    """成长目标, one that can be measured."""

    card = models.ForeignKey(GrowthCard, models.CASCADE, related_name="goals", verbose_name="计划卡")
    text = models.CharField("目标", max_length=80, validators=[validate_plain_text])
    measure = models.CharField("衡量标准", max_length=80, blank=True, validators=[validate_plain_text])
    due_on = models.DateField("计划完成", null=True, blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "成长目标"
        ordering = ["pk"]

    def __str__(self):
        return self.text


class GrowthSupporter(models.Model):
    """成长伙伴 or 成长粉丝: somebody with an own simple page, reached by its token, without an account."""

    card = models.ForeignKey(GrowthCard, models.CASCADE, related_name="supporters", verbose_name="计划卡")
    kind = models.CharField("身份", max_length=8, choices=SupporterKind)
    name = models.CharField("姓名", max_length=40, validators=[validate_plain_text])
    role = models.CharField("职务", max_length=40, blank=True, validators=[validate_plain_text])
    token = models.CharField("页面代号", max_length=40, default=new_token, unique=True, editable=False)
    withdrawn_at = models.DateTimeField("停用时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "成长伙伴和粉丝"
        ordering = ["kind", "pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.name}"


class GrowthPoint(models.Model):
    """A point on 成长坐标轴: how far the member is on a day."""

    card = models.ForeignKey(GrowthCard, models.CASCADE, related_name="points", verbose_name="计划卡")
    day = models.DateField("日期", default=clock.today)
    percent = models.PositiveSmallIntegerField("进度（%）", validators=[MaxValueValidator(100)])
    text = models.CharField("说明", max_length=200, blank=True, validators=[validate_plain_text])

    class Meta:
        verbose_name = verbose_name_plural = "成长坐标"
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["card", "day"],
                name="one_point_a_day",
                violation_error_message="这一天已经记录过进度。",
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="percent_in_range"),
        ]

    def __str__(self):
        return f"{self.day} {self.percent}%"


class GrowthComment(models.Model):
    """伙伴建议 or 粉丝支持."""

    supporter = models.ForeignKey(
        GrowthSupporter, models.CASCADE, related_name="comments", verbose_name="留言人"
    )
    point = models.ForeignKey(
        GrowthPoint,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name="针对的进度",
    )
    text = models.CharField("留言", max_length=300, validators=[validate_plain_paragraphs])
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "成长留言"
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.supporter} {self.at:%Y-%m-%d}"


class Quote(models.Model):
    """微语录, at most 140 characters (S4)."""

    card = models.ForeignKey(GrowthCard, models.CASCADE, related_name="quotes", verbose_name="计划卡")
    day = models.DateField("日期", default=clock.today)
    text = models.CharField("微语录", max_length=140, validators=[validate_plain_text])

    class Meta:
        verbose_name = verbose_name_plural = "微语录"
        ordering = ["-day", "-pk"]

    def __str__(self):
        return self.text
