"""时长台账: minutes of service, written once. What was wrong is reversed by a counter-entry (domain.md §9).

An entry counts once the days of notice inside the organisation are over. `HoursSlot` is no record but an index: one
row for each entry that stands, on which the database refuses that one person serves twice at one time.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from core import clock
from core.fields import StateField
from core.lifecycle import NOTE, LifecycleModel, move
from core.validators import validate_plain_text
from units.models import Committee, Unit
from volunteers import hours_guards as guards
from volunteers.event_enums import CorrectionState
from volunteers.models.event import ServiceEvent
from volunteers.models.organisation import VolunteerOrganisation
from volunteers.models.volunteer import Volunteer
from volunteers.models.written_once import WrittenOnceModel, WrittenOnceQuerySet

C = CorrectionState
DEFAULT_DAY_MINUTES = 12 * 60
DEFAULT_NOTICE_WORKDAYS = 3
DEFAULT_PROOF_NOTICE_WORKDAYS = 7


class HoursPolicy(models.Model):
    """时长规则 of a committee and all below it that have none of their own; without a committee: of the portal."""

    committee = models.OneToOneField(
        Committee, models.PROTECT, null=True, blank=True, related_name="hours_policy", verbose_name="团组织",
        help_text="留空表示全平台默认；下级没有自己的规则时沿用上级的。",
    )  # fmt: skip
    day_minutes = models.PositiveSmallIntegerField("每人每日上限（分钟）", default=DEFAULT_DAY_MINUTES)
    notice_workdays = models.PositiveSmallIntegerField("时长公示工作日", default=DEFAULT_NOTICE_WORKDAYS)
    proof_notice_workdays = models.PositiveSmallIntegerField(
        "证明内部公示工作日",
        default=DEFAULT_PROOF_NOTICE_WORKDAYS,
        help_text="填 0 表示不公示，受理后即可出具。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "时长规则"
        constraints = [
            models.UniqueConstraint(Coalesce("committee", 0), name="one_hours_policy_each"),
            models.CheckConstraint(
                condition=Q(day_minutes__gt=0) & Q(day_minutes__lte=24 * 60),
                name="hours_policy_within_a_day",
                violation_error_message="每日上限须在 1—1440 分钟之间。",
            ),
            models.CheckConstraint(
                condition=Q(notice_workdays__gt=0),
                name="hours_policy_has_notice",
                violation_error_message="时长公示至少 1 个工作日。",
            ),
        ]

    def __str__(self):
        return str(self.committee) if self.committee_id else "全平台默认"

    @classmethod
    def of(cls, committee: Committee) -> "HoursPolicy":
        """The nearest policy at or above `committee`, else the portal's, else the defaults (unsaved)."""
        keys = [int(key) for key in committee.path.strip("/").split("/")]
        found = list(cls.objects.filter(Q(committee__in=keys) | Q(committee__isnull=True)))
        depth = {key: place for place, key in enumerate(keys)}
        return max(found, key=lambda policy: depth.get(policy.committee_id, -1), default=cls())


class StarLevel(models.Model):
    """志愿服务星级: from how many hours on (domain.md §9: 100、300、600、1000、1500 小时)."""

    star = models.PositiveSmallIntegerField("星级", unique=True)
    name = models.CharField("名称", max_length=20)
    hours = models.PositiveIntegerField("累计小时数", unique=True)
    source = models.CharField("来源", max_length=80, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "志愿服务星级"
        ordering = ["star"]
        constraints = [models.CheckConstraint(condition=Q(star__gte=1), name="star_counted_from_one")]

    def __str__(self):
        return self.name


class HoursEntryQuerySet(WrittenOnceQuerySet):
    def final(self) -> "HoursEntryQuerySet":
        """Verified, and the days of notice are over: what counts."""
        return self.filter(notice_ends_on__lt=clock.today())

    def on_notice(self) -> "HoursEntryQuerySet":
        return self.filter(notice_ends_on__gte=clock.today(), reverses__isnull=True, reversed_by__isnull=True)

    def standing(self) -> "HoursEntryQuerySet":
        """Entries that nothing has reversed; counter-entries left out."""
        return self.filter(reverses__isnull=True, reversed_by__isnull=True)

    def of(self, volunteer) -> "HoursEntryQuerySet":
        """The person's own, and those of records that were merged into theirs."""
        return self.filter(Q(volunteer=volunteer) | Q(volunteer__merged_into=volunteer))

    def visible_to(self, user) -> "HoursEntryQuerySet":
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        theirs = VolunteerOrganisation.objects.visible_to(user).order_by().values("pk")
        return self.filter(Q(organisation__in=theirs) | Q(volunteer__user_id=user.pk))


class HoursEntry(WrittenOnceModel):
    """One stretch of service, or with negative minutes the counter-entry that takes one back."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="hours", verbose_name="志愿者")
    organisation = models.ForeignKey(
        VolunteerOrganisation, models.PROTECT, related_name="hours", verbose_name="记录组织"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="service_hours", verbose_name="执行集体"
    )
    event = models.ForeignKey(
        ServiceEvent, models.PROTECT, null=True, blank=True, related_name="hours", verbose_name="活动"
    )
    content = models.CharField("服务内容", max_length=80, validators=[validate_plain_text])
    day = models.DateField("服务日期")
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    minutes = models.IntegerField("服务分钟")
    notice_ends_on = models.DateField("公示截止日")
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name="冲销的记录"
    )
    reason = models.CharField("更正理由", max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="记录人"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="核实人"
    )
    recorded_at = models.DateTimeField("记录时间", default=clock.now)

    objects = HoursEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务时长"
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, minutes__gt=0) | Q(reverses__isnull=False, minutes__lt=0),
                name="counter_entries_alone_are_negative",
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | ~Q(reason=""), name="counter_entry_has_reason"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="hours_end_after_start"),
            models.CheckConstraint(
                condition=Q(recorded_by__isnull=True) | ~Q(recorded_by=F("confirmed_by")),
                name="hours_confirmed_by_second_person",
            ),
        ]
        indexes = [
            models.Index(fields=["volunteer", "day"], name="hours_by_person"),
            models.Index(fields=["organisation", "day"], name="hours_by_organisation"),
            models.Index(fields=["unit", "day"], name="hours_by_unit"),
        ]

    def __str__(self):
        return f"{self.volunteer} {self.day:%Y-%m-%d} {self.minutes} 分钟"

    @property
    def is_final(self) -> bool:
        return self.notice_ends_on < clock.today()

    @property
    def hours_shown(self) -> str:
        """Hours with one decimal, cut towards nought; counter-entries with their sign."""
        sign = "-" if self.minutes < 0 else ""
        return f"{sign}{abs(self.minutes) // 6 / 10:.1f}"

    @property
    def span(self) -> str:
        start, end = timezone.localtime(self.starts_at), timezone.localtime(self.ends_at)
        return f"{start:%H:%M}—{end:%H:%M}"


class HoursSlot(models.Model):
    """The time that a standing entry takes of a person's life."""

    entry = models.OneToOneField(HoursEntry, models.PROTECT, related_name="slot", verbose_name="服务时长")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="+", verbose_name="志愿者")
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")

    class Meta:
        verbose_name = verbose_name_plural = "占用时段"
        indexes = [models.Index(fields=["volunteer", "starts_at"], name="slot_by_person")]

    def __str__(self):
        return f"{self.volunteer_id} {self.starts_at:%Y-%m-%d %H:%M}"


