"""青年驿站: free nights for young people from elsewhere who look for work (S2 问题四: 最多 6 晚)."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import clock
from core.fields import BlindIndexField, EncryptedTextField, StateField
from core.lifecycle import LifecycleModel, move
from core.validators import validate_phone, validate_plain_text
from units.models import Region
from volunteers import stay_guards as guards
from volunteers.models.project import ServiceProject, overseen
from volunteers.project_enums import ProjectKind, StayPurpose, StayState

S = StayState
HOLDS_BED = [S.BOOKED, S.ARRIVED, S.LEFT]


class YouthStationQuerySet(models.QuerySet):
    def public(self) -> "YouthStationQuerySet":
        return self.filter(is_open=True, project__is_public=True, project__action__is_public=True)

    def visible_to(self, user) -> "YouthStationQuerySet":
        if not user.is_active:
            return self.none()
        return self if user.is_superuser else self.filter(overseen(user, "project__action__committee"))


class YouthStation(models.Model):
    """One house with beds for each night."""

    project = models.ForeignKey(
        ServiceProject, models.PROTECT, related_name="stations", verbose_name="服务项目",
        limit_choices_to={"kind": ProjectKind.STATION},
    )  # fmt: skip
    name = models.CharField("驿站名称", max_length=60, unique=True, validators=[validate_plain_text])
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="所在区县")
    address = models.CharField("地址", max_length=120, validators=[validate_plain_text])
    phone = models.CharField("联系电话", max_length=30, validators=[validate_phone])
    capacity = models.PositiveSmallIntegerField("每晚床位数")
    max_nights = models.PositiveSmallIntegerField(
        "每人最多晚数", default=6, help_text="同一人十二个月内累计，淄博公布的标准为 6 晚。"
    )
    days_ahead = models.PositiveSmallIntegerField("最多提前预约天数", default=30)
    keep_days = models.PositiveSmallIntegerField(
        "离店后保留个人信息天数", default=30, help_text="到期后自动抹去姓名和电话，只留晚数用于统计。"
    )
    is_open = models.BooleanField("接受预约", default=True)

    objects = YouthStationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "青年驿站"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(capacity__gt=0), name="station_has_beds"),
            models.CheckConstraint(condition=Q(max_nights__gt=0), name="station_has_nights"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("projects:station", args=[self.pk])


class StayQuerySet(models.QuerySet):
    def holding(self) -> "StayQuerySet":
        """Stays that have, or had, a bed."""
        return self.filter(state__in=HOLDS_BED)

    def visible_to(self, user) -> "StayQuerySet":
        if not user.is_active:
            return self.none()
        return (
            self if user.is_superuser else self.filter(overseen(user, "station__project__action__committee"))
        )

    def to_forget(self) -> "StayQuerySet":
        """Whose nights have been over for as long as their station keeps names."""
        today = clock.today()
        known = self.filter(~Q(name="")).select_related("station")
        stale = [s.pk for s in known if s.last_day + timedelta(days=s.station.keep_days) < today]
        return self.filter(pk__in=stale)


class Stay(LifecycleModel):
    """Somebody's nights at a station. No more is asked than a receptionist needs, and it is erased in time."""

    station = models.ForeignKey(YouthStation, models.PROTECT, related_name="stays", verbose_name="青年驿站")
    code = models.CharField("预约码", max_length=16, unique=True, editable=False)
    name = EncryptedTextField("姓名", blank=True, default="")
    phone = EncryptedTextField("手机号码", blank=True, default="")
    phone_index = BlindIndexField("phone")
    home = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="户籍所在地（市）")
    purpose = models.CharField("来意", max_length=10, choices=StayPurpose)
    first_night = models.DateField("入住日期")
    nights = models.PositiveSmallIntegerField("晚数")
    booked_at = models.DateTimeField("预约时间", default=clock.now)
    state = StateField("状态", max_length=10, choices=S, default=S.BOOKED, protected=True, editable=False)

    objects = StayQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "入住预约"
        ordering = ["-first_night", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="stay_state_known"),
            models.CheckConstraint(condition=Q(nights__gt=0), name="stay_has_nights"),
        ]

    def __str__(self):
        return f"{self.station} {self.first_night:%Y-%m-%d} 起 {self.nights} 晚"

    @property
    def last_day(self):
        """The day on which the guest leaves."""
        return self.first_night + timedelta(days=self.nights)

    @move(state, source=S.BOOKED, target=S.ARRIVED, label="办理入住", actor="项目主办单位",
          guards=[guards.night_has_come])  # fmt: skip
    def arrive(self):
        """The guest is here."""

    @move(state, source=S.ARRIVED, target=S.LEFT, label="办理离店", actor="项目主办单位")
    def leave(self):
        """The guest has left; the name is kept for as long as the station says."""

    @move(state, source=S.BOOKED, target=S.CANCELLED, label="取消预约", actor="项目主办单位",
          consequences=["free_beds"])  # fmt: skip
    def cancel(self):
        """The station cannot keep its promise; the beds are free again."""

    @move(state, source=S.BOOKED, target=S.CANCELLED, label="自行取消", actor="系统（客人凭预约码取消）",
          consequences=["free_beds"], by_system=True)  # fmt: skip
    def call_off(self):
        """The guest has no account; the code of the booking is the key."""

    @move(state, source=S.BOOKED, target=S.NO_SHOW, label="登记未到店", actor="项目主办单位",
          guards=[guards.first_night_over], consequences=["free_beds"])  # fmt: skip
    def miss(self):
        """Nobody came."""


class StayNight(models.Model):
    """One bed of one night. That no bed is given twice holds in the database."""

    stay = models.ForeignKey(Stay, models.CASCADE, related_name="beds", verbose_name="入住预约")
    station = models.ForeignKey(YouthStation, models.PROTECT, related_name="+", verbose_name="青年驿站")
    night = models.DateField("日期")
    bed = models.PositiveSmallIntegerField("床位序号")

    class Meta:
        verbose_name = verbose_name_plural = "床位占用"
        constraints = [
            models.UniqueConstraint(fields=["station", "night", "bed"], name="one_guest_per_bed"),
            models.UniqueConstraint(fields=["stay", "night"], name="one_bed_per_night"),
            models.CheckConstraint(condition=Q(bed__gte=1), name="bed_counted_from_one"),
        ]

    def __str__(self):
        return f"{self.station} {self.night:%Y-%m-%d} 床位 {self.bed}"
