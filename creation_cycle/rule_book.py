"""The rule book: how each condition is measured, compared and said. Thresholds and clauses are data (`RuleSetting`).

A rule is one entry in `RULES`. Its `measures` are ORM aggregates over units, so that one unit on a form and a
hundred thousand in the yearly recheck are answered by the same SQL; its `holds` compares integers, never rounded
figures (`creation_cycle.rule_terms`). A rule without measures is a parameter that a guard reads (a quota, a ratio) or
a matter for reviewers.
"""

from collections.abc import Callable

from creation_cycle.adjustment_terms import ADJUSTMENT_PARAMETERS
from creation_cycle.rule_figures import captains_birth, counted, filled, heads, named, recorded
from creation_cycle.rule_terms import (
    Measures,
    Rule,
    Setting,
    age_on,
    at_least,
    both,
    either,
    hundredths,
    later,
    plain,
    share,
    years_before,
)
from units.models import YouthHomePairing
from units.models.member import is_registered_volunteer
from workspace.models import Activity, Innovation

__all__ = ["RULES", "age_on", "rule_choices", "share", "years_before"]


def ratio_rule(code: str, label: str, phrase: Callable[[Setting], str], part: Measures, **rest) -> Rule:
    """At least `limit` per cent of the members, and somebody; compared as integers: part·100 ≥ limit·whole."""

    def holds(found, setting, on):
        enough = at_least(found["part"] * 10000, found["whole"] * hundredths(setting.limit))
        return both(at_least(found["whole"], 1), enough)

    def words(found, setting, on):
        hits, whole = found["part"], found["whole"]
        text = f"{whole} 人中 {hits} 人{phrase(setting)} = {share(hits, whole)}"
        return text, share(hits, whole), f"≥{plain(setting.limit)}%"

    return Rule(
        code,
        label,
        describe=lambda s: f"{label}：≥{plain(s.limit)}%",
        measures=lambda s, on: {**part(s, on), "whole": heads()},
        holds=holds,
        words=words,
        **rest,
    )


def count_rule(code: str, label: str, unit: str, count: Measures, *, most: bool = False, **rest) -> Rule:
    """A number of something, at least (or with `most`, at most) `limit`."""
    sign, noun = "≤" if most else "≥", label.removesuffix("上限")

    def holds(found, setting, on):
        counted, limit = found["count"] * 100, hundredths(setting.limit)
        return at_least(limit, counted) if most else at_least(counted, limit)

    def words(found, setting, on):
        count = found["count"]
        return f"{noun} {count} {unit}", count, f"{sign}{plain(setting.limit)} {unit}"

    return Rule(
        code,
        label,
        describe=lambda s: f"{noun}：{sign}{plain(s.limit)} {unit}",
        parameters=("limit",),
        measures=count,
        holds=holds,
        words=words,
        **rest,
    )


def fact_rule(code: str, label: str, yes: str, no: str, fact: Measures, **rest) -> Rule:
    """Something that is so or not."""

    return Rule(
        code,
        label,
        describe=lambda s: label,
        measures=fact,
        holds=lambda found, s, on: at_least(found["fact"], 1),
        words=lambda found, s, on: (yes if found["fact"] else no, "", ""),
        **rest,
    )


def parameter(
    code: str, label: str, describe: Callable[[Setting], str], parameters=("limit",), **rest
) -> Rule:
    """A value that a guard reads, shown with its clause on the rules page."""
    return Rule(code, label, describe=describe, parameters=parameters, who=rest.pop("who", "组委会"), **rest)


def _captain_rule(code: str, label: str, *, secretary_allowed: bool) -> Rule:
    """Young enough is `born` after the day from which one would be a year too old: the same as counting birthdays."""
    allowed = "，或由团组织主要负责人担任" if secretary_allowed else ""

    def captain(setting, on):
        office = {"secretary": heads(is_captain=True, is_league_secretary=True)} if secretary_allowed else {}
        return {"born": captains_birth(), **office}

    def holds(found, setting, on):
        young = later(found["born"], years_before(on, setting.age_limit + 1))
        return either(young, at_least(found["secretary"], 1)) if secretary_allowed else young

    def words(found, setting, on):
        required = f"≤{setting.age_limit} 周岁" + ("或团组织主要负责人" if secretary_allowed else "")
        if found["born"] is None:
            return "花名册中还没有号长", "无", required
        age = age_on(found["born"], on)
        role = "，系团组织主要负责人" if secretary_allowed and found["secretary"] else ""
        return f"号长 {age} 周岁{role}", age, required

    return Rule(
        code,
        label,
        describe=lambda s: f"号长不超过 {s.age_limit} 周岁{allowed}",
        parameters=("age_limit",),
        measures=captain,
        holds=holds,
        words=words,
        remedy="在花名册中指定符合年龄的号长",
        remedy_at="roster",
    )


LEAGUE_BRANCH_FROM = 3
"""So many league members must found a branch (团章; E06); below that it is advice."""


def _league_words(found, setting, on):
    members = found["members"]
    state = "已建立团组织" if found["named"] else f"有 {members} 名共青团员，尚未填写团组织"
    return state, members, f"团员满 {LEAGUE_BRANCH_FROM} 名须建立团组织"


