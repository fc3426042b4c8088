"""公示: a dated list before the public (S1 二.3; domain.md §12.5)."""

from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core import clock, workdays
from core.fields import StateField
from core.lifecycle import LifecycleModel, move
from creation_cycle import guards
from creation_cycle.enums import NoticeState
from creation_cycle.models.candidacy import Candidacy
from creation_cycle.models.cycle import Cycle
from units.models import Committee


class NoticeQuerySet(models.QuerySet):
    def published(self) -> "NoticeQuerySet":
        """What the public could read, whether or not it has been taken down since."""
        return self.exclude(state=NoticeState.DRAFT)

    def public(self) -> "NoticeQuerySet":
        """What the public may read: opened, and not yet taken down."""
        stands = Q(taken_down_on__isnull=True) | Q(taken_down_on__gt=clock.today())
        return self.published().filter(stands)

    def open(self) -> "NoticeQuerySet":
        return self.filter(state=NoticeState.OPEN)

    def visible_to(self, user) -> "NoticeQuerySet":
        if user.is_superuser:
            return self
        return self.filter(cycle__committee__in=Committee.objects.overseen_by(user))

    def due(self, day: date) -> "NoticeQuerySet":
        """Open notices whose last day has passed."""
        return self.open().filter(closes_on__lt=day)


class Notice(LifecycleModel):
    """One list of units that are to be recognised, with its clock in working days."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="notices", verbose_name="创建周期")
    title = models.CharField("标题", max_length=120)
    body = models.TextField("公示说明", blank=True)
    opened_on = models.DateField("发布日期", null=True, blank=True, editable=False)
    closes_on = models.DateField("截止日期", null=True, blank=True, editable=False)
    is_provisional = models.BooleanField("暂按周末计算", default=False, editable=False)
    taken_down_on = models.DateField(
        "撤下日期",
        null=True,
        blank=True,
        help_text="发布时按周期的设置算出，可以修改。从这一天起，公示页面不再公开。",
    )
    state = StateField(
        "状态", max_length=10, choices=NoticeState, default=NoticeState.DRAFT, protected=True, editable=False
    )

    settled = ("open", "closed")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示"
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=NoticeState.values), name="notice_state_known"),
            models.CheckConstraint(
                condition=Q(state=NoticeState.DRAFT)
                | (Q(opened_on__isnull=False) & Q(closes_on__isnull=False)),
                name="opened_notice_has_clock",
            ),
            models.CheckConstraint(
                condition=Q(taken_down_on__isnull=True) | Q(taken_down_on__gt=models.F("closes_on")),
                name="notice_stands_through_its_clock",
                violation_error_message="公示期内不能撤下公示，撤下日期须晚于截止日期。",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("honor_roll:notice", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.state == NoticeState.DRAFT

    @property
    def takes_objections(self) -> bool:
        """Whether it takes them now."""
        return self.takes_objections_at(clock.now())

    def takes_objections_at(self, moment: datetime) -> bool:
        """From opening until 24:00 of the last day, whether or not the clock's job has closed it yet."""
        return self.state == NoticeState.OPEN and timezone.localdate(moment) <= self.closes_on

    @property
    def is_taken_down(self) -> bool:
        """The public could read it once, and no longer can."""
        return not self.is_draft and self.taken_down_on is not None and self.taken_down_on <= clock.today()

    @property
    def workdays_left(self) -> int:
        """Working days after today that remain; 0 on the last day itself and when over."""
        return workdays.workdays_left(self.closes_on, clock.today()) if self.closes_on else 0

    @move(
        state,
        source=NoticeState.DRAFT,
        target=NoticeState.OPEN,
        label="发布公示",
        actor="组委会管理员",
        guards=[guards.notice_has_entries],
        consequences=["publicise_entries"],
        danger=True,
    )
    def open(self):
        """Day 1 is the next working day; the notice ends at 24:00 of the n-th."""
        self.opened_on = clock.today()
        deadline = workdays.add_workdays(self.opened_on, self.cycle.publicity_workdays)
        self.closes_on, self.is_provisional = deadline.date, deadline.provisional
        self.taken_down_on = self.closes_on + timedelta(days=self.cycle.notice_days_up + 1)

    @move(
        state,
        source=NoticeState.OPEN,
        target=NoticeState.CLOSED,
        label="公示结束",
        actor="系统（期满自动）",
        guards=[guards.notice_clock_run_out],
        by_system=True,
    )
    def close(self):
        """The clock has run out."""


class NoticeEntry(models.Model):
    """One unit on a notice, with the star it would carry."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="entries", verbose_name="公示")
    candidacy = models.ForeignKey(
        Candidacy, models.PROTECT, related_name="notice_entries", verbose_name="创建申报"
    )
    star = models.PositiveSmallIntegerField("拟认定星级", editable=False, default=1)
    unit_name = models.CharField("公示时的集体名称", max_length=80, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "公示名单"
        ordering = ["candidacy__unit__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "candidacy"],
                name="on_notice_once",
                violation_error_message="该集体已在名单中。",
            ),
            models.CheckConstraint(condition=Q(star__range=(1, 3)), name="notice_star_range"),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """What the public read: a unit that is renamed later keeps its name on the notice. Drafts follow the unit."""
        return self.unit_name or self.candidacy.unit.name
