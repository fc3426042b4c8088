"""Kinds and states of the daily records of creation."""

from django.db import models


class MediaKind(models.TextChoices):
    IMAGE = "image", "图片"
    VIDEO = "video", "视频"


class MediaState(models.TextChoices):
    """A file is kept at once; its thumbnail is drawn afterwards."""

    QUEUED = "queued", "正在生成缩略图"
    READY = "ready", "可以查看"
    FAILED = "failed", "未能生成缩略图"


class DutySubject(models.TextChoices):
    """Who has a duty (domain.md §7)."""

    UNIT = "unit", "创建集体"
    MEMBER = "member", "每名成员"
    COMMITTEE = "committee", "各级团组织"
    GRASSROOTS = "grassroots", "基层团组织"
    SUPERVISOR = "supervisor", "有下级的团组织"

    @property
    def is_committee(self) -> bool:
        """Whether a committee has this duty, not a unit: 基层 are those with none below, 上级 those with some."""
        return self in (DutySubject.COMMITTEE, DutySubject.GRASSROOTS, DutySubject.SUPERVISOR)


class DutyPeriod(models.TextChoices):
    """How often a duty comes round. A node is a stretch of days that comes once a year, e.g. 3月5日."""

    CYCLE = "cycle", "每个创建周期"
    YEAR = "year", "每年"
    HALF_YEAR = "half_year", "每半年"
    MONTH = "month", "每月"
    NODE = "node", "每年的节点"


class DutyStatus(models.TextChoices):
    """How a duty stands on a day. A period that is still running is never late."""

    LATE = "late", "逾期"
    OPEN = "open", "进行中"
    AHEAD = "ahead", "未到时间"
    DONE = "done", "已完成"

    @property
    def tone(self) -> str:
        return {"LATE": "stop", "OPEN": "wait", "AHEAD": "idle", "DONE": "ok"}[self.name]


class ReminderOccasion(models.TextChoices):
    """When a unit hears of a duty; once each."""

    NODE = "node", "节点将到"
    DUE = "due", "即将到期"
    LATE = "late", "已经逾期"


class SupporterKind(models.TextChoices):
    """成长伙伴 give advice, 成长粉丝 give support (domain.md §3)."""

    PARTNER = "partner", "成长伙伴"
    FAN = "fan", "成长粉丝"


class VoteGrade(models.TextChoices):
    """The answers of a stage evaluation (S4 二(一): 无记名投票)."""

    EXCELLENT = "excellent", "优秀"
    GOOD = "good", "良好"
    FAIR = "fair", "合格"
    WEAK = "weak", "需要努力"


class CareKind(models.TextChoices):
    """Whom a unit helps (S4 二(三))."""

    FAMILY = "family", "困难家庭"
    STUDENT = "student", "困难学生"
    WORKER = "worker", "困难职工"
    OTHER = "other", "其他对象"

    @property
    def prefix(self) -> str:
        """The word before the number of a target's code: 家庭-01."""
        return self.label.removeprefix("困难").removesuffix("对象")


class LinkKind(models.TextChoices):
    """How two units work together (S3 四(二))."""

    JOINT = "joint", "号号联创"
    OLD_AND_NEW = "old_and_new", "新老结对"
    EXCHANGE = "exchange", "互学互访"


class LinkState(models.TextChoices):
    PROPOSED = "proposed", "待确认"
    CONFIRMED = "confirmed", "已确认"
    DECLINED = "declined", "未同意"
    WITHDRAWN = "withdrawn", "已撤回"
    ENDED = "ended", "已结束"

    @property
    def tone(self) -> str:
        return {"PROPOSED": "wait", "CONFIRMED": "ok", "DECLINED": "stop"}.get(self.name, "idle")


class ClusterKind(models.TextChoices):
    """青年文明号路、街、市场 (S3)."""

    ROAD = "road", "青年文明号路"
    STREET = "street", "青年文明号街"
    MARKET = "market", "青年文明号市场"
