"""States and kinds of the creation cycle; each state carries the tone of its badge (LOOK: ok, wait, stop, info)."""

from django.db import models


class ToneMixin:
    """States know how calm or urgent they look; the words always stand beside the colour."""

    @property
    def tone(self) -> str:
        return self._tones().get(self.name, "info")

    @classmethod
    def _tones(cls) -> dict[str, str]:
        return {}


class CycleState(ToneMixin, models.TextChoices):
    PLANNED = "planned", "筹备"
    FILING = "filing", "备案"
    CREATING = "creating", "对标创建"
    ASSESSING = "assessing", "达标考核"
    CERTIFYING = "certifying", "审核认定"
    CLOSED = "closed", "已结束"

    @classmethod
    def _tones(cls):
        return {"PLANNED": "idle", "CLOSED": "idle"}


class CandidacyState(ToneMixin, models.TextChoices):
    DRAFT = "draft", "草稿"
    RETURNED = "returned", "已退回"
    SUBMITTED = "submitted", "待推荐"
    RECOMMENDED = "recommended", "已推荐"
    FILED = "filed", "已备案"
    DECLINED = "declined", "不予备案"
    CREATING = "creating", "对标创建中"
    APPLIED = "applied", "已申请达标"
    ASSESSING = "assessing", "考核中"
    MET = "met", "达标"
    NOT_MET = "not_met", "未达标"
    NOMINATED = "nominated", "拟认定"
    PUBLICISED = "publicised", "公示中"
    CONTESTED = "contested", "异议核查中"
    CERTIFIED = "certified", "已认定"
    REJECTED = "rejected", "不予认定"
    WITHDRAWN = "withdrawn", "已撤回"
    LAPSED = "lapsed", "已失效"

    @classmethod
    def _tones(cls):
        waiting = dict.fromkeys(("SUBMITTED", "RECOMMENDED", "APPLIED", "RETURNED", "CONTESTED"), "wait")
        stopped = dict.fromkeys(("DECLINED", "NOT_MET", "REJECTED"), "stop")
        idle = dict.fromkeys(("DRAFT", "WITHDRAWN", "LAPSED"), "idle")
        return {**waiting, **stopped, **idle, "MET": "ok", "CERTIFIED": "ok", "FILED": "ok"}

    @classmethod
    def final(cls) -> list["CandidacyState"]:
        """States that nothing leads out of."""
        return [cls.DECLINED, cls.CERTIFIED, cls.REJECTED, cls.WITHDRAWN, cls.LAPSED]

    @classmethod
    def live(cls) -> list["CandidacyState"]:
        return [state for state in cls if state not in cls.final()]

    @classmethod
    def before_nomination(cls) -> list["CandidacyState"]:
        """Where the unit may still withdraw, and everything below counts as not yet proposed."""
        return [
            cls.DRAFT,
            cls.RETURNED,
            cls.SUBMITTED,
            cls.RECOMMENDED,
            cls.FILED,
            cls.CREATING,
            cls.APPLIED,
            cls.ASSESSING,
            cls.MET,
            cls.NOT_MET,
        ]


class CandidacyKind(models.TextChoices):
    NEW = "new", "新创建"
    PROMOTION = "promotion", "晋级"
    STAR = "star", "升星"


class Channel(models.TextChoices):
    REGULAR = "regular", "常规"
    SPECIAL = "special", "特别推荐"


class Severity(models.TextChoices):
    HARD = "hard", "硬性条件"
    ADVISORY = "advisory", "提示"
    WAIVABLE = "waivable", "硬性条件（特别推荐可放宽）"


class RuleStage(models.TextChoices):
    FILING = "filing", "备案"
    ASSESSMENT = "assessment", "达标考核"
    RECHECK = "recheck", "年度复核"
    AREA = "area", "片区指标"
    ADJUSTMENT = "adjustment", "动态调整"


