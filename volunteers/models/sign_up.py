"""报名: one volunteer and one shift, with when they came and went."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core import clock
from core.fields import StateField
from core.lifecycle import LifecycleModel, move
from volunteers import sign_up_guards as guards
from volunteers.event_enums import AttendanceWay, SignUpState
from volunteers.models.event import Shift
from volunteers.models.volunteer import Volunteer

S = SignUpState
HOLDS_PLACE = [S.SIGNED, S.PRESENT, S.DONE]
LIVE = [*HOLDS_PLACE, S.WAITING]


class SignUpQuerySet(models.QuerySet):
    def live(self) -> "SignUpQuerySet":
        return self.filter(state__in=LIVE)

    def holding(self) -> "SignUpQuerySet":
        """Those that take one of the shift's places."""
        return self.filter(state__in=HOLDS_PLACE)

    def waiting(self) -> "SignUpQuerySet":
        """In the order in which they move up."""
        return self.filter(state=S.WAITING).order_by("signed_at", "pk")

    def overlapping(self, starts_at, ends_at) -> "SignUpQuerySet":
        return self.filter(shift__starts_at__lt=ends_at, shift__ends_at__gt=starts_at)

    def own_of(self, user) -> "SignUpQuerySet":
        return self.filter(volunteer__user=user)


class SignUp(LifecycleModel):
    """Everybody begins in the waiting list, and moves up by themselves where there is a place."""

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="sign_ups", verbose_name="场次")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="sign_ups", verbose_name="志愿者")
    signed_at = models.DateTimeField("报名时间", default=clock.now, editable=False)
    checked_in_at = models.DateTimeField("签到时间", null=True, blank=True)
    checked_out_at = models.DateTimeField("签退时间", null=True, blank=True)
    way = models.CharField("登记方式", max_length=4, choices=AttendanceWay, blank=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="登记人",
        editable=False,
    )
    deducted = models.PositiveSmallIntegerField(
        "扣除分钟", default=0, help_text="往返路途、用餐和休息不计入服务时间。"
    )
    state = StateField("状态", max_length=10, choices=S, default=S.WAITING, protected=True, editable=False)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活动报名"
        ordering = ["signed_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="sign_up_state_known"),
            models.UniqueConstraint(
                fields=["shift", "volunteer"], condition=Q(state__in=LIVE), name="one_live_sign_up"
            ),
            models.CheckConstraint(
                condition=~Q(state=S.DONE) | Q(checked_out_at__gt=F("checked_in_at")),
                name="checked_out_after_in",
                violation_error_message="签退时间须晚于签到时间。",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.PRESENT) | Q(checked_in_at__isnull=False), name="present_has_time"
            ),
        ]

    def __str__(self):
        return f"{self.volunteer} · {self.shift}"

    @property
    def served(self) -> tuple | None:
        """From when to when they served: what lies outside of the shift is the way there and back."""
        if not self.checked_in_at or not self.checked_out_at:
            return None
        start = max(self.checked_in_at, self.shift.starts_at)
        end = min(self.checked_out_at, self.shift.ends_at)
        return (start, end) if end > start else None

    @property
    def minutes(self) -> int:
        """Whole minutes that count, without what was deducted."""
        if self.served is None:
            return 0
        start, end = self.served
        return max(0, int((end - start).total_seconds() // 60) - self.deducted)

    @move(state, source=[S.SIGNED, S.WAITING], target=S.WITHDRAWN, label="退出报名", actor="志愿者本人",
          guards=[guards.shift_not_begun], consequences=["fill_place"], locks=["shift"])  # fmt: skip
    def withdraw(self):
        """The place goes to whoever waits first."""

    @move(state, source=S.WAITING, target=S.SIGNED, label="获得名额", actor="系统（有空位时自动）",
          guards=[guards.place_left], by_system=True, locks=["shift"])  # fmt: skip
    def move_up(self):
        """There is a place: at once for most, for those who wait when one becomes free."""

    @move(state, source=[S.SIGNED, S.WAITING], target=S.DROPPED, label="活动取消或结束",
          actor="系统（活动取消或结束时）", by_system=True)  # fmt: skip
    def drop(self):
        """The event does not take place, or is over and never had a place."""

    @move(state, source=S.SIGNED, target=S.PRESENT, label="签到", actor="活动组织者",
          guards=[guards.check_in_open])  # fmt: skip
    def check_in(self, *, by, at=None):
        """Ticked on the organiser's list; `at` where the list was kept without a network."""
        self.checked_in_at, self.way, self.checked_by = at or clock.now(), AttendanceWay.LIST, by

    @move(state, source=S.SIGNED, target=S.PRESENT, label="扫码签到", actor="系统（扫码）",
          guards=[guards.check_in_open], by_system=True)  # fmt: skip
    def scan_in(self):
        """The volunteer held the shift's code, which the organiser shows on site for moments only."""
        self.checked_in_at, self.way = clock.now(), AttendanceWay.SCAN

    @move(state, source=S.PRESENT, target=S.DONE, label="签退", actor="活动组织者",
          guards=[guards.came_a_while_ago])  # fmt: skip
    def check_out(self, *, by, at=None):
        """Ticked on the organiser's list."""
        self.checked_out_at, self.checked_by = at or clock.now(), by

    @move(state, source=S.PRESENT, target=S.DONE, label="扫码签退", actor="系统（扫码）",
          guards=[guards.came_a_while_ago], by_system=True)  # fmt: skip
    def scan_out(self):
        """The same code again, when they leave."""
        self.checked_out_at = clock.now()

    @move(state, source=S.SIGNED, target=S.ABSENT, label="登记未到", actor="系统（活动结束时）",
          by_system=True)  # fmt: skip
    def miss(self):
        """Nobody saw them."""
