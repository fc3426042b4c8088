"""The first words of a 反馈函; staff write the last ones."""

import re
from collections.abc import Iterable, Sequence

from core.text import chinese_date
from reviews.enums import Verdict
from reviews.models import RoundResult
from reviews.queries.letters import ItemShare
from reviews.queries.selection import Row

NAMED = 3
"""Strengths and weaknesses, so many of each."""
LONGEST = 4000
VERDICTS = {
    Verdict.NOMINATE: "列入拟认定名单，将按程序公示。",
    Verdict.HOLD: "本次未列入拟认定名单，达标结果继续有效，留待下次审核。",
    Verdict.REJECT: "不予认定。",
}


def letter_text(
    row: Row, result: RoundResult | None, items: Sequence[ItemShare], names: Iterable[str], on
) -> str:
    """What was decided, what went well, what can be better; `names` are taken out of what reviewers remarked."""
    cycle = row.candidacy.cycle
    reason = row.decision.reason.strip()
    lines = [
        f"{row.unit}：",
        "",
        f"感谢你们参加{cycle}创建活动。现将考核和审核情况反馈如下。",
        "",
        f"审核结果：{VERDICTS[Verdict(row.verdict)]}" + (f"理由：{reason}" if reason else ""),
    ]
    if result is not None:
        lines.append(f"考核得分：{result.round.name} {result.mean} 分（达标线 {result.pass_line} 分）。")
    lines += _section("做得好的方面", [_named(item) for item in strengths(items)])
    lines += _section("可以改进的方面", [_improvable(item, names) for item in weaknesses(items)])
    lines += ["", str(cycle.committee), chinese_date(on)]
    return "\n".join(lines)[:LONGEST]


def strengths(items: Sequence[ItemShare]) -> list[ItemShare]:
    """The highest shares of points; `sorted` keeps the order of the standard among equal ones."""
    return sorted(items, key=lambda item: -item.share)[:NAMED]


def weaknesses(items: Sequence[ItemShare]) -> list[ItemShare]:
    """The lowest shares; an item with all its points is none, nor one that was named as a strength."""
    praised = {item.item_id for item in strengths(items)}
    lacking = [item for item in items if item.share < 1 and item.item_id not in praised]
    return sorted(lacking, key=lambda item: item.share)[:NAMED]


def anonymous(remark: str, names: Iterable[str]) -> str:
    """A remark in one line, without the names of those on the panels."""
    for name in names:
        remark = remark.replace(name, "评审人员")
    return re.sub(r"\s+", " ", remark).strip()


def _section(title: str, lines: list[str]) -> list[str]:
    numbered = [f"{number}. {line}" for number, line in enumerate(lines, start=1)]
    return ["", f"{title}：", *numbered] if numbered else []


def _named(item: ItemShare) -> str:
    return f"{item.name}（{item.dimension}）"


def _improvable(item: ItemShare, names: Iterable[str]) -> str:
    said = list(dict.fromkeys(anonymous(remark, names) for remark in item.remarks))
    return _named(item) + (f"。评审意见：{'；'.join(said)}" if said else "")
