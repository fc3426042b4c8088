"""志愿服务活动 with its shifts: plan → recruit → run → complete → verify (domain.md §9)."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.fields import StateField
from core.lifecycle import NOTE, LifecycleModel, move
from core.validators import validate_phone, validate_plain_paragraphs, validate_plain_text
from units.models import Committee, Region, Unit
from volunteers import event_guards as guards
from volunteers.event_enums import EventState
from volunteers.models.organisation import VolunteerOrganisation
from volunteers.models.project import ServiceProject

S = EventState
OPEN = [S.RECRUITING, S.RUNNING]
PUBLIC = [S.RECRUITING, S.RUNNING, S.COMPLETED, S.VERIFIED, S.CANCELLED]
LONGEST_SHIFT = timedelta(hours=24)


class ServiceEventQuerySet(models.QuerySet):
    def public(self) -> "ServiceEventQuerySet":
        """What anybody may see: everything that was ever announced, unless it is kept inside."""
        return self.filter(is_public=True, state__in=PUBLIC)

    def visible_to(self, user) -> "ServiceEventQuerySet":
        """Events of the organisations that `user` runs, and of those below the committees where they serve."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(
            organisation__in=VolunteerOrganisation.objects.visible_to(user).order_by().values("pk")
        )

    def begun(self) -> "ServiceEventQuerySet":
        """Those whose first shift has started while they are still called recruiting."""
        started = Shift.objects.filter(starts_at__lte=clock.now())
        return self.filter(state=S.RECRUITING, pk__in=started.values("event"))


