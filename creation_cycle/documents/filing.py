"""报备登记表 (S4 附件; domain.md §5.1): basic information, the conditions as they were checked, the opinions."""

from creation_cycle.documents.basics import CANDIDACY_ROWS, UNIT_ROWS, candidacy_values, unit_values
from creation_cycle.documents.opinions import OF_FILING, opinions_of
from creation_cycle.enums import RuleStage
from creation_cycle.models import Candidacy
from workspace.documents.kinds import DocumentKind
from workspace.documents.layout import Layout, Signatures, Table, Values, opinions_table

CONDITIONS = "基础条件核对"
COLUMNS = ("条件", "结果", "依据")
SHOWN = ("text", "required", "ok", "clause")
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
        "各级意见": opinions_of(candidacy, OF_FILING),
    }


def _conditions(candidacy: Candidacy) -> list[dict[str, str]]:
    snapshot = getattr(candidacy, "roster_snapshot", None)
    if snapshot is not None:
        return [_row(**{name: found[name] for name in SHOWN}) for found in snapshot.findings]
    findings = candidacy.rule_findings(RuleStage.FILING)
    return [_row(**{name: getattr(found, name) for name in SHOWN}) for found in findings]


def _row(text: str, required: str, ok: bool, clause: str) -> dict[str, str]:
    """With its threshold, by which two conditions of the same measure differ."""
    condition = f"{text}（要求 {required}）" if required else text
    return {"条件": condition, "结果": "符合" if ok else "不符合", "依据": clause}


FILING = DocumentKind("filing", "报备登记表", LAYOUT, values_of)
