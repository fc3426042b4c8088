"""The conditions of a list, measured on one entry, each with its arithmetic and its clause (domain.md §8.2)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.findings import Finding
from credit.enums import PolicyRuleKind as Rule
from units.enums import Level

LEVELS = list(Level)
DEFAULT_CLEAN_YEARS = 3
"""连续三年无不良信用记录 (domain.md §8.1); a list may ask for more."""


@dataclass(frozen=True)
class Facts:
    """All that conditions are measured on. `adverse` counts answers of the years asked that a person did not accept;
    `is_verified`: hours and star come from the ledger of the volunteers' register, which outweighs what was typed.
    """

    hours: Decimal | None
    star: int | None
    is_verified: bool
    born_on: date | None
    has_consent: bool
    answers: int
    adverse: int
    honour_level: str
    is_person: bool
    on: date


def years_between(earlier: date, later: date) -> int:
    """Full years; a birthday counts from its day on."""
    return later.year - earlier.year - ((later.month, later.day) < (earlier.month, earlier.day))


def measure(rule, facts: Facts) -> Finding:
    """The answer of one PolicyRule."""
    return _MEASURES[Rule(rule.rule)](rule, facts)


def _finding(rule, ok: bool, text: str, *, measured: str, required: str, remedy: str) -> Finding:
    return Finding(
        ok=ok, text=text, measured=measured, required=required, clause=rule.clause,
        remedy="" if ok else remedy, who="信用管理员", rule=rule.rule,
    )  # fmt: skip


def plain(number) -> str:
    """1500 for 1500.0, 0.5 as it is."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def _service(rule, facts: Facts) -> Finding:
    hours, star = facts.hours or Decimal(0), facts.star or 0
    by_hours = rule.least is not None and hours >= rule.least
    by_star = rule.star is not None and star >= rule.star
    asked = [f"时长不少于 {plain(rule.least)} 小时"] if rule.least is not None else []
    asked += [f"星级不低于 {rule.star} 星"] if rule.star else []
    source = "志愿服务登记册：" if facts.is_verified else ""
    known = f"{source}志愿服务 {plain(hours)} 小时，{f'{star} 星' if star else '未评星级'}"
    return _finding(
        rule,
        by_hours or by_star,
        known,
        measured=known,
        required="或".join(asked),
        remedy="补全经核实的志愿服务记录",
    )


def _clean_years(rule, facts: Facts) -> Finding:
    years = int(rule.least or DEFAULT_CLEAN_YEARS)
    ok = facts.answers > 0 and facts.adverse == 0
    text = f"近 {years} 年登记查询结论 {facts.answers} 次，其中有不良且研判未排除的 {facts.adverse} 次"
    return _finding(
        rule, ok, text, measured=f"{facts.adverse} 次", required=f"近 {years} 年至少查询 1 次，有不良为 0 次",
        remedy="办理信用查询；结论有不良的，由人工研判",
    )  # fmt: skip


def _age(rule, facts: Facts) -> Finding:
    if not facts.is_person:
        return Finding(ok=True, text="集体和组织不限年龄", clause=rule.clause)
    bounds = [f"满 {plain(rule.least)} 周岁"] if rule.least is not None else []
    bounds += [f"不超过 {plain(rule.most)} 周岁"] if rule.most is not None else []
    required = "、".join(bounds)
    if facts.born_on is None:
        return _finding(
            rule,
            False,
            "没有身份证号码，无法计算年龄",
            measured="",
            required=required,
            remedy="补全身份证号码",
        )
    age = years_between(facts.born_on, facts.on)
    ok = (rule.least is None or age >= rule.least) and (rule.most is None or age <= rule.most)
    return _finding(
        rule,
        ok,
        f"年龄 {age} 周岁",
        measured=f"{age} 周岁",
        required=required,
        remedy="不符合本名单的年龄范围",
    )


def _consent(rule, facts: Facts) -> Finding:
    if not facts.is_person:
        return Finding(ok=True, text="集体和组织不需要个人同意", clause=rule.clause)
    text = "已登记本人同意列入并公开" if facts.has_consent else "没有登记本人同意，或本人已撤回"
    return _finding(
        rule, facts.has_consent, text, measured="", required="本人书面或在线同意", remedy="登记本人的同意"
    )


def _honour_level(rule, facts: Facts) -> Finding:
    """`least` counts from the top: 1 全国, 2 省级, 3 地市级…"""
    lowest = LEVELS[min(int(rule.least or len(LEVELS)), len(LEVELS)) - 1]
    ok = LEVELS.index(Level(facts.honour_level)) <= LEVELS.index(lowest)
    shown = Level(facts.honour_level).label
    return _finding(
        rule,
        ok,
        f"荣誉级别为{shown}",
        measured=shown,
        required=f"{lowest.label}及以上",
        remedy="荣誉级别不符合本名单要求",
    )


_MEASURES: Mapping[Rule, Callable[[object, Facts], Finding]] = {
    Rule.SERVICE: _service,
    Rule.CLEAN_YEARS: _clean_years,
    Rule.AGE: _age,
    Rule.CONSENT: _consent,
    Rule.HONOUR_LEVEL: _honour_level,
}