class StandardState(ToneMixin, models.TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    SUPERSEDED = "superseded", "已被替代"

    @classmethod
    def _tones(cls):
        return {"DRAFT": "idle", "PUBLISHED": "ok", "SUPERSEDED": "idle"}


class NoticeState(ToneMixin, models.TextChoices):
    DRAFT = "draft", "待发布"
    OPEN = "open", "公示中"
    CLOSED = "closed", "公示结束"

    @classmethod
    def _tones(cls):
        return {"DRAFT": "idle", "OPEN": "wait", "CLOSED": "idle"}


class ObjectionState(ToneMixin, models.TextChoices):
    RECEIVED = "received", "待受理"
    ACCEPTED = "accepted", "核查中"
    DECLINED = "declined", "不予受理"
    UPHELD = "upheld", "异议成立"
    DISMISSED = "dismissed", "异议不成立"

    @classmethod
    def _tones(cls):
        return {
            "RECEIVED": "wait",
            "ACCEPTED": "wait",
            "DECLINED": "idle",
            "UPHELD": "stop",
            "DISMISSED": "ok",
        }

    @classmethod
    def open(cls) -> list["ObjectionState"]:
        """Nothing is found yet: the unit cannot be certified."""
        return [cls.RECEIVED, cls.ACCEPTED]


class ObjectionOutcome(models.TextChoices):
    """What the facts turned out to be (domain.md §6)."""

    TRUE = "true", "属实"
    PARTLY = "partly", "部分属实"
    UNTRUE = "untrue", "不属实"
    UNPROVEN = "unproven", "无法查实"

    @classmethod
    def upholding(cls) -> list[tuple[str, str]]:
        """The facts with which an objection stands."""
        return [(cls.TRUE.value, cls.TRUE.label), (cls.PARTLY.value, cls.PARTLY.label)]

    @classmethod
    def dismissing(cls) -> list[tuple[str, str]]:
        """The facts with which it does not; what is true in part may not matter for the title."""
        return [
            (cls.UNTRUE.value, cls.UNTRUE.label),
            (cls.PARTLY.value, "部分属实，但不影响认定"),
            (cls.UNPROVEN.value, cls.UNPROVEN.label),
        ]


class EvidenceKind(models.TextChoices):
    IMAGE = "image", "图片"
    PDF = "pdf", "PDF 文档"
    WORD = "word", "Word 文档"


class TitleState(ToneMixin, models.TextChoices):
    IN_FORCE = "in_force", "有效"
    WARNED = "warned", "警告提醒"
    REVOKED = "revoked", "已撤销"
    ENDED = "ended", "已终止"

    @classmethod
    def _tones(cls):
        return {"IN_FORCE": "ok", "WARNED": "wait", "REVOKED": "stop", "ENDED": "idle"}


class CertificateState(ToneMixin, models.TextChoices):
    QUEUED = "queued", "待制发"
    ISSUED = "issued", "已制发"
    FAILED = "failed", "制发失败"
    REPLACED = "replaced", "已换发"
    REVOKED = "revoked", "已撤销"

    @classmethod
    def _tones(cls):
        return {"QUEUED": "wait", "ISSUED": "ok", "FAILED": "stop", "REPLACED": "idle", "REVOKED": "stop"}

    @classmethod
    def current(cls) -> list["CertificateState"]:
        """The certificate that stands for its title, or is on its way; a title has one at most."""
        return [cls.QUEUED, cls.ISSUED, cls.FAILED]


class PlaqueState(ToneMixin, models.TextChoices):
    PREPARED = "prepared", "待交付"
    HANDED_OVER = "handed_over", "已交付"
    HUNG = "hung", "已挂牌"
    LOST = "lost", "已遗失"
    REPLACED = "replaced", "已补发新牌"
    RECALLED = "recalled", "待收回"
    RETURNED = "returned", "已收回"
    WITHHELD = "withheld", "不再交付"

    @classmethod
    def _tones(cls):
        waiting = dict.fromkeys(("PREPARED", "RECALLED"), "wait")
        idle = dict.fromkeys(("REPLACED", "RETURNED", "WITHHELD"), "idle")
        return {**waiting, **idle, "HANDED_OVER": "info", "HUNG": "ok", "LOST": "stop"}

    @classmethod
    def current(cls) -> list["PlaqueState"]:
        """The plaque that stands for its title, or is on its way; a title has one at most."""
        return [cls.PREPARED, cls.HANDED_OVER, cls.HUNG, cls.LOST]


class LegacyStarPolicy(models.TextChoices):
    """How titles from before 三级三星制 get their star when the source names none (domain.md §2.3)."""

    COLLAPSE_TO_ONE = "collapse_to_one", "一律确认为一星级"
    COUNT_HISTORY = "count_history", "按历次认定次数计星（最高三星级）"


class AdjustmentKind(models.TextChoices):
    """动态调整: the ladder of domain.md §6, mildest first, and the one way up."""

    RECTIFY = "rectify", "限期整改"
    WARN = "warn", "警告提醒"
    LOWER_STAR = "lower_star", "调整星级"
    REVOKE = "revoke", "撤销称号"
    PROMOTE = "promote", "晋级推荐"

    @classmethod
    def ladder(cls) -> list["AdjustmentKind"]:
        """What is held against a unit: it is told first, and heard."""
        return [cls.RECTIFY, cls.WARN, cls.LOWER_STAR, cls.REVOKE]


class AdjustmentBasis(models.TextChoices):
    """What an adjustment rests on."""

    RECHECK = "recheck", "年度复核"
    INSPECTION = "inspection", "明察暗访"
    RECTIFICATION = "rectification", "整改情况"
    COMPLAINT = "complaint", "社会监督（投诉）"
    OTHER = "other", "其他核实的情况"
    MERIT = "merit", "创建成效"


class AdjustmentState(ToneMixin, models.TextChoices):
    PROPOSED = "proposed", "待告知"
    NOTIFIED = "notified", "已告知"
    DECIDED = "decided", "已决定"
    IN_EFFECT = "in_effect", "已生效"
    APPEALED = "appealed", "申诉中"
    UPHELD = "upheld", "申诉后维持"
    OVERTURNED = "overturned", "申诉后撤销"
    DISMISSED = "dismissed", "不予处理"

    @classmethod
    def _tones(cls):
        waiting = dict.fromkeys(("PROPOSED", "NOTIFIED", "DECIDED", "APPEALED"), "wait")
        return {**waiting, "IN_EFFECT": "info", "UPHELD": "info", "OVERTURNED": "ok", "DISMISSED": "idle"}

    @classmethod
    def open(cls) -> list["AdjustmentState"]:
        """Nothing is decided yet."""
        return [cls.PROPOSED, cls.NOTIFIED]

    @classmethod
    def decided(cls) -> list["AdjustmentState"]:
        """A decision has been made, whatever became of it."""
        return [cls.DECIDED, cls.IN_EFFECT, cls.APPEALED, cls.UPHELD, cls.OVERTURNED]

    @classmethod
    def standing(cls) -> list["AdjustmentState"]:
        """Its effect holds: an appeal alone does not suspend it."""
        return [cls.IN_EFFECT, cls.APPEALED, cls.UPHELD]


class LegacyImportState(ToneMixin, models.TextChoices):
    DRAFT = "draft", "待核对"
    SUBMITTED = "submitted", "待复核"
    CONFIRMED = "confirmed", "已登记"
    DISCARDED = "discarded", "已作废"

    @classmethod
    def _tones(cls):
        return {"DRAFT": "wait", "SUBMITTED": "wait", "CONFIRMED": "ok", "DISCARDED": "idle"}


class LegacyChoice(models.TextChoices):
    """What becomes of a row of past titles."""

    SAME = "same", "同一集体"
    NEW = "new", "新的集体"
    SKIP = "skip", "跳过"


STAR_LABELS = {1: "一星级", 2: "二星级", 3: "三星级"}
MAX_STAR = 3


class ItemKind(models.TextChoices):
    """How an item of a standard is scored (domain.md §4: three styles of real sheets, judgement, and our own data)."""

    VETO = "veto", "一票否决"
    DEDUCT = "deduct", "扣分"
    ACCUMULATE = "accumulate", "累加"
    JUDGEMENT = "judgement", "评议"
    AUTO = "auto", "系统数据"


class ItemMethod(models.TextChoices):
    """How assessors find out (domain.md §4)."""

    VISIT = "visit", "看现场"
    REPORT = "report", "听汇报"
    PAPERS = "papers", "查资料"
    SURVEY = "survey", "调查"
