"""动态调整 in every state: what waits for `captain13`, `officer`, `approver` and `province`, and what is public."""

from collections.abc import Sequence

from core import clock
from core.lifecycle import perform
from creation_cycle.enums import AdjustmentBasis, AdjustmentKind
from creation_cycle.models import Adjustment, Title
from creation_cycle.services import adjustments
from demo.story import Cast, days_from_now
from units.models import Unit

CLAUSE = "工作指引 二.3（常态监督、动态调整）"
IDLE = "明察暗访发现：连续两次午间高峰时段窗口无人值守，公示的服务承诺没有兑现。"
RECORDS = "复核发现：上半年的创建日志有三次活动与现场记录不符，台账由他人代填。"
FORGED = "经核实：申报材料中的获奖证明系伪造，情节严重。"
MERIT = "两年来两项服务创新在全市推广，群众满意率保持在 98% 以上，建议推荐晋级。"
STATEMENT = "午间轮值表已经调整，值守由一人改为两人，附调整后的值班表。恳请考虑整改情况。"


def tell(units: Sequence[Unit], cast: Cast) -> None:
    """`units` hold a title each; one story for each of them, oldest first."""
    _revoked(units[6], cast)
    _overturned(units[7], cast)
    _warned(units[4], cast)
    _lowered_and_appealed(units[2], cast)
    _recommended(units[8], units[1], cast)
    _heard(units[10], cast)
    _served(units[0], cast)
    _proposed_by_the_portal(units[9])


def _title(unit: Unit) -> Title:
    return unit.titles.in_force().order_by("-pk").first()


def _propose(unit: Unit, kind, facts: str, cast: Cast, **values) -> Adjustment:
    said = {"basis": AdjustmentBasis.OTHER, "basis_key": "", "clause": CLAUSE, **values}
    return adjustments.propose(_title(unit), kind, facts=facts, by=cast["officer"], **said)


def _decided(unit: Unit, kind, facts: str, days_ago: int, cast: Cast, *, reason: str) -> Adjustment:
    """Served, left without an answer, and decided on the day after the unit's time was over."""
    with days_from_now(-days_ago):
        told = perform(_propose(unit, kind, facts, cast, publicise=True), "notify", by=cast["officer"])
    with days_from_now((told.statement_until - clock.today()).days + 1):
        number = f"中山青联发〔演示〕{told.pk + 30}号"
        said = {
            "decision_number": number,
            "note": "事实清楚，集体没有提出不同意见。",
            "public_reason": reason,
        }
        return adjustments.decide(told, by=cast["approver"], **said)


def _appealed(decided: Adjustment, days: int, reasons: str, cast: Cast) -> Adjustment:
    with days_from_now((decided.effective_on - clock.today()).days + days):
        captain = cast.captains[decided.unit_id]
        return adjustments.appeal(decided, appeal_reasons=reasons, by=captain)


def _answered(appealed: Adjustment, move: str, words: str, cast: Cast) -> None:
    with days_from_now((appealed.appealed_on - clock.today()).days + 20):
        perform(appealed, move, by=cast["province"], note=words, appeal_outcome=words)


def _revoked(unit: Unit, cast: Cast) -> None:
    revoked = _decided(unit, AdjustmentKind.REVOKE, FORGED, 64, cast, reason="申报材料弄虚作假，情节严重。")
    appealed = _appealed(revoked, 5, "伪造系个别人员所为，集体并不知情。", cast)
    _answered(appealed, "uphold", "经复核，原决定事实清楚、程序合法，予以维持。", cast)


def _overturned(unit: Unit, cast: Cast) -> None:
    warned = _decided(unit, AdjustmentKind.WARN, RECORDS, 90, cast, reason="创建日志与现场记录不符。")
    appealed = _appealed(warned, 4, "三次活动改期举行，现场记录登记在改期后的日期，附通知。", cast)
    _answered(appealed, "overturn", "经复核，活动改期属实，原决定依据不足，予以撤销。", cast)


def _warned(unit: Unit, cast: Cast) -> None:
    _decided(unit, AdjustmentKind.WARN, IDLE, 60, cast, reason="窗口午间无人值守，服务承诺没有兑现。")


def _lowered_and_appealed(unit: Unit, cast: Cast) -> None:
    lowered = _decided(
        unit, AdjustmentKind.LOWER_STAR, RECORDS, 20, cast, reason="创建台账由他人代填，与现场记录不符。"
    )
    _appealed(lowered, 2, "代填的只有一名新入职人员的记录，其余均为本人登记，附登记截图。", cast)


def _recommended(standing: Unit, waiting: Unit, cast: Cast) -> None:
    with days_from_now(-30):
        merit = {"basis": AdjustmentBasis.MERIT}
        proposal = _propose(standing, AdjustmentKind.PROMOTE, MERIT, cast, **merit)
        said = {
            "decision_number": "中山青联发〔演示〕21号",
            "note": "同意推荐。",
            "public_reason": "创建成效突出。",
        }
        adjustments.decide(proposal, by=cast["approver"], **said)
    with days_from_now(-2):
        _propose(waiting, AdjustmentKind.PROMOTE, MERIT, cast, **merit)


def _heard(unit: Unit, cast: Cast) -> None:
    with days_from_now(-6):
        told = perform(_propose(unit, AdjustmentKind.WARN, IDLE, cast), "notify", by=cast["officer"])
    with days_from_now(-3):
        adjustments.hand_in_statement(told, statement=STATEMENT, by=cast.captains[unit.pk])


def _served(unit: Unit, cast: Cast) -> None:
    with days_from_now(-1):
        perform(_propose(unit, AdjustmentKind.WARN, IDLE, cast), "notify", by=cast["officer"])


def _proposed_by_the_portal(unit: Unit) -> None:
    """What a failed check leaves on the officer's desk."""
    with days_from_now(-1):
        said = {"basis": AdjustmentBasis.OTHER, "basis_key": "demo:1", "facts": RECORDS, "clause": CLAUSE}
        adjustments.propose(_title(unit), AdjustmentKind.WARN, **said)
