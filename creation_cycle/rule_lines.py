"""评分细则 as people write it, one rule a line: “无领导小组 -2”, “每建立一项制度 +2（最多4次）”, “加分：获表彰 +1”.

The same lines stand in the spreadsheet, in the admin's text area and in the shipped files.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from creation_cycle.enums import ItemKind
from creation_cycle.rule_book import plain

LINE = re.compile(
    r"(?P<bonus>加分[:：]\s*)?(?P<text>\S.*?)\s*(?P<sign>[+＋\-－−–])\s*(?P<points>\d{1,3}(?:[.．]\d{1,2})?)\s*分?"
    r"\s*(?:[(（]\s*最多\s*(?P<times>\d{1,3})\s*次\s*[)）])?"
)
LONGEST = 80
PLUS = "+＋"
EXAMPLES = {
    ItemKind.DEDUCT: "扣分项每行写“情形 -分值”，例如“无领导小组 -2”；加分写“加分：情形 +分值”",
    ItemKind.ACCUMULATE: "累加项每行写“情形 +分值（最多几次）”，例如“每建立一项制度 +2（最多4次）”",
}


class WrongRuleLine(ValueError):
    """A line that cannot be read, in a sentence that names it."""


@dataclass(frozen=True)
class RuleLine:
    """One rule as written."""

    text: str
    points: Decimal
    is_bonus: bool = False
    max_times: int = 1


def parse(written: str, kind: str) -> tuple[RuleLine, ...]:
    """The rules of an item that is scored by rules. Raises WrongRuleLine."""
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    rules = tuple(_parse_line(line, ItemKind(kind)) for line in lines)
    texts = [rule.text for rule in rules]
    if repeated := [text for text in texts if texts.count(text) > 1]:
        raise WrongRuleLine(f"“{repeated[0]}”重复")
    return rules


def write(rules: Iterable, kind: str) -> str:
    """The lines that `parse` reads as exactly these rules (rows or `RuleLine`s)."""
    return "\n".join(_write_line(rule, kind) for rule in rules)


def _parse_line(line: str, kind: ItemKind) -> RuleLine:
    found = LINE.fullmatch(line)
    if found is None:
        raise WrongRuleLine(f"“{line}”看不出分值：{EXAMPLES[kind]}")
    is_plus = found["sign"] in PLUS
    is_bonus = bool(found["bonus"]) or (is_plus and kind == ItemKind.DEDUCT)
    if is_plus != (is_bonus or kind == ItemKind.ACCUMULATE):
        raise WrongRuleLine(f"“{line}”的正负号不对：{EXAMPLES[kind]}")
    rule = RuleLine(
        found["text"],
        Decimal(found["points"].replace("．", ".")),
        is_bonus,
        int(found["times"] or 1),
    )
    _require_sense(rule, line)
    return rule


def _require_sense(rule: RuleLine, line: str) -> None:
    if not rule.points or not rule.max_times:
        raise WrongRuleLine(f"“{line}”的分值和次数须大于 0")
    if len(rule.text) > LONGEST:
        raise WrongRuleLine(f"“{rule.text[:10]}…”共 {len(rule.text)} 字，最多 {LONGEST} 字")


def _write_line(rule, kind: str) -> str:
    sign = "-" if kind == ItemKind.DEDUCT and not rule.is_bonus else "+"
    times = f"（最多{rule.max_times}次）" if rule.max_times > 1 else ""
    return f"{'加分：' if rule.is_bonus else ''}{rule.text} {sign}{plain(rule.points)}{times}"
