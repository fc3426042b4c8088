"""States and choices of the yearly recheck 年度复核 (S3 三(二)5, S4 一(三); domain.md §2.2 T11)."""

from django.db import models

from creation_cycle.enums import ToneMixin


class RecheckState(ToneMixin, models.TextChoices):
    DUE = "due", "待自查"
    REPORTED = "reported", "已自查"
    REVIEWED = "reviewed", "已初评"
    SAMPLED = "sampled", "抽检"
    PASSED = "passed", "合格"
    FAILED = "failed", "不合格"
    EXEMPT = "exempt", "自然保留"
    LAPSED = "lapsed", "已终止"

    @classmethod
    def _tones(cls):
        waiting = dict.fromkeys(("DUE", "REPORTED", "REVIEWED", "SAMPLED"), "wait")
        return {**waiting, "PASSED": "ok", "FAILED": "stop", "EXEMPT": "ok", "LAPSED": "idle"}

    @classmethod
    def under_way(cls) -> list["RecheckState"]:
        """Somebody still has something to do."""
        return [cls.DUE, cls.REPORTED, cls.REVIEWED, cls.SAMPLED]

    @classmethod
    def settled(cls) -> list["RecheckState"]:
        """The year's answer is known."""
        return [cls.PASSED, cls.FAILED, cls.EXEMPT]


class RecheckFrequency(models.TextChoices):
    """S3 rechecks each year, S4 once in a cycle."""

    YEARLY = "yearly", "每年一次"
    ONCE_A_CYCLE = "cycle", "每个创建周期一次（周期结束的年份）"


class FirstReviewer(models.TextChoices):
    """Who looks first (S4 一(三): 由各团组织进行初评)."""

    RECOMMENDING = "recommending", "下一级团组织"
    OWN = "own", "集体隶属的团组织"
    ORGANIZER = "organizer", "本组委会"


class Declaration(models.TextChoices):
    """What the captain says of the data that the portal has put into the form."""

    UNCHANGED = "unchanged", "已核对，情况无变化"
    CORRECTED = "corrected", "已核对，并已更正有变化的信息"


class Suggestion(models.TextChoices):
    """初评意见."""

    KEEP = "keep", "建议合格"
    NOT_KEEP = "not_keep", "建议不合格"


class RecheckDrawState(ToneMixin, models.TextChoices):
    ANNOUNCED = "announced", "已公告"
    DRAWN = "drawn", "已抽取"

    @classmethod
    def _tones(cls):
        return {"ANNOUNCED": "wait", "DRAWN": "ok"}


class RecheckOccasion(models.TextChoices):
    """What a unit or a committee was reminded of; each once."""

    DUE_SOON = "due_soon", "自查即将到期"
    DUE_LATE = "due_late", "自查已逾期"
    REVIEW_SOON = "review_soon", "初评即将到期"
    REVIEW_LATE = "review_late", "初评已逾期"
    DECIDE_SOON = "decide_soon", "复核认定即将到期"
    DECIDE_LATE = "decide_late", "复核认定已逾期"
