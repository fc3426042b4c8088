"""整改通知单: one came back to the `captain2` account, the answer to another waits for the `officer` account."""

from dataclasses import dataclass
from datetime import timedelta

from core import clock
from core.lifecycle import perform
from demo.story import Cast, days_from_now
from reviews.models import Rectification
from reviews.services import rectifications
from units.models import Committee, Unit


@dataclass(frozen=True)
class Defect:
    """What was found so many days ago and has to be mended within thirty; `shown_by` is the theme of a log entry."""

    days_ago: int
    problem: str
    answer: str
    shown_by: str
    sent_back: str = ""


REGISTERS = Defect(
    12,
    "现场检查发现：抽查的 20 件办结材料中有 1 件登记不全；公示栏里的监督电话字迹模糊，不便群众辨认。",
    "已抽看近期办结材料，登记不全的 1 件当日补正，并改为当日办结、当日登记、次日复核。",
    "第四季度服务质量自查",
    "登记已补正。监督电话的更换情况没有说明，请补充后再次反馈。",
)
WAITING = Defect(
    20,
    "暗访发现：午间高峰时段只开一个窗口，群众等候超过三十分钟，现场没有引导。",
    "午间改为两班轮值，高峰时段增开一个窗口，并安排一名引导员。练兵后单件用时由 9 分钟降到 7 分钟。",
    "高频事项“快准稳”练兵",
)
CLAUSE = "工作指引 二.4（四有：有操作规范）"


def send_notices(committee: Committee, back: Unit, waiting: Unit, cast: Cast) -> None:
    _notify(committee, back, REGISTERS, cast)
    _notify(committee, waiting, WAITING, cast)


def _notify(committee: Committee, unit: Unit, defect: Defect, cast: Cast) -> None:
    """Issued by the officer, answered by the captain, and, where the answer leaves something out, sent back."""
    with days_from_now(-defect.days_ago):
        due = clock.today() + timedelta(days=30)
        notice = Rectification(
            committee=committee, unit=unit, problem=defect.problem, clause=CLAUSE, due_on=due
        )
        notice = rectifications.issue(notice, by=cast["officer"])
    with days_from_now(-4):
        captain, evidence = cast.captains[unit.pk], unit.activities.kept().filter(theme=defect.shown_by)
        answered = rectifications.save_answer(
            notice, by=captain, answer=defect.answer, evidence=list(evidence)
        )
        notice = perform(answered.record, "hand_in", by=captain)
    if defect.sent_back:
        with days_from_now(-2):
            perform(notice, "send_back", by=cast["officer"], note=defect.sent_back)
