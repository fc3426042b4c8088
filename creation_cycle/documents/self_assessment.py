"""自评表 (S4 附件; domain.md §5.4): each item with own score, evidence, problem, measure and deadline."""

from collections.abc import Sequence

from django.utils import timezone

from core.text import chinese_date
from creation_cycle.models import Candidacy, SelfAssessment, SelfAssessmentEntry
from creation_cycle.queries.self_assessments import as_of_today, declared_vetoes
from creation_cycle.scoring import explain
from workspace.documents.kinds import DocumentKind
from workspace.documents.layout import Layout, Row, Signatures, Table, Values

ITEMS = "自评项目"
COLUMNS = ("维度", "评分项", "满分", "自评分", "依据", "存在问题", "整改措施", "整改时限")
LAYOUT = Layout(
    "青年文明号创建自评表",
    (
        Row(("集体名称", "所属单位")),
        Row(("创建周期", "备案编号")),
        Row(("创建标准", "版次")),
        Table(ITEMS, COLUMNS, (12, 14, 7, 8, 21, 13, 13, 12)),
        Row(("自评总分", "完成日期")),
        Signatures(("号长",)),
    ),
)


def values_of(candidacy: Candidacy) -> Values:
    """The present version; before the first one was opened the form is empty, for a pen."""
    assessment = candidacy.self_assessments.first()
    entries = _entries(assessment)
    unit = candidacy.unit
    return {
        "集体名称": unit.name,
        "所属单位": unit.employer.name if unit.employer else "",
        "创建周期": candidacy.cycle.name,
        "备案编号": candidacy.filing_number,
        "创建标准": str(candidacy.standard or ""),
        **_head(assessment, entries),
        ITEMS: [_item(entry) for entry in entries],
    }


def _head(assessment: SelfAssessment | None, entries: Sequence[SelfAssessmentEntry]) -> Values:
    if assessment is None:
        return {"版次": "", "自评总分": "", "完成日期": ""}
    completed = assessment.completed_at
    return {
        "版次": f"第 {assessment.number} 版",
        "自评总分": _sum(assessment, declared_vetoes(entries)),
        "完成日期": chinese_date(timezone.localdate(completed)) if completed else "尚未完成",
    }


def _sum(assessment: SelfAssessment, vetoes: Sequence[str]) -> str:
    """The points alone would say that a vetoed unit met the standard."""
    points = f"{assessment.total} 分" if assessment.total is not None else "尚未完成"
    return f"{points}；有一票否决情形，按未达标处理：{'、'.join(vetoes)}" if vetoes else points


def _entries(assessment: SelfAssessment | None) -> Sequence[SelfAssessmentEntry]:
    if assessment is None:
        return []
    return as_of_today(assessment, list(assessment.entries.for_scoring().with_evidence()))


def _item(entry: SelfAssessmentEntry) -> dict[str, str]:
    item = entry.item
    return {
        "维度": item.dimension.name,
        "评分项": item.name,
        "满分": "一票否决" if item.is_veto else f"{item.points.normalize():f}",
        "自评分": _score(entry),
        "依据": _evidence(entry),
        "存在问题": entry.problem,
        "整改措施": entry.measure,
        "整改时限": chinese_date(entry.measure_due) if entry.measure_due else "",
    }


def _score(entry: SelfAssessmentEntry) -> str:
    if entry.item.is_veto:
        return {True: "有", False: "无", None: ""}[entry.found]
    return f"{entry.points.normalize():f}" if entry.points is not None else ""


def _evidence(entry: SelfAssessmentEntry) -> str:
    """What the system measured, what was picked from the records, and what was added in words."""
    picked = [str(activity) for activity in entry.activities.all()]
    picked += [f"创新作品：{work.name}" for work in entry.innovations.all()]
    picked += [f"关爱记录：{visit.target.code}" for visit in entry.care_visits.all()]
    picked += [f"联创结对：{link.topic}" for link in entry.links.all()]
    return "\n".join(part for part in (entry.measured, _marks(entry), *picked, entry.evidence) if part)


def _marks(entry: SelfAssessmentEntry) -> str:
    """Which scoring rules were applied how often: “经费未落实 -1，得 4 分”."""
    marks = {int(key): times for key, times in (entry.marks or {}).items()}
    return explain(entry.item.spec, marks) if marks and entry.item.is_scored_by_rules else ""


SELF_ASSESSMENT = DocumentKind("self_assessment", "自评表", LAYOUT, values_of)
