"""整改通知单 on paper (domain.md §5.14)."""

from core.text import chinese_date
from reviews.models import Rectification
from workspace.documents.kinds import DocumentKind
from workspace.documents.layout import Layout, Passage, Row, Signatures, Table, Values

EVIDENCE = "依据的创建日志"
LAYOUT = Layout(
    "青年文明号整改通知单",
    (
        Row(("编号", "通知日期")),
        Row(("集体名称", "所属单位")),
        Row(("通知单位", "经办人")),
        Passage("存在问题", lines=8),
        Row(("依据条款",)),
        Row(("整改期限", "办理状态")),
        Passage("整改情况", lines=8),
        Table(EVIDENCE, ("日期", "主题"), (25, 75)),
        Row(("反馈日期",)),
        Passage("复查意见"),
        Signatures(("通知单位", "集体负责人")),
    ),
)


def values_of(rectification: Rectification) -> Values:
    unit = rectification.unit
    answered = rectification.answered_on
    return {
        "编号": rectification.number,
        "通知日期": chinese_date(rectification.issued_on),
        "集体名称": unit.name,
        "所属单位": unit.employer.name if unit.employer else "",
        "通知单位": rectification.committee.name,
        "经办人": str(rectification.issued_by),
        "存在问题": rectification.problem,
        "依据条款": rectification.clause,
        "整改期限": chinese_date(rectification.due_on),
        "办理状态": rectification.get_state_display(),
        "整改情况": rectification.answer,
        EVIDENCE: [
            {"日期": chinese_date(activity.day), "主题": activity.theme}
            for activity in rectification.evidence.order_by("day", "pk")
        ],
        "反馈日期": chinese_date(answered) if answered else "",
        "复查意见": rectification.finding,
    }


RECTIFICATION = DocumentKind("rectification", "整改通知单", LAYOUT, values_of)