class ServiceEvent(LifecycleModel):
    """One activity of one organisation. Who organises it records it, who records it certifies it (民政部令67号)."""

    organisation = models.ForeignKey(
        VolunteerOrganisation, models.PROTECT, related_name="events", verbose_name="志愿服务组织"
    )
    project = models.ForeignKey(
        ServiceProject, models.PROTECT, null=True, blank=True, related_name="events", verbose_name="服务项目"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="service_events", verbose_name="执行集体",
        help_text="由青年文明号集体承办的活动，时长同时计入该集体。",
    )  # fmt: skip
    title = models.CharField("活动名称", max_length=60, validators=[validate_plain_text])
    content = models.TextField("服务内容", max_length=1000, validators=[validate_plain_paragraphs])
    beneficiaries = models.CharField("服务对象", max_length=80, validators=[validate_plain_text])
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name="所在区划")
    place = models.CharField("服务地点", max_length=120, validators=[validate_plain_text])
    responsible = models.CharField("现场负责人", max_length=40, validators=[validate_plain_text])
    phone = models.CharField("联系电话", max_length=30, validators=[validate_phone])
    min_age = models.PositiveSmallIntegerField("最低年龄", null=True, blank=True, help_text="不限可以留空。")
    max_age = models.PositiveSmallIntegerField("最高年龄", null=True, blank=True)
    insurance = models.CharField(
        "保险说明", max_length=200, blank=True, validators=[validate_plain_text],
        help_text="例如：已为每名志愿者投保意外险，保单由组织保管。没有投保的，请写明风险提示。",
    )  # fmt: skip
    is_public = models.BooleanField("在网站公开招募", default=True)
    reason = models.TextField("取消或退回说明", blank=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="记录人",
        editable=False,
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="核实人",
        editable=False,
    )
    verified_at = models.DateTimeField("核实时间", null=True, editable=False)
    state = StateField("状态", max_length=10, choices=S, default=S.PLANNED, protected=True, editable=False)

    objects = ServiceEventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "志愿服务活动"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="event_state_known"),
            models.CheckConstraint(
                condition=~Q(state=S.VERIFIED)
                | (
                    Q(verified_by__isnull=False)
                    & Q(verified_at__isnull=False)
                    & ~Q(verified_by=F("recorded_by"))
                ),
                name="verified_event_has_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.CANCELLED) | ~Q(reason=""), name="cancelled_event_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(min_age__isnull=True) | Q(max_age__isnull=True) | Q(max_age__gte=F("min_age")),
                name="event_ages_in_order",
                violation_error_message="最高年龄不能小于最低年龄。",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("events:event", args=[self.pk])

    @property
    def committee(self) -> Committee:
        return self.organisation.committee

    @property
    def takes_sign_ups(self) -> bool:
        return self.state in OPEN

    @move(state, source=S.PLANNED, target=S.RECRUITING, label="开始招募", actor="活动组织者",
          guards=[guards.has_shifts, guards.shifts_lie_ahead, guards.insurance_noted])  # fmt: skip
    def recruit(self):
        """From now on volunteers sign up."""

    @move(state, source=S.RECRUITING, target=S.RUNNING, label="活动开始", actor="系统（到时自动）",
          guards=[guards.first_shift_begun], by_system=True)  # fmt: skip
    def begin(self):
        """The first shift has begun; later shifts still take volunteers."""

    @move(state, source=S.RUNNING, target=S.COMPLETED, label="活动结束，提交核实", actor="活动组织者",
          guards=[guards.all_shifts_over, guards.everybody_checked_out],
          consequences=["settle_attendance"])  # fmt: skip
    def complete(self, *, by):
        """The list of who was there is complete; a second person looks at it."""
        self.recorded_by, self.reason = by, ""

    @move(state, source=S.COMPLETED, target=S.RUNNING, label="退回补正", actor="核实人（另一名管理人员）",
          inputs=[NOTE], guards=[guards.verifier_is_not_recorder], consequences=["tell_organisers"])  # fmt: skip
    def send_back(self, *, note):
        """The list has a fault that the organiser has to mend."""
        self.reason = note

    @move(state, source=S.COMPLETED, target=S.VERIFIED, label="核实时长", actor="核实人（另一名管理人员）",
          guards=[guards.verifier_is_not_recorder], needs=["hours_fit"],
          consequences=["record_hours"])  # fmt: skip
    def verify_hours(self, *, by):
        """The hours are recorded; they count once the days of notice are over."""
        self.verified_by, self.verified_at, self.reason = by, clock.now(), ""

    @move(state, source=[S.PLANNED, S.RECRUITING, S.RUNNING], target=S.CANCELLED, label="取消活动",
          actor="活动组织者", inputs=[NOTE], guards=[guards.nobody_served_yet],
          consequences=["drop_sign_ups"], danger=True)  # fmt: skip
    def cancel(self, *, note):
        """Everybody who signed up is told, with the reason."""
        self.reason = note


class ShiftQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ShiftQuerySet":
        return self.filter(event__in=ServiceEvent.objects.visible_to(user))


class Shift(models.Model):
    """场次: a time at the event's place. Only time on site counts; the way there and back does not (W:regcard)."""

    event = models.ForeignKey(ServiceEvent, models.CASCADE, related_name="shifts", verbose_name="活动")
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    capacity = models.PositiveSmallIntegerField("招募人数")
    task = models.CharField("岗位", max_length=40, blank=True, validators=[validate_plain_text])

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活动场次"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="shift_ends_after_start",
                violation_error_message="结束时间须晚于开始时间。",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__lte=F("starts_at") + LONGEST_SHIFT),
                name="shift_within_a_day",
                violation_error_message="一个场次不超过 24 小时，请分成几个场次。",
            ),
            models.CheckConstraint(
                condition=Q(capacity__gt=0),
                name="shift_has_places",
                violation_error_message="招募人数至少 1 人。",
            ),
        ]

    def __str__(self):
        return f"{self.event} {self.span}"

    @property
    def span(self) -> str:
        """5月12日 09:00—11:30, the end's date only where it differs."""
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        until = f"{end:%H:%M}" if end.date() == start.date() else f"{end.month}月{end.day}日 {end:%H:%M}"
        return f"{start.year}年{start.month}月{start.day}日 {start:%H:%M}—{until}"

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)
