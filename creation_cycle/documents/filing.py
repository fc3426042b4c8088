"""报备登记表 (S4 附件; domain.md §5.1): basic information, the conditions as they were checked, the opinions."""

from creation_cycle.documents.basics import CANDIDACY_ROWS, UNIT_ROWS, candidacy_values, unit_values
from creation_cycle.documents.opinions import opinions_of
from creation_cycle.enums import RuleStage
from creation_cycle.models import Candidacy
from workspace.documents.kinds import DocumentKind
from workspace.documents.layout import Layout, Signatures, Table, Values, opinions_table

CONDITIONS = "基础条件核对"
COLUMNS = ("条件", "结果", "依据")
LAYOUT = Layout(
    "青年文明号创建集体报备登记表",
    (
        *UNIT_ROWS,
        *CANDIDACY_ROWS,
        Table(CONDITIONS, COLUMNS, (54, 12, 34)),
        opinions_table(),
        Signatures(("集体负责人", "所在单位")),
    ),
)


def values_of(candidacy: Candidacy) -> Values:
    """After filing the conditions are those that were frozen then, before it those of today."""
    return {
        **unit_values(candidacy.unit),
        **candidacy_values(candidacy),
        CONDITIONS: _conditions(candidacy),
        "各级意见": opinions_of(candidacy),
    }


def _conditions(candidacy: Candidacy) -> list[dict[str, str]]:
    snapshot = getattr(candidacy, "roster_snapshot", None)
    if snapshot is not None:
        return [_row(found["text"], found["ok"], found["clause"]) for found in snapshot.findings]
    findings = candidacy.rule_findings(RuleStage.FILING)
    return [_row(found.text, found.ok, found.clause) for found in findings]


def _row(text: str, ok: bool, clause: str) -> dict[str, str]:
    return {"条件": text, "结果": "符合" if ok else "不符合", "依据": clause}


FILING = DocumentKind("filing", "报备登记表", LAYOUT, values_of)
