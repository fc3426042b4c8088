"""Words of youth credit (domain.md §8): subjects, list states, answers to queries."""

from django.db import models


class SubjectKind(models.TextChoices):
    PERSON = "person", "个人"
    COLLECTIVE = "collective", "集体"
    ORGANISATION = "organisation", "组织"


class EntryState(models.TextChoices):
    """守信激励“红名单”: positive only; there is no state for people without trust, and no list of them."""

    NOMINATED = "nominated", "候选"
    CHECKED = "checked", "已核查"
    PUBLICISED = "publicised", "公示中"
    LISTED = "listed", "已列入"
    SUSPENDED = "suspended", "暂停"
    EXPIRED = "expired", "已到期"
    REMOVED = "removed", "已移出"

    @property
    def tone(self) -> str:
        tones = {
            "nominated": "wait",
            "checked": "info",
            "publicised": "info",
            "listed": "ok",
            "suspended": "stop",
        }
        return tones.get(self.value, "idle")

    @classmethod
    def before_listing(cls) -> "list[EntryState]":
        return [cls.NOMINATED, cls.CHECKED, cls.PUBLICISED]

    @classmethod
    def listed(cls) -> "list[EntryState]":
        """On the list, shown or paused."""
        return [cls.LISTED, cls.SUSPENDED]

    @classmethod
    def shown(cls) -> "list[EntryState]":
        """What the public may see at all: during the notice, and while listed."""
        return [cls.PUBLICISED, cls.LISTED]


class EntryBasis(models.TextChoices):
    """How an honour came to the list."""

    HAND = "hand", "人工推荐"
    CERTIFICATION = "certification", "认定转入"
    IMPORT = "import", "历年荣誉导入"


class PublicBasis(models.TextChoices):
    """Why a name may stand on a public page (个人信息保护法第十三条、第二十五条)."""

    CONSENT = "consent", "本人单独同意"
    LAW = "law", "法律法规规定"
    NOT_PERSONAL = "not_personal", "集体或组织名称，不是个人信息"


class ConsentPurpose(models.TextChoices):
    QUERY = "query", "查询信用信息"
    LIST = "list", "列入红名单并公开"


class Conclusion(models.TextChoices):
    """All that is kept of an answer; a report is never stored (domain.md §8.1)."""

    PENDING = "pending", "等待结果"
    CLEAR = "clear", "无不良信息"
    ADVERSE = "adverse", "有不良信息"
    NOT_FOUND = "not_found", "未查得"

    @property
    def tone(self) -> str:
        return {"pending": "wait", "clear": "ok", "adverse": "stop", "not_found": "info"}[self.value]

    @classmethod
    def answers(cls) -> "list[Conclusion]":
        return [cls.CLEAR, cls.ADVERSE, cls.NOT_FOUND]


class QueryPurpose(models.TextChoices):
    """事由: what S0 checks integrity before."""

    AWARD = "award", "评先评优"
    LISTING = "listing", "列入红名单"
    RETEST = "retest", "红名单定期复核"
    TRAINING = "training", "教育培训"
    MATCHING = "matching", "婚恋交友"
    VOLUNTEERING = "volunteering", "志愿服务"
    INCUBATION = "incubation", "创业孵化"
    LOAN = "loan", "发放贷款"
    TRAINEESHIP = "traineeship", "就业见习"


class QueryScope(models.TextChoices):
    """Of whom a clear and fresh answer is needed before a collective is decided about."""

    NONE = "none", "不要求"
    EMPLOYER = "employer", "所属单位"
    EMPLOYER_AND_CAPTAIN = "employer_and_captain", "所属单位和号长"


class CaseState(models.TextChoices):
    """An answer other than 无不良信息 is looked at by a person; nothing is refused by itself (PIPL art. 24)."""

    OPEN = "open", "待人工研判"
    ACCEPTED = "accepted", "不影响"
    UPHELD = "upheld", "有影响"

    @property
    def tone(self) -> str:
        return {"open": "wait", "accepted": "ok", "upheld": "stop"}[self.value]


class ListObjectionState(models.TextChoices):
    OPEN = "open", "待核查"
    DISMISSED = "dismissed", "不成立"
    UPHELD = "upheld", "成立"

    @property
    def tone(self) -> str:
        return {"open": "wait", "dismissed": "idle", "upheld": "stop"}[self.value]


class PolicyRuleKind(models.TextChoices):
    """What a list can ask of a subject; measured in `credit.queries.eligibility`."""

    SERVICE = "service", "志愿服务时长或星级"
    CLEAN_YEARS = "clean_years", "连续无不良信息年数"
    AGE = "age", "年龄范围"
    CONSENT = "consent", "本人同意"
    HONOUR_LEVEL = "honour_level", "荣誉级别"


class PledgeState(models.TextChoices):
    """主动承诺 → 公开亮诺 → 自觉践诺 (S0)."""

    OFFERED = "offered", "主动承诺"
    SHOWN = "shown", "公开亮诺"
    KEPT = "kept", "自觉践诺"
    WITHDRAWN = "withdrawn", "已撤下"

    @property
    def tone(self) -> str:
        return {"offered": "wait", "shown": "info", "kept": "ok", "withdrawn": "idle"}[self.value]


class FollowUpResult(models.TextChoices):
    KEPT = "kept", "已履行"
    PARTLY = "partly", "部分履行"
    NOT_YET = "not_yet", "尚未履行"

    @property
    def tone(self) -> str:
        return {"kept": "ok", "partly": "wait", "not_yet": "idle"}[self.value]


class RetestOutcome(models.TextChoices):
    PASSED = "passed", "通过"
    WAITING = "waiting", "等待查询结果"
    PAUSED = "paused", "未通过，已暂停"

    @property
    def tone(self) -> str:
        return {"passed": "ok", "waiting": "wait", "paused": "stop"}[self.value]
