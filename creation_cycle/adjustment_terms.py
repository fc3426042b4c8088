"""Periods and consequences of 动态调整, from the rule set that binds the title; defaults are ours (domain.md §0)."""

from dataclasses import dataclass

LEAST_STATEMENT_WORKDAYS = 5
"""However a committee sets it: a unit that nobody gave a week to answer was not heard."""


@dataclass(frozen=True)
class Terms:
    """`warning_blocks`: whether a warning or a lost star bars 升星 and 晋级 in its cycle, by `blocks_clause`."""

    statement_workdays: int = LEAST_STATEMENT_WORKDAYS
    appeal_workdays: int = 15
    appeal_decision_days: int = 60
    warning_months: int = 6
    rectify_days: int = 30
    refile_cycles: int = 1
    warning_blocks: bool = True
    blocks_clause: str = ""
    refile_clause: str = ""


ADJUSTMENT_PARAMETERS = (
    (
        "statement_workdays",
        "陈述申辩期",
        lambda s: f"动态调整决定前，集体有 {max(LEAST_STATEMENT_WORKDAYS, int(s.limit))} 个工作日陈述申辩",
    ),
    ("appeal_workdays", "申诉期", lambda s: f"决定生效后 {int(s.limit)} 个工作日内可以向上一级申诉一次"),
    ("appeal_decision_days", "申诉办结期限", lambda s: f"上一级在 {int(s.limit)} 日内答复申诉"),
    ("warning_months", "警告期", lambda s: f"警告提醒为期 {int(s.limit)} 个月，可以提前解除"),
    ("rectify_days", "整改期限", lambda s: f"限期整改的期限为 {int(s.limit)} 日"),
    (
        "refile_cycles",
        "撤销后再次申报",
        lambda s: f"称号被撤销的，从其后第 {int(s.limit)} 个创建周期起可以重新申报",
    ),
    (
        "warning_blocks",
        "受警告、降星后的升星与晋级",
        lambda s: (
            "本周期内受到警告提醒或调整星级的，不得升星、晋级"
            if s.limit
            else "本周期内受到警告提醒或调整星级的，仍可升星、晋级"
        ),
    ),
)
"""Code, label and wording of each parameter in the rule book; every one of them is a row of `RuleSetting`."""

NUMBERS = (
    "statement_workdays", "appeal_workdays", "appeal_decision_days", "warning_months", "rectify_days", "refile_cycles",
)  # fmt: skip


def terms_from(rule_set) -> Terms:
    """What the rule set says of each parameter, read in one query; without a rule set the defaults."""
    if rule_set is None:
        return Terms()
    rows = rule_set.settings_among(*NUMBERS, "warning_blocks")
    given = {name: int(rows[name].limit) for name in NUMBERS if name in rows}
    if "statement_workdays" in given:
        given["statement_workdays"] = max(LEAST_STATEMENT_WORKDAYS, given["statement_workdays"])
    blocks, refile = rows.get("warning_blocks"), rows.get("refile_cycles")
    return Terms(
        **given,
        warning_blocks=blocks is None or blocks.limit > 0,
        blocks_clause=blocks.clause if blocks else "",
        refile_clause=refile.clause if refile else "",
    )
