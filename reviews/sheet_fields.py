"""Names and values of a score sheet's fields, as its page posts them and as merging compares them.

points-<item>    Decimal or None                 judgement, and deductions without written rules
rule-<rule>      times, or bool where once is all   items scored by rules
checked-<item>   bool: gone through all rules    items scored by rules
found-<item>     "", "no" or "yes"               一票否决
remark-<item>    str                             every item
comment          str                             the sheet
"""

from collections.abc import Mapping
from typing import Any

from creation_cycle.models import StandardItem
from reviews.answers import Answer, scores_by_marks

COMMENT = "comment"
FOUND = (("no", "无"), ("yes", "有"))


def rule_name(key: int) -> str:
    return f"rule-{key}"


def name_of(item: StandardItem) -> str:
    """The field that a refused answer is told at."""
    if item.is_veto:
        return f"found-{item.pk}"
    return f"checked-{item.pk}" if scores_by_marks(item) else f"points-{item.pk}"


def remark_name(item: StandardItem) -> str:
    return f"remark-{item.pk}"


def names_of(item: StandardItem) -> list[str]:
    """All fields of an item."""
    rules = [rule_name(rule.pk) for rule in item.rules.all()] if scores_by_marks(item) else []
    return [*rules, name_of(item), remark_name(item)]


def fields_of(item: StandardItem, answer: Answer | None) -> dict[str, Any]:
    """The values of an item's fields as they are stored."""
    answer = answer or Answer()
    remark = {remark_name(item): answer.remark}
    if item.is_veto:
        found = {None: "", False: "no", True: "yes"}[answer.found]
        return {name_of(item): found, **remark}
    if not scores_by_marks(item):
        return {name_of(item): answer.points, **remark}
    marks = answer.marks or {}
    times = {rule_name(rule.pk): _shown(rule, marks.get(rule.pk, 0)) for rule in item.rules.all()}
    return {**times, name_of(item): answer.marks is not None, **remark}


def answer_from(item: StandardItem, fields: Mapping[str, Any]) -> Answer:
    """What the fields say; marked rules count as gone through."""
    remark, value = fields[remark_name(item)], fields[name_of(item)]
    if item.is_veto:
        return Answer(found={"no": False, "yes": True}.get(value), remark=remark)
    if not scores_by_marks(item):
        return Answer(points=value, remark=remark)
    times = {rule.pk: int(fields[rule_name(rule.pk)] or 0) for rule in item.rules.all()}
    return Answer(marks=times if value or any(times.values()) else None, remark=remark)


def _shown(rule, times: int) -> int | bool:
    return bool(times) if rule.max_times == 1 else times
