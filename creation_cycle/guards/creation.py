"""Guards of 对标创建 and of the application for assessment (S1 常态监督; S4 一(二)2)."""

from core.lifecycle import ADVISORY, HARD, Finding, guard
from creation_cycle.enums import RuleStage

STORY_LENGTH = (1300, 1700)
"""Advice, not a rule: about 1500 characters (S4 一(三))."""
PREPARATIONS = (
    ("plan", "创建规划", "重庆某区通知 一(二)2"),
    ("standard_summary", "细化的创建标准", "重庆某区通知 一(二)2"),
    ("sign", "醒目的创建标识", "重庆某区通知 一(二)2"),
    ("carrier", "有形的创建载体", "重庆某区通知 一(二)2"),
    ("pledge", "公开承诺", "工作指引 二.3（社会监督）"),
    ("complaint_phone", "监督电话", "工作指引 二.3（社会监督）"),
)


@guard(
    no_clause="each finding carries the clause of its own item",
    cites=tuple(dict.fromkeys(clause for _, _, clause in PREPARATIONS)),
)
def creation_prepared(candidacy) -> list[Finding]:
    """What a unit shows before it may call itself a creating unit."""
    findings = []
    for name, label, clause in PREPARATIONS:
        there = bool(getattr(candidacy, name).strip())
        text = f"{label}：已填写" if there else f"{label}：尚未填写"
        remedy = "" if there else f"填写{label}"
        findings.append(
            Finding(ok=there, text=text, clause=clause, remedy=remedy, remedy_at="plan", who="号长")
        )
    return findings


@guard(clause="工作指引 二.3（自查自评）；重庆某区通知 一(三)")
def self_assessment_complete(candidacy) -> list[Finding]:
    """Every item of the pinned standard has the unit's own score, and the story is written."""
    total = candidacy.standard.items.count() if candidacy.standard_id else 0
    done = candidacy.self_assessment.count()
    length = len(candidacy.story.strip())
    return [
        Finding(
            ok=total > 0 and done >= total,
            text=f"自评 {total} 项，已完成 {done} 项",
            remedy="完成自评",
            remedy_at="self-assessment",
            who="号长",
        ),
        Finding(
            ok=STORY_LENGTH[0] <= length <= STORY_LENGTH[1],
            severity=ADVISORY if length else HARD,
            text=f"事迹材料 {length} 字" if length else "尚未填写事迹材料",
            required="1500 字左右",
            remedy="填写事迹材料",
            remedy_at="self-assessment",
            who="号长",
        ),
    ]


@guard(no_clause="each finding carries the clause of its own rule")
def assessment_rules(candidacy) -> list[Finding]:
    """The rule set's conditions for assessment."""
    return candidacy.rule_findings(RuleStage.ASSESSMENT)
