"""Work that outlasts a request: the row is the durable record, the message broker only carries its id."""

from datetime import datetime, timedelta
from pathlib import PurePath

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.urls import reverse
from django.utils import timezone

from core import clock

FAILURES_KEPT = 200


def private_storage():
    """Results may hold personal data: only `core.views.jobs` hands them out, never the web server."""
    return storages["private"]


class JobState(models.TextChoices):
    """`tone` is the colour family that the state badge uses."""

    QUEUED = "queued", "排队中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "已中断"
    CANCELLED = "cancelled", "已取消"

    @property
    def tone(self) -> str:
        return {"queued": "idle", "running": "info", "done": "ok", "failed": "stop", "cancelled": "idle"}[
            self
        ]


class JobQuerySet(models.QuerySet):
    def visible_to(self, user) -> "JobQuerySet":
        """A superuser sees every job, anybody else his own."""
        if not user.is_active:
            return self.none()
        return self if user.is_superuser else self.filter(created_by=user)

    def live(self) -> "JobQuerySet":
        """Jobs that still have work to do."""
        return self.filter(state__in=[JobState.QUEUED, JobState.RUNNING])

    def stale(self, before: datetime) -> "JobQuerySet":
        """Live jobs without a sign of life since `before`: their worker or their message is gone."""
        return self.live().filter(heartbeat__lt=before)


class Job(models.Model):
    """One piece of long work with its progress.

    `state` is a plain column on purpose: a job is infrastructure, not a domain record, and has no guards and
    no history. Only `core.services.jobs` writes it, by conditional UPDATEs that one process at most can win.
    `heartbeat` and `claimed_at` go by the machine's clock, never the demo's: moving that must not make a live
    worker look dead. `created_at` and `finished_at` are for people and go by `core.clock`.
    """

    State = JobState

    kind = models.CharField("类型", max_length=64)
    title = models.CharField("任务", max_length=200)
    state = models.CharField("状态", max_length=10, choices=JobState, default=JobState.QUEUED, editable=False)
    arguments = models.JSONField("参数", default=dict, blank=True)
    checkpoint = models.JSONField("断点", default=dict, blank=True)
    total = models.PositiveIntegerField("总数", default=0)
    done = models.PositiveIntegerField("已处理", default=0)
    failed = models.PositiveIntegerField("未成功", default=0)
    failures = models.JSONField("未成功明细", default=list, blank=True)
    result_file = models.FileField("结果文件", upload_to="jobs/%Y/%m", storage=private_storage, blank=True)
    result_url = models.CharField("结果页面", max_length=200, blank=True)
    error = models.TextField("中断原因", blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="jobs",
        verbose_name="发起人",
    )
    created_at = models.DateTimeField("发起时间", default=clock.now)
    heartbeat = models.DateTimeField("最近活动", default=timezone.now)
    claim = models.UUIDField("执行凭据", null=True, editable=False)
    claimed_at = models.DateTimeField("本次开始", null=True, editable=False)
    claimed_done = models.PositiveIntegerField("本次开始时已处理", default=0, editable=False)
    attempts = models.PositiveSmallIntegerField("未有进展的尝试", default=0, editable=False)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="job_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state=JobState.RUNNING) | models.Q(claim__isnull=False),
                name="job_running_is_claimed",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=JobState.FAILED) | ~models.Q(error=""), name="job_failed_says_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["heartbeat"],
                condition=models.Q(state__in=["queued", "running"]),
                name="job_live_heartbeat",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("core:job", args=[self.pk])

    @property
    def is_live(self) -> bool:
        return self.state in (JobState.QUEUED, JobState.RUNNING)

    @property
    def can_retry(self) -> bool:
        return self.state in (JobState.FAILED, JobState.CANCELLED)

    @property
    def result_name(self) -> str:
        """The name that the downloaded file gets: the job's title with the stored file's ending."""
        return self.title + PurePath(self.result_file.name).suffix

    @property
    def remaining_words(self) -> str:
        """`remaining` as a person says it, rounded up: 不到1分钟, 约5分钟, 约2小时."""
        minutes = -(-self.remaining // timedelta(minutes=1))
        if minutes <= 1:
            return "不到1分钟"
        return f"约{minutes}分钟" if minutes < 100 else f"约{round(minutes / 60)}小时"

    @property
    def percent(self) -> int:
        """Whole percent for people; 100 only when all is done."""
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def remaining(self) -> timedelta | None:
        """How long the rest takes at the pace since the last start; None before there is a pace."""
        progress = self.done - self.claimed_done
        if self.state != JobState.RUNNING or progress <= 0 or not self.claimed_at:
            return None
        return (self.heartbeat - self.claimed_at) / progress * max(0, self.total - self.done)

    def advance(self, count: int, *, checkpoint: dict) -> None:
        """For steps: `count` more are done, and the next chunk starts from `checkpoint`. Does not save."""
        self.done += count
        self.checkpoint = checkpoint

    def note_failure(self, sentence: str) -> None:
        """For steps: one item could not be done, the work goes on. The first 200 sentences are kept."""
        self.failed += 1
        if len(self.failures) < FAILURES_KEPT:
            self.failures = [*self.failures, sentence]
