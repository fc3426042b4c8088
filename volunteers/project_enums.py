"""Kinds and states of service projects."""

from django.db import models


class IndicatorKind(models.TextChoices):
    """What an indicator counts. Money granted as a credit line is not money paid out: they never share an indicator."""

    COUNT = "count", "数量"
    CREDIT_LINE = "credit_line", "授信"
    DISBURSED = "disbursed", "发放"
    RAISED = "raised", "募集"
    INVESTED = "invested", "投资"

    @property
    def is_money(self) -> bool:
        return self != IndicatorKind.COUNT


class ProjectKind(models.TextChoices):
    """What is particular about a project beside its indicators."""

    GENERAL = "general", "一般项目"
    STATION = "station", "青年驿站"
    HOPE_HUT = "hope_hut", "希望小屋"


class HutFamily(models.TextChoices):
    """Whose home a 希望小屋 is built in (S2 问题一)."""

    POOR = "poor", "原建档立卡贫困家庭"
    LOW_INCOME = "low_income", "低保家庭"
    DISABLED = "disabled", "残疾人家庭"
    OTHER = "other", "其他困境家庭"


class StayPurpose(models.TextChoices):
    """Why somebody from elsewhere stays at a 青年驿站 (S2 问题四: 求职、创业考察)."""

    JOB = "job", "求职应聘"
    STARTUP = "startup", "创业考察"


class StayState(models.TextChoices):
    """A stay at a 青年驿站."""

    BOOKED = "booked", "已预约"
    ARRIVED = "arrived", "已入住"
    LEFT = "left", "已离店"
    CANCELLED = "cancelled", "已取消"
    NO_SHOW = "no_show", "未到店"

    @property
    def tone(self) -> str:
        return {"booked": "wait", "arrived": "info", "left": "ok"}.get(self, "idle")
