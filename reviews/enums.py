"""States of rounds, assignments, score sheets, marks of a veto and notices to mend something."""

from django.db import models


class RoundState(models.TextChoices):
    PLANNED = "planned", "未开始"
    OPEN = "open", "进行中"
    CLOSED = "closed", "已结束"

    @property
    def tone(self) -> str:
        return {"planned": "idle", "open": "info", "closed": "ok"}[self.value]


class AssignmentState(models.TextChoices):
    ASSIGNED = "assigned", "已指派"
    RECUSED = "recused", "已回避"
    WITHDRAWN = "withdrawn", "已撤回"

    @property
    def tone(self) -> str:
        return {"assigned": "info", "recused": "idle", "withdrawn": "idle"}[self.value]


class SheetState(models.TextChoices):
    DRAFT = "draft", "评分中"
    LOCKED = "locked", "已锁定"

    @property
    def tone(self) -> str:
        return {"draft": "wait", "locked": "ok"}[self.value]


class VetoState(models.TextChoices):
    """One reviewer marks, a second person confirms or dismisses (domain.md §4)."""

    MARKED = "marked", "待第二人核实"
    CONFIRMED = "confirmed", "已确认"
    DISMISSED = "dismissed", "不成立"

    @property
    def tone(self) -> str:
        return {"marked": "wait", "confirmed": "stop"}.get(self.value, "idle")


class RectificationState(models.TextChoices):
    ISSUED = "issued", "待整改"
    ANSWERED = "answered", "已反馈"
    CLOSED = "closed", "整改完成"
    WITHDRAWN = "withdrawn", "已撤销"

    @property
    def tone(self) -> str:
        return {"issued": "wait", "answered": "info", "closed": "ok", "withdrawn": "idle"}[self.value]
