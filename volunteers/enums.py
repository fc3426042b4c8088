"""States and kinds of the volunteer register."""

from django.db import models


class IdentityKind(models.TextChoices):
    """What the number of a volunteer was read from (2012 办法第六条: 居民身份证号码)."""

    RESIDENT = "resident", "居民身份证"
    PASSPORT = "passport", "护照"
    PERMIT = "permit", "港澳台通行证"


class OrganisationState(models.TextChoices):
    ACTIVE = "active", "正常"
    SUSPENDED = "suspended", "暂停"
    DISSOLVED = "dissolved", "已注销"

    @property
    def tone(self) -> str:
        return {"active": "ok", "suspended": "wait"}.get(self, "idle")


class VolunteerState(models.TextChoices):
    """Registered by oneself and not yet looked at; on the register; merged into another record; taken off."""

    PENDING = "pending", "待核实"
    ACTIVE = "active", "在册"
    MERGED = "merged", "已并入"
    ERASED = "erased", "已删除"

    @property
    def tone(self) -> str:
        return {"pending": "wait", "active": "ok"}.get(self, "idle")


class MembershipState(models.TextChoices):
    PENDING = "pending", "待审批"
    APPROVED = "approved", "已加入"
    DECLINED = "declined", "未同意"
    WITHDRAWN = "withdrawn", "已撤回"
    ENDED = "ended", "已退出"

    @property
    def tone(self) -> str:
        return {"pending": "wait", "approved": "ok", "declined": "stop"}.get(self, "idle")


class ConsentMatter(models.TextChoices):
    """What a person may agree to, each on its own (个人信息保护法第十四条、第二十九条)."""

    REGISTER = "register", "实名登记与志愿服务记录"
    CONTACT = "contact", "接收志愿服务活动通知"
    PUBLIC = "public", "公开展示姓名与服务事迹"
    CREDIT = "credit", "用于青年信用激励"


class ConsentChannel(models.TextChoices):
    ONLINE = "online", "本人在线同意"
    PAPER = "paper", "纸质同意书"


class RequestKind(models.TextChoices):
    """What a person may ask for beside copies, which they take themselves (个人信息保护法第四十五至四十七条)."""

    CORRECTION = "correction", "更正个人信息"
    ERASURE = "erasure", "删除个人信息"


class RequestState(models.TextChoices):
    RECEIVED = "received", "待办理"
    FULFILLED = "fulfilled", "已办理"
    DECLINED = "declined", "未予办理"
    WITHDRAWN = "withdrawn", "已撤回"

    @property
    def tone(self) -> str:
        return {"received": "wait", "fulfilled": "ok", "declined": "stop"}.get(self, "idle")


class VolunteerImportState(models.TextChoices):
    """An import of volunteers: being checked, shown, being written, done; or put away without having been written."""

    CHECKING = "checking", "核对中"
    PREVIEWED = "previewed", "待确认"
    CONFIRMED = "confirmed", "写入中"
    DONE = "done", "已导入"
    DISCARDED = "discarded", "已放弃"

    @property
    def tone(self) -> str:
        return {"checking": "info", "previewed": "wait", "confirmed": "info", "done": "ok"}.get(self, "idle")


class StagedOutcome(models.TextChoices):
    """What a checked row will do."""

    NEW = "new", "新登记"
    CHANGED = "changed", "更新"
    SAME = "same", "已有，无变化"
