"""创建日志: one record of one day, entered once and read wherever it counts (domain.md §5.8, §12.6)."""

import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core import clock
from core.text import chinese_date
from core.validators import validate_not_future, validate_plain_paragraphs, validate_plain_text
from units.models import Committee, Unit, YouthHomePairing
from workspace.enums import MediaKind, MediaState
from workspace.models.taken_back import TakenBackModel, TakenBackQuerySet


class ActivityType(models.Model):
    """A row of the code table of activity kinds: 岗位练兵, 志愿服务, … (domain.md §5.8)."""

    code = models.SlugField("代码", max_length=30, unique=True)
    name = models.CharField("名称", max_length=20)
    for_committees = models.BooleanField("团组织的活动", default=False)
    is_active = models.BooleanField("可选", default=True)
    source = models.CharField("出处", max_length=60, blank=True)
    order = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "活动类型"
        ordering = ["for_committees", "order", "pk"]

    def __str__(self):
        return self.name


VOLUNTEERING = "volunteering"


def youth_home_session(prefix: str = "") -> Q:
    """志愿服务 at a paired youth home while the pairing held (S4 一(二)2); `prefix` leads to an activity's columns."""
    home = f"{prefix}youth_home__"
    begun = Q(**{f"{prefix}activity_type__code": VOLUNTEERING, f"{prefix}day__gte": F(f"{home}starts_on")})
    return begun & (Q(**{f"{home}ends_on": None}) | Q(**{f"{prefix}day__lte": F(f"{home}ends_on")}))


class ActivityQuerySet(TakenBackQuerySet):
    def public(self) -> "ActivityQuerySet":
        return self.kept().filter(is_public=True)

    def visible_to(self, user) -> "ActivityQuerySet":
        """Own units' records, and those of units and committees that an office oversees; superusers all."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        overseen = Committee.objects.overseen_by(user)
        return self.filter(Q(unit__in=Unit.objects.visible_to(user)) | Q(committee__in=overseen))

    def youth_home_sessions(self) -> "ActivityQuerySet":
        return self.filter(youth_home_session())

    def for_list(self) -> "ActivityQuerySet":
        return self.select_related("activity_type", "youth_home").prefetch_related("files", "duties")


class Activity(TakenBackModel):
    """One activity of one unit (or, for 五个一 and 三个一, of one committee)."""

    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name="集体"
    )
    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name="团组织"
    )
    day = models.DateField("日期", default=clock.today, validators=[validate_not_future])
    activity_type = models.ForeignKey(ActivityType, models.PROTECT, related_name="+", verbose_name="类型")
    theme = models.CharField("主题", max_length=60, validators=[validate_plain_text])
    place = models.CharField("地点", max_length=60, blank=True, validators=[validate_plain_text])
    people = models.PositiveIntegerField("参加人数", default=0, validators=[MaxValueValidator(100_000)])
    served = models.PositiveIntegerField(
        "服务人次", null=True, blank=True, validators=[MaxValueValidator(10_000_000)]
    )
    text = models.TextField("简述", max_length=600, blank=True, validators=[validate_plain_paragraphs])
    is_public = models.BooleanField("在荣誉榜的集体页面公开", default=False)
    youth_home = models.ForeignKey(
        YouthHomePairing,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name="结对青少年之家",
        help_text="到结对青少年之家开展活动时选择；结对期间类型为“志愿服务”的计入年度场次。",
    )
    duties = models.ManyToManyField(
        "workspace.Duty", blank=True, related_name="activities", verbose_name="对应的创建任务"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人", editable=False
    )
    created_at = models.DateTimeField("登记时间", default=clock.now, editable=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "创建日志"
        ordering = ["-day", "-pk"]
        indexes = [
            models.Index(fields=["unit", "-day", "-id"], name="activity_by_unit"),
            models.Index(fields=["committee", "-day", "-id"], name="activity_by_committee"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=True) ^ Q(committee__isnull=True), name="activity_has_one_owner"
            )
        ]

    def __str__(self):
        return f"{chinese_date(self.day)} {self.theme}"

    def get_absolute_url(self):
        """The record's page; a committee's records have none, they stand on its page of the year."""
        return reverse("workspace:activity", args=[self.unit_id, self.pk])


def private_storage():
    """Files of activities are never served by the web server itself: a view asks who may see them."""
    return storages["private"]


class ActivityFile(models.Model):
    """A photo or a video, re-saved without its place and device (domain.md §12.6: optional, used everywhere)."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="files", verbose_name="创建日志")
    key = models.UUIDField("文件代号", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("种类", max_length=5, choices=MediaKind)
    file = models.FileField("文件", storage=private_storage, max_length=120)
    thumbnail = models.FileField("缩略图", storage=private_storage, max_length=120, blank=True)
    failure = models.CharField("未能生成缩略图的原因", max_length=120, blank=True)
    width = models.PositiveIntegerField("宽", default=0)
    height = models.PositiveIntegerField("高", default=0)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("摘要", max_length=64)
    caption = models.CharField("说明", max_length=60, blank=True, validators=[validate_plain_text])
    added_at = models.DateTimeField("上传时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "活动图片和视频"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "sha256"],
                name="activity_file_once",
                violation_error_message="这份文件已经上传过。",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.key}"

    @property
    def progress(self) -> MediaState:
        """How far its thumbnail is."""
        if self.failure:
            return MediaState.FAILED
        return MediaState.READY if self.thumbnail else MediaState.QUEUED

    @property
    def is_video(self) -> bool:
        return self.kind == MediaKind.VIDEO
