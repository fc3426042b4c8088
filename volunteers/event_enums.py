"""States of events, of those who signed up, of hours and proofs, and of pacts."""

from django.db import models


class EventState(models.TextChoices):
    """志愿服务活动: plan → recruit → run → complete → verify."""

    PLANNED = "planned", "筹备中"
    RECRUITING = "recruiting", "招募中"
    RUNNING = "running", "进行中"
    COMPLETED = "completed", "待核实"
    VERIFIED = "verified", "已核实"
    CANCELLED = "cancelled", "已取消"

    @property
    def tone(self) -> str:
        tones = {"recruiting": "info", "running": "info", "completed": "wait", "verified": "ok"}
        return tones.get(self, "idle")


class SignUpState(models.TextChoices):
    """One volunteer and one shift, from signing up to having been there."""

    SIGNED = "signed", "已报名"
    WAITING = "waiting", "候补"
    PRESENT = "present", "已签到"
    DONE = "done", "已签退"
    ABSENT = "absent", "未到"
    WITHDRAWN = "withdrawn", "已退出"
    DROPPED = "dropped", "已取消"

    @property
    def tone(self) -> str:
        tones = {"signed": "info", "waiting": "wait", "present": "info", "done": "ok", "absent": "stop"}
        return tones.get(self, "idle")


class AttendanceWay(models.TextChoices):
    """How it is known that somebody was there."""

    SCAN = "scan", "扫码"
    LIST = "list", "名单登记"


class CorrectionState(models.TextChoices):
    """A wish to have recorded hours corrected."""

    ASKED = "asked", "待处理"
    GRANTED = "granted", "已更正"
    REFUSED = "refused", "不予更正"
    WITHDRAWN = "withdrawn", "已撤回"

    @property
    def tone(self) -> str:
        return {"asked": "wait", "granted": "ok", "refused": "stop"}.get(self, "idle")


class ProofState(models.TextChoices):
    """志愿服务记录证明."""

    ASKED = "asked", "待受理"
    SHOWN = "shown", "内部公示中"
    ISSUED = "issued", "已出具"
    REFUSED = "refused", "不予出具"
    REVOKED = "revoked", "已撤销"

    @property
    def tone(self) -> str:
        return {"asked": "wait", "shown": "wait", "issued": "ok", "refused": "stop", "revoked": "stop"}[self]


class PactState(models.TextChoices):
    """结对共建协议书 (domain.md §5.5: 有效、到期、解除)."""

    DRAFT = "draft", "待签署"
    IN_FORCE = "in_force", "有效"
    EXPIRED = "expired", "到期"
    ENDED = "ended", "解除"

    @property
    def tone(self) -> str:
        return {"draft": "wait", "in_force": "ok"}.get(self, "idle")