class HoursCorrectionQuerySet(models.QuerySet):
    def waiting(self) -> "HoursCorrectionQuerySet":
        return self.filter(state=C.ASKED)

    def visible_to(self, user) -> "HoursCorrectionQuerySet":
        return self.filter(entry__in=HoursEntry.objects.visible_to(user).order_by().values("pk"))


class HoursCorrection(LifecycleModel):
    """One wish to have an entry set right; granted by a second person, it becomes counter-entry and new entry."""

    entry = models.ForeignKey(HoursEntry, models.PROTECT, related_name="corrections", verbose_name="服务时长")
    is_void = models.BooleanField("整条作废", default=False)
    starts_at = models.DateTimeField("实际开始时间", null=True, blank=True)
    ends_at = models.DateTimeField("实际结束时间", null=True, blank=True)
    deducted = models.PositiveSmallIntegerField("扣除分钟", default=0)
    reason = models.CharField("更正理由", max_length=200, validators=[validate_plain_text])
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="申请人", editable=False
    )
    asked_at = models.DateTimeField("申请时间", default=clock.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="办理人",
        editable=False,
    )
    answer = models.TextField("答复", blank=True, editable=False)
    state = StateField("状态", max_length=10, choices=C, default=C.ASKED, protected=True, editable=False)

    objects = HoursCorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "时长更正申请"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=C.values), name="correction_state_known"),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state=C.ASKED), name="one_waiting_correction",
                violation_error_message="这条时长的更正申请正在办理。",
            ),
            models.CheckConstraint(
                condition=Q(is_void=True) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="correction_says_what_is_right",
                violation_error_message="请填写实际开始和结束时间，或选择整条作废。",
            ),
            models.CheckConstraint(
                condition=~Q(state=C.GRANTED) | ~Q(decided_by=F("asked_by")),
                name="correction_granted_by_second_person",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"更正：{self.entry}"

    @property
    def minutes(self) -> int:
        """What would be recorded; 0 for an entry that is taken back altogether."""
        if self.is_void or not self.starts_at or not self.ends_at:
            return 0
        return max(0, int((self.ends_at - self.starts_at).total_seconds() // 60) - self.deducted)

    @move(state, source=C.ASKED, target=C.GRANTED, label="同意更正", actor="记录组织的另一名管理人员",
          guards=[guards.corrector_is_not_asker, guards.entry_stands], needs=["corrected_hours_fit"],
          consequences=["rebook_hours", "tell_asker"])  # fmt: skip
    def grant(self, *, by):
        """Counter-entry and new entry are written; the new one has days of notice of its own."""
        self.decided_by = by

    @move(state, source=C.ASKED, target=C.REFUSED, label="不予更正", actor="记录组织的另一名管理人员",
          guards=[guards.corrector_is_not_asker], inputs=[NOTE], consequences=["tell_asker"])  # fmt: skip
    def refuse(self, *, by, note):
        """The record stays as it is; the asker reads why."""
        self.decided_by, self.answer = by, note

    @move(state, source=C.ASKED, target=C.WITHDRAWN, label="撤回申请", actor="申请人")
    def withdraw(self):
        """No longer wanted."""
