"""States and choices of rounds, panels, score sheets, tests and selections."""

from django.db import models


class RoundState(models.TextChoices):
    PLANNED = "planned", "未开始"
    OPEN = "open", "进行中"
    CLOSED = "closed", "已结束"

    @property
    def tone(self) -> str:
        return {"planned": "idle", "open": "info", "closed": "ok"}[self.value]


class RoundPhase(models.TextChoices):
    """What the round's dates say today; nobody switches it."""

    PREPARING = "preparing", "组建评审组"
    SCORING = "scoring", "评审打分"
    MODERATING = "moderating", "合议"
    OVER = "over", "已结束"


class RoundMode(models.TextChoices):
    """考核方式 (S1 二.3): who runs the panels."""

    DIRECT = "direct", "直接考核"
    DELEGATED = "delegated", "委托下一级团组织"
    THIRD_PARTY = "third_party", "指定第三方机构"


class FormKind(models.TextChoices):
    """考核形式 (S1 二.3)."""

    MATERIALS = "materials", "审核材料"
    DEFENCE = "defence", "竞争性答辩"
    SITE = "site", "现场检查"
    CROSS = "cross", "交叉互评"


class PairingScope(models.TextChoices):
    """Among which units one is found to assess another in 交叉互评 (S1 常态监督: of one 地域 or 行业)."""

    INDUSTRY = "industry", "同行业"
    REGION = "region", "同区划"
    EITHER = "either", "同行业或同区划"


class Aggregation(models.TextChoices):
    """How the sheets of one form become one figure (domain.md §4)."""

    MEAN = "mean", "平均分"
    MEDIAN = "median", "中位数"
    TRIMMED = "trimmed", "去掉最高最低后平均（5 份起）"


class Disclosure(models.TextChoices):
    """When reviewers see something of each other; what they write themselves they always see."""

    NEVER = "never", "始终不公开"
    SUBMITTED = "submitted", "本人提交后"
    CLOSED = "closed", "考核结束后"


class AssignmentState(models.TextChoices):
    """Why a reviewer does not score: 回避 conflict, 谢绝 never began, 交回 began, 撤回 taken back."""

    ASSIGNED = "assigned", "已指派"
    RECUSED = "recused", "已回避"
    DECLINED = "declined", "已谢绝"
    RETURNED = "returned", "已交回"
    WITHDRAWN = "withdrawn", "已撤回"

    @property
    def tone(self) -> str:
        return "info" if self == self.ASSIGNED else "idle"


class SheetState(models.TextChoices):
    DRAFT = "draft", "评分中"
    SUBMITTED = "submitted", "已提交"
    LOCKED = "locked", "已锁定"

    @property
    def tone(self) -> str:
        return {"draft": "wait", "submitted": "ok", "locked": "ok"}[self.value]


class VetoState(models.TextChoices):
    """One reviewer marks, a second person confirms or dismisses (domain.md §4)."""

    MARKED = "marked", "待第二人核实"
    CONFIRMED = "confirmed", "已确认"
    DISMISSED = "dismissed", "不成立"
    WITHDRAWN = "withdrawn", "已随评分表退回"

    @property
    def tone(self) -> str:
        return {"marked": "wait", "confirmed": "stop"}.get(self.value, "idle")


class DrawState(models.TextChoices):
    ANNOUNCED = "announced", "已公告"
    DRAWN = "drawn", "已抽签"

    @property
    def tone(self) -> str:
        return {"announced": "wait", "drawn": "ok"}[self.value]


class QuestionKind(models.TextChoices):
    SINGLE = "single", "单选题"
    MULTIPLE = "multiple", "多选题"
    TRUE_FALSE = "true_false", "判断题"


class QuizUse(models.TextChoices):
    """How 办法掌握程度测试 counts (S3 四(三): separate; domain.md §4: pass/fail or at most 5 points)."""

    RECORD = "record", "仅记录"
    GATE = "gate", "须达到合格线"
    BONUS = "bonus", "折算加分"


class SelectionState(models.TextChoices):
    """审核: decisions are staged in a draft, seen together, and published at once."""

    DRAFT = "draft", "拟定中"
    PUBLISHED = "published", "已公布"

    @property
    def tone(self) -> str:
        return {"draft": "wait", "published": "ok"}[self.value]


class RankedBy(models.TextChoices):
    """Which figure a selection ranks by, of units that more than one round found up to standard."""

    LATEST = "latest", "最近一次考核得分"
    MEAN = "mean", "各次考核得分的平均"


class TieRule(models.TextChoices):
    """What decides between equal points (domain.md §2.4: star, fewer deductions, committee vote; never chance)."""

    STAR = "star", "现有星级较高"
    DEDUCTED = "deducted", "平均扣分较少"
    VOTE = "vote", "表决净赞成票较多"
    FILED = "filed", "备案较早"
    NAME = "name", "集体名称顺序"