def _paired_homes():
    return YouthHomePairing.objects.filter(ends_on__isnull=True)


ROSTER = {"remedy": "核对花名册", "remedy_at": "roster"}

_ALL = [
    count_rule("min_members", "集体人数", "人", lambda s, on: {"count": heads()}, **ROSTER),
    count_rule("max_members", "集体人数上限", "人", lambda s, on: {"count": heads()}, most=True, **ROSTER),
    ratio_rule(
        "youth_ratio",
        "青年比例",
        lambda s: f" ≤{s.age_limit} 岁",
        lambda s, on: {"part": heads(birth_date__gt=years_before(on, s.age_limit + 1))},
        parameters=("limit", "age_limit"),
        **ROSTER,
    ),
    _captain_rule("captain_age", "号长年龄", secretary_allowed=False),
    _captain_rule("captain_age_or_secretary", "号长年龄或职务", secretary_allowed=True),
    ratio_rule(
        "chinese_ratio",
        "中国国籍人员比例",
        lambda s: "为中国国籍",
        lambda s, on: {"part": heads(is_chinese=True)},
        parameters=("limit",),
        **ROSTER,
    ),
    fact_rule(
        "principal_chinese",
        "主要负责人为中国国籍",
        "主要负责人为中国国籍",
        "花名册中没有中国国籍的主要负责人",
        lambda s, on: {"fact": heads(is_principal=True, is_chinese=True)},
        **ROSTER,
    ),
    Rule(
        "league_organisation",
        "团组织健全",
        describe=lambda s: "符合建团条件的须按团章建立团组织",
        measures=lambda s, on: {
            "named": named("league_branch"),
            "members": heads(political_status="league"),
        },
        holds=lambda found, s, on: either(
            at_least(found["named"], 1), at_least(LEAGUE_BRANCH_FROM - 1, found["members"])
        ),
        words=_league_words,
        remedy="填写本集体团组织名称",
        remedy_at="unit",
    ),
    count_rule(
        "youth_homes",
        "结对青少年之家",
        "所",
        lambda s, on: {"count": counted("youth_homes", _paired_homes)},
        remedy="登记结对的青少年之家",
        remedy_at="unit",
    ),
    fact_rule(
        "unit_type",
        "属于可以创建的集体类型",
        "已选择集体类型",
        "尚未选择集体类型",
        lambda s, on: {"fact": filled("unit_type")},
        remedy="选择集体类型",
        remedy_at="unit",
    ),
    ratio_rule(
        "volunteers_ratio",
        "注册志愿者比例",
        lambda s: "为注册志愿者",
        lambda s, on: {"part": heads(is_registered_volunteer())},
        parameters=("limit",),
        remedy="在花名册中登记注册志愿者",
        remedy_at="roster",
    ),
    parameter(
        "lower_title_months",
        "逐级创建",
        lambda s: "须先获得下一级青年文明号" + (f"满 {plain(s.limit)} 个月" if s.limit else ""),
    ),
    parameter(
        "new_per_body",
        "新申报名额",
        lambda s: f"每个推荐团组织新申报不超过 {plain(s.limit)} 个",
        who="推荐团组织",
    ),
    parameter("filed_per_recognised", "创评比例", lambda s: f"备案数与认定数之比不低于 {plain(s.limit)}:1"),
    parameter(
        "rounds_per_cycle",
        "达标考核次数",
        lambda s: f"一个创建周期内集中组织至少 {plain(s.limit)} 次达标考核",
    ),
    parameter("stars", "星级", lambda s: f"每被认定 1 次为 1 星，最高 {plain(s.limit)} 星"),
    *(parameter(code, label, describe) for code, label, describe in ADJUSTMENT_PARAMETERS),
    count_rule(
        "youth_home_sessions",
        "近一年结对志愿服务",
        "场",
        lambda s, on: {
            "count": recorded("youth_home_sessions", Activity.objects.kept().youth_home_sessions, "day")
        },
        remedy="在创建日志中登记类型为“志愿服务”、到结对青少年之家的活动",
        remedy_at="log",
    ),
    count_rule(
        "innovations",
        "近一年“五小”创新作品",
        "项",
        lambda s, on: {"count": recorded("innovations", Innovation.objects.kept, "submitted_on")},
        remedy="去登记创新作品",
        remedy_at="innovations",
    ),
    parameter(
        "conduct",
        "遵纪守法、示范作用（考核时评议）",
        lambda s: "成员遵纪守法，集体在本行业具有较强示范性、代表性和影响力",
        parameters=(),
        who="评审人员",
    ),
    parameter(
        "non_public_per_area",
        "非公领域覆盖（片区指标）",
        lambda s: f"各镇区创建集体中至少有 {plain(s.limit)} 家非公有制经济组织",
    ),
]

RULES: dict[str, Rule] = {rule.code: rule for rule in _ALL}


def rule_choices() -> list[tuple[str, str]]:
    return [(rule.code, rule.label) for rule in RULES.values()]
