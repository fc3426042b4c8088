"""Guards of 对标创建 and of the application for assessment (S1 常态监督; S4 一(二)2)."""

from django.utils import timezone

from core.lifecycle import ADVISORY, HARD, Finding, guard
from core.text import chinese_date, length_of
from creation_cycle.enums import RuleStage

STORY_LENGTH = (1300, 1700)
"""Advice, not a rule: about 1500 characters (S4 一(三))."""
PREPARATIONS = (
    ("plan", "创建规划", "重庆某区通知 一(二)2", HARD),
    ("goal", "创建目标", "苏州市住建系统考核表 制度建设", ADVISORY),
    ("standard_summary", "细化的创建标准", "重庆某区通知 一(二)2", HARD),
    ("sign", "醒目的创建标识", "重庆某区通知 一(二)2", HARD),
    ("carrier", "有形的创建载体", "重庆某区通知 一(二)2", HARD),
    ("slogan", "创建口号", "苏州市住建系统考核表 制度建设", ADVISORY),
    ("pledge", "公开承诺", "工作指引 二.3（社会监督）", HARD),
    ("complaint_phone", "监督电话", "工作指引 二.3（社会监督）", HARD),
)
"""What is looked for before creation begins, by which source, and whether creation waits for it."""


@guard(
    no_clause="each finding carries the clause of its own item",
    cites=tuple(dict.fromkeys(clause for _, _, clause, _ in PREPARATIONS)),
)
def creation_prepared(candidacy) -> list[Finding]:
    """What a unit shows before it may call itself a creating unit."""
    findings = []
    for name, label, clause, severity in PREPARATIONS:
        there = bool(getattr(candidacy, name).strip())
        findings.append(
            Finding(
                ok=there,
                text=f"{label}：已填写" if there else f"{label}：尚未填写",
                clause=clause,
                remedy="" if there else f"填写{label}",
                remedy_at=f"plan-{name}",
                who="号长",
                severity=severity,
            )
        )
    return findings


@guard(clause="工作指引 二.3（自查自评）；重庆某区通知 一(三)")
def self_assessment_complete(candidacy) -> list[Finding]:
    """The present version is completed, declares nothing that vetoes, and the story is written."""
    version = candidacy.present_self_assessment
    return [_version_completed(version), *_vetoes(version), _story(candidacy)]


def _version_completed(version) -> Finding:
    """Reviewers go by this version, system data included: whoever has done more since may begin a new one."""
    if version is None:
        return Finding(ok=False, text="还没有自评", who="号长")
    if not version.is_open:
        counted = chinese_date(timezone.localdate(version.completed_at))
        text = f"{version}已完成，合计 {version.total.normalize():f} 分，系统数据统计到{counted}"
        return Finding(ok=True, text=text)
    entries = list(version.entries.select_related("item"))
    done, total = sum(entry.is_done for entry in entries), len(entries)
    text = f"{version}共 {total} 项，已填写 {done} 项"
    return Finding(
        ok=False,
        text=text if done < total else f"{text}，请核对后点“完成自评”",
        remedy="完成自评",
        remedy_at="self-assessment",
        who="号长",
    )


def _vetoes(version) -> list[Finding]:
    """一票否决: whoever declares one has to clear it up first."""
    found = version.entries.filter(found=True).select_related("item") if version else ()
    return [
        Finding(
            ok=False,
            text=f"自评申报存在一票否决情形：{entry.item.name}",
            clause=entry.item.clause,
            remedy="整改后更新自评",
            remedy_at="self-assessment",
            who="号长",
        )
        for entry in found
    ]


def _story(candidacy) -> Finding:
    length = length_of(candidacy.story)
    return Finding(
        ok=STORY_LENGTH[0] <= length <= STORY_LENGTH[1],
        severity=ADVISORY if length else HARD,
        text=f"事迹材料 {length} 字" if length else "尚未填写事迹材料",
        required="1500 字左右",
        remedy="填写事迹材料",
        remedy_at="story",
        who="号长",
    )


@guard(no_clause="each finding carries the clause of its own rule")
def assessment_rules(candidacy) -> list[Finding]:
    """The rule set's conditions for assessment."""
    return candidacy.rule_findings(RuleStage.ASSESSMENT)