class CapScope(models.TextChoices):
    """Over which units 创评比例 is counted (domain.md §2.4)."""

    CAMPAIGN = "campaign", "整个周期"
    REGION = "region", "各片区分别计算"
    INDUSTRY = "industry", "各行业系统分别计算"


class Verdict(models.TextChoices):
    NOMINATE = "nominate", "拟认定"
    HOLD = "hold", "留待下次"
    REJECT = "reject", "不予认定"


class LetterState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SENT = "sent", "已发出"

    @property
    def tone(self) -> str:
        return {"draft": "wait", "sent": "ok"}[self.value]


class RectificationState(models.TextChoices):
    ISSUED = "issued", "待整改"
    ANSWERED = "answered", "已反馈"
    CLOSED = "closed", "整改完成"
    WITHDRAWN = "withdrawn", "已撤销"

    @property
    def tone(self) -> str:
        return {"issued": "wait", "answered": "info", "closed": "ok", "withdrawn": "idle"}[self.value]


class ComplaintState(models.TextChoices):
    """社会监督 (S1 二.3; domain.md §6)."""

    RECEIVED = "received", "已收到，待受理"
    ACCEPTED = "accepted", "已受理"
    DECLINED = "declined", "未予受理"
    FORWARDED = "forwarded", "已转办，待单位说明"
    STATED = "stated", "单位已说明"
    CHECKING = "checking", "核查中"
    CONCLUDED = "concluded", "已有结论，待反馈"
    ANSWERED = "answered", "已反馈"
    REVIEWING = "reviewing", "上级复查中"
    ARCHIVED = "archived", "已归档"

    @classmethod
    def working(cls) -> "list[ComplaintState]":
        """Somebody still owes the next step, and its day is watched."""
        return [
            cls.RECEIVED, cls.ACCEPTED, cls.FORWARDED, cls.STATED, cls.CHECKING, cls.CONCLUDED, cls.REVIEWING,
        ]  # fmt: skip

    @classmethod
    def unsettled(cls) -> "list[ComplaintState]":
        """Not yet filed away: what was found may still have consequences."""
        return [*cls.working(), cls.ANSWERED]

    @property
    def tone(self) -> str:
        return {
            "received": "wait", "accepted": "info", "forwarded": "wait", "stated": "info", "checking": "info",
            "concluded": "wait", "answered": "ok", "reviewing": "wait",
        }.get(self.value, "idle")  # fmt: skip


class ComplaintCategory(models.TextChoices):
    SERVICE = "service", "服务态度"
    DISCIPLINE = "discipline", "纪律"
    FALSE_MATERIALS = "false_materials", "虚假材料"
    MISUSE = "misuse", "称号滥用"
    SAFETY = "safety", "安全"
    OTHER = "other", "其他"


class ComplaintOutcome(models.TextChoices):
    TRUE = "true", "属实"
    PARTLY = "partly", "部分属实"
    UNTRUE = "untrue", "不属实"
    UNPROVEN = "unproven", "无法查实"

    @classmethod
    def verified(cls) -> "list[ComplaintOutcome]":
        """What alone can found a sanction (S1: 经核实)."""
        return [cls.TRUE, cls.PARTLY]


class Satisfaction(models.TextChoices):
    SATISFIED = "satisfied", "满意"
    ACCEPTABLE = "acceptable", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"


class ComplaintFileOrigin(models.TextChoices):
    """Who sent a file: it decides who reads it."""

    COMPLAINANT = "complainant", "投诉人"
    UNIT = "unit", "被投诉集体"
    CHECKER = "checker", "核查人员"


class Light(models.TextChoices):
    """红黄绿: how near the next deadline of a complaint is."""

    GREEN = "green", "期限内"
    YELLOW = "yellow", "即将到期"
    RED = "red", "已超期"

    @property
    def tone(self) -> str:
        return {"green": "ok", "yellow": "wait", "red": "stop"}[self.value]


class InspectionKind(models.TextChoices):
    """明察暗访 (S3 四): told beforehand or not."""

    ANNOUNCED = "announced", "明查"
    UNANNOUNCED = "unannounced", "暗访"


class InspectionState(models.TextChoices):
    PLANNED = "planned", "待实施"
    REPORTED = "reported", "已检查，待处理"
    CLOSED = "closed", "已办结"
    CANCELLED = "cancelled", "已取消"

    @property
    def tone(self) -> str:
        return {"planned": "wait", "reported": "info", "closed": "ok"}.get(self.value, "idle")


class Look(models.TextChoices):
    """What an inspector saw at one point of the list."""

    FINE = "fine", "符合"
    PROBLEM = "problem", "存在问题"
    UNSEEN = "unseen", "未能查看"
