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
LONGEST = 3500
"""Staff may write up to 4000 characters: a draft leaves them room."""
VERDICTS = {
    Verdict.NOMINATE: "列入拟认定名单，将按程序公示。",
    Verdict.HOLD: "本次未列入拟认定名单，达标结果继续有效，留待下次审核。",
    Verdict.REJECT: "不予认定。",
}


def letter_text(
    row: Row, result: RoundResult | None, items: Sequence[ItemShare], names: Iterable[str], on
) -> str:
    """What was decided, what went well, what can be better; `names` are taken out of what reviewers remarked.

    Long remarks are cut, so that the committee and the day always stand below.
    """
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
    end = ["", str(cycle.committee), chinese_date(on)]
    room = LONGEST - len("\n".join([*lines, *end]))
    return "\n".join([*lines, *_improvable(weaknesses(items), names, room), *end])


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


def _improvable(items: Sequence[ItemShare], names: Iterable[str], room: int) -> list[str]:
    """The section of the weaknesses with what was remarked, in so many characters."""
    title, named = "可以改进的方面", [_named(item) for item in items]
    left = room - len("\n".join(["", *_section(title, named)]))
    remarks = _shortened([_remarks(item, names) for item in items], left)
    return _section(title, [name + said for name, said in zip(named, remarks, strict=True)])


def _remarks(item: ItemShare, names: Iterable[str]) -> str:
    said = list(dict.fromkeys(anonymous(remark, names) for remark in item.remarks))
    return f"。评审意见：{'；'.join(said)}" if said else ""


def _shortened(texts: Sequence[str], room: int) -> list[str]:
    """As they are if there is room for all of them, else each cut to its part of it."""
    if sum(map(len, texts)) <= room:
        return list(texts)
    each = max(room // len(texts), 1)
    return [text if len(text) <= each else f"{text[: each - 1]}…" for text in texts]
