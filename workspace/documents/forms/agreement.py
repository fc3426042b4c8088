"""与青少年之家结对共建协议书 (S4 一(二)2; domain.md §5.5)."""

from math import ceil

from core.text import chinese_date
from units.models import Unit, YouthHomePairing
from volunteers.models import Pact
from volunteers.models.youth_home import CHILD_PROTECTION
from workspace.documents.kinds import DocumentKind
from workspace.documents.layout import Layout, Paragraphs, Passage, Row, Signatures, Values
from workspace.enums import DutyPeriod
from workspace.queries.duties import duties_of

LAYOUT = Layout(
    "青年文明号创建集体与青少年之家结对共建协议书",
    (
        Row(("甲方集体", "所属单位")),
        Row(("乙方青少年之家", "乙方地址")),
        Row(("甲方联系人", "甲方联系电话")),
        Row(("乙方负责人", "乙方联系电话")),
        Row(("结对日期", "年度志愿服务场次")),
        Row(("协议期限",)),
        Paragraphs(
            "一、服务内容",
            (
                "甲方{甲方集体}按照就近就便的原则，组织成员到乙方{乙方青少年之家}开展志愿服务，"
                "每年不少于 {最少场次} 场次，每次服务由双方事先商定时间和内容。",
                "甲方将每次服务如实记录；记录一次，用于创建日志、自评和年度报告，不重复报送。",
            ),
        ),
        Passage("约定服务内容", lines=3),
        Paragraphs(
            "二、双方责任",
            (
                "甲方：安排固定联系人，做好服务准备和安全提示，不收取任何费用，不开展商业宣传。",
                "乙方：提供场地和必要协助，如实确认服务情况，及时反馈青少年的需求和意见。",
            ),
        ),
        Paragraphs(
            "三、未成年人保护",
            ("{未成年人保护条款}",),
        ),
        Paragraphs(
            "四、期限",
            ("本协议{期限说明}；任何一方可以书面通知对方解除。",),
        ),
        Signatures(("甲方", "乙方")),
    ),
)
LEAST_SESSIONS = 4
"""Sessions a year (S4 一(二)2), where no committee has set the duty otherwise."""
A_YEAR = {DutyPeriod.YEAR: 1, DutyPeriod.HALF_YEAR: 2, DutyPeriod.MONTH: 12, DutyPeriod.NODE: 1}


def least_sessions(unit: Unit) -> int:
    """What the unit's duty asks for in a year; a creation cycle has two."""
    duty = next((duty for duty in duties_of(unit) if duty.counter == "youth_home_sessions"), None)
    if duty is None:
        return LEAST_SESSIONS
    return duty.target * A_YEAR[duty.period] if duty.period in A_YEAR else ceil(duty.target / 2)


def values_of(pairing: YouthHomePairing) -> Values:
    """What nobody has entered stays empty for a pen."""
    unit = pairing.unit
    pact = pairing.pacts.live().first()
    sessions = pact.sessions if pact else least_sessions(unit)
    captain = unit.posts.current().select_related("user").order_by("role").first()
    return {
        "甲方集体": unit.name,
        "所属单位": unit.employer.name if unit.employer else "",
        "乙方青少年之家": pairing.name,
        "乙方地址": pairing.address,
        "甲方联系人": captain.user.name if captain else "",
        "甲方联系电话": unit.contact_phone,
        "乙方负责人": pairing.head,
        "乙方联系电话": pairing.phone,
        "结对日期": chinese_date(pairing.starts_on),
        "年度志愿服务场次": f"不少于 {sessions} 场次",
        "最少场次": str(sessions),
        **_agreed(pairing, pact),
    }


def _agreed(pairing: YouthHomePairing, pact: Pact | None) -> dict[str, str]:
    """What the two have drafted; without a pact the usual wording, to be filled in by hand."""
    if pact is None:
        until = f"自{chinese_date(pairing.starts_on)}起，至本创建周期结束时止"
        return {"协议期限": "", "约定服务内容": "", "未成年人保护条款": CHILD_PROTECTION, "期限说明": until}
    term = f"{chinese_date(pact.starts_on)}至{chinese_date(pact.ends_on)}"
    return {
        "协议期限": term, "约定服务内容": pact.service, "未成年人保护条款": pact.child_protection,
        "期限说明": f"期限为{term}",
    }  # fmt: skip


AGREEMENT = DocumentKind("agreement", "结对共建协议书", LAYOUT, values_of)
