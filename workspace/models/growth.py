"""青年成长计划卡: goals, partners, fans, the axis of growth and quotes of one member (S4 二(一); domain.md §5.6)."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core import clock
from core.text import chinese_date
from core.validators import validate_plain_paragraphs, validate_plain_text
from units.models import Member, Unit
from workspace import consent
from workspace.enums import SupporterKind

RETRACTABLE = timedelta(minutes=10)
"""How long a comment may be taken back by whoever wrote it."""


def new_token() -> str:
    """An address that nobody guesses: the member's, a partner's or a fan's own page."""
    return secrets.token_urlsafe(18)


class GrowthCardQuerySet(models.QuerySet):
    def of(self, unit: Unit) -> "GrowthCardQuerySet":
        """Cards of everybody who is or was on the roster. Only the unit's keepers come here; committees see
        counts, a card's own people come by its token.
        """
        return self.filter(member__unit=unit)

    def on(self, day) -> "GrowthCardQuerySet":
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def open(self) -> "GrowthCardQuerySet":
        """Cards whose links work: their member has joined and not left."""
        return self.filter(member__in=Member.objects.on(clock.today()))

    def filled(self) -> "GrowthCardQuerySet":
        """Cards with a goal, a partner and a fan, as S4 二(一) asks."""
        goals = GrowthGoal.objects.filter(card=OuterRef("pk"))
        supporters = GrowthSupporter.objects.filter(card=OuterRef("pk"), withdrawn_at__isnull=True)
        both = (Exists(supporters.filter(kind=kind)) for kind in (SupporterKind.PARTNER, SupporterKind.FAN))
        return self.filter(Exists(goals), *both)

    def consented(self) -> "GrowthCardQuerySet":
        """Cards that their member lets be put on the wall, by the wording of today."""
        agreed = GrowthConsent.objects.in_force().filter(wording=consent.CURRENT)
        return self.filter(pk__in=agreed.values("card"))


class GrowthCard(models.Model):
    """One member's card for one stretch of time; shown on the wall only with the member's own consent."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="growth_cards", verbose_name="成员")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    token = models.CharField("本人页面代号", max_length=40, default=new_token, unique=True, editable=False)
    summary = models.TextField(
        "完成总结", max_length=2000, blank=True, validators=[validate_plain_paragraphs]
    )
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
    def is_open(self) -> bool:
        """Can be written, and its links work: the member has joined and not left, as `open` asks of many."""
        joined_on = self.member.joined_on
        return self.member.is_current and (joined_on is None or joined_on <= clock.today())


class GrowthConsentQuerySet(models.QuerySet):
    def in_force(self) -> "GrowthConsentQuerySet":
        return self.filter(withdrawn_at__isnull=True)


class GrowthConsent(models.Model):
    """The member's own agreement to the wall, by which wording, from when to when (PIPL art. 13–15).

    Withdrawing ends a row and keeps it: a sheet that hung on the wall was allowed at its time.
    """

    card = models.ForeignKey(GrowthCard, models.CASCADE, related_name="consents", verbose_name="计划卡")
    wording = models.CharField("告知文本版本", max_length=10)
    given_at = models.DateTimeField("同意时间", default=clock.now)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    objects = GrowthConsentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "上墙公示同意"
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["card"], condition=Q(withdrawn_at__isnull=True), name="one_consent_in_force"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self):
        return f"{self.card} {self.wording}"


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

    @property
    def is_active(self) -> bool:
        return self.withdrawn_at is None

    @property
    def says(self) -> str:
        """What their comments are called: 伙伴建议 or 粉丝支持."""
        return "伙伴建议" if self.kind == SupporterKind.PARTNER else "粉丝支持"


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
        return f"{self.supporter} {chinese_date(timezone.localdate(self.at))}"

    @property
    def is_retractable(self) -> bool:
        return clock.now() - self.at <= RETRACTABLE


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
