"""The rule book: how each condition is measured, compared and said. Thresholds and clauses are data (`RuleSetting`).

A rule is one entry in `RULES`. Its `measures` are ORM aggregates over units, so that one unit on a form and a
hundred thousand in the yearly recheck are answered by the same SQL; its `judge` compares integers, never rounded
figures. A rule without measures is a parameter that a guard reads (a quota, a ratio) or a matter for reviewers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Protocol

from django.db.models import (
    Aggregate,
    Case,
    Count,
    Expression,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from core import clock
from core.months import months_before
from creation_cycle.adjustment_terms import ADJUSTMENT_PARAMETERS
from units.models.member import is_registered_volunteer
from workspace.models import Activity, Innovation


class Setting(Protocol):
    """What a rule needs of a `RuleSetting` row."""

    limit: Decimal | None
    age_limit: int | None
    clause: str


@dataclass(frozen=True)
class Verdict:
    """The answer of one rule for one unit: `text` holds the arithmetic, `required` the threshold in words."""

    ok: bool
    text: str
    measured: str
    required: str


Measures = Callable[[Setting, date], Mapping[str, Expression]]
Judge = Callable[[Mapping, Setting, date], Verdict]


@dataclass(frozen=True)
class Rule:
    """One condition. `parameters` names the columns of `RuleSetting` it reads; `remedy_at` where it is mended."""

    code: str
    label: str
    describe: Callable[[Setting], str]
    parameters: tuple[str, ...] = ()
    measures: Measures | None = None
    judge: Judge | None = None
    remedy: str = ""
    remedy_at: str = ""
    who: str = "号长"


def years_before(day: date, years: int) -> date:
    """The same day `years` earlier; 29 February becomes 28."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def age_on(born: date, day: date) -> int:
    """周岁 on `day`: the birthday itself counts as completed."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def current_members(**conditions) -> Q:
    """Members of the roster today, as a filter over the join from units."""
    today = clock.today()
    joined = Q(members__joined_on__isnull=True) | Q(members__joined_on__lte=today)
    stays = Q(members__left_on__isnull=True) | Q(members__left_on__gt=today)
    return (
        Q(members__isnull=False) & joined & stays & Q(**{f"members__{k}": v for k, v in conditions.items()})
    )


def heads(**conditions) -> Aggregate:
    return Count("members", filter=current_members(**conditions), distinct=True)


def filled(column: str) -> Expression:
    """1 when the unit's own column holds something, else 0."""
    return Case(
        When(**{f"{column}__isnull": True}, then=Value(0)), default=Value(1), output_field=IntegerField()
    )


def not_blank(column: str) -> Expression:
    return Min(Case(When(Q(**{column: ""}), then=Value(0)), default=Value(1), output_field=IntegerField()))


def recorded(rows: QuerySet, day: str) -> Expression:
    """How many of `rows` a unit has from the last twelve months; a subquery, for joins would multiply the members."""
    today = clock.today()
    recent = rows.filter(
        **{"unit": OuterRef("pk"), f"{day}__gt": months_before(today, 12), f"{day}__lte": today}
    )
    counted = recent.order_by().values("unit").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def share(part: int, whole: int) -> str:
    """part/whole in per cent with one decimal, cut and not rounded: 49.96 % must not read as 50.0 %."""
    if not whole:
        return "0.0%"
    percent = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), rounding=ROUND_DOWN)
    return f"{percent}%"


def plain(number: Decimal | None) -> str:
    """A threshold without needless zeros: 50, 12.5."""
    return f"{number.normalize():f}" if number is not None else ""


def _verdict(ok: bool, text: str, measured: object, required: str) -> Verdict:
    return Verdict(ok, f"{text}，{'达标' if ok else '不达标'}", str(measured), required)


def ratio_rule(code: str, label: str, phrase: Callable[[Setting], str], part: Measures, **rest) -> Rule:
    """At least `limit` per cent of the members; compared as integers: part·100 ≥ limit·whole."""

    def judge(found, setting, on):
        hits, whole = found["part"], found["whole"]
        ok = whole > 0 and hits * 100 >= setting.limit * whole
        text = f"{whole} 人中 {hits} 人{phrase(setting)} = {share(hits, whole)}"
        return _verdict(ok, text, share(hits, whole), f"≥{plain(setting.limit)}%")

    return Rule(
        code,
        label,
        describe=lambda s: f"{label}：≥{plain(s.limit)}%",
        measures=lambda s, on: {**part(s, on), "whole": heads()},
        judge=judge,
        **rest,
    )


def count_rule(code: str, label: str, unit: str, count: Measures, *, most: bool = False, **rest) -> Rule:
    """A number of something, at least (or with `most`, at most) `limit`."""
    sign, noun = "≤" if most else "≥", label.removesuffix("上限")

    def judge(found, setting, on):
        ok = found["count"] <= setting.limit if most else found["count"] >= setting.limit
        return _verdict(
            ok, f"{noun} {found['count']} {unit}", found["count"], f"{sign}{plain(setting.limit)} {unit}"
        )

    return Rule(
        code,
        label,
        describe=lambda s: f"{noun}：{sign}{plain(s.limit)} {unit}",
        parameters=("limit",),
        measures=count,
        judge=judge,
        **rest,
    )


def fact_rule(code: str, label: str, yes: str, no: str, fact: Measures, **rest) -> Rule:
    """Something that is so or not."""

    def judge(found, setting, on):
        ok = bool(found["fact"])
        return _verdict(ok, yes if ok else no, "", "")

    return Rule(code, label, describe=lambda s: label, measures=fact, judge=judge, **rest)


def parameter(
    code: str, label: str, describe: Callable[[Setting], str], parameters=("limit",), **rest
) -> Rule:
    """A value that a guard reads, shown with its clause on the rules page."""
    return Rule(code, label, describe=describe, parameters=parameters, who=rest.pop("who", "组委会"), **rest)


def _captain(setting: Setting, on: date) -> dict[str, Expression]:
    return {
        "born": Min("members__birth_date", filter=current_members(is_captain=True)),
        "secretary": heads(is_captain=True, is_league_secretary=True),
    }


def _captain_age(found, setting, on, *, secretary_allowed: bool) -> Verdict:
    required = f"≤{setting.age_limit} 周岁" + ("或团组织主要负责人" if secretary_allowed else "")
    if found["born"] is None:
        return _verdict(False, "花名册中还没有号长", "无", required)
    age = age_on(found["born"], on)
    ok = age <= setting.age_limit or (secretary_allowed and found["secretary"] > 0)
    role = "，系团组织主要负责人" if secretary_allowed and found["secretary"] else ""
    return _verdict(ok, f"号长 {age} 周岁{role}", age, required)


def _captain_rule(code: str, label: str, *, secretary_allowed: bool) -> Rule:
    return Rule(
        code,
        label,
        describe=lambda s: (
            f"号长不超过 {s.age_limit} 周岁" + ("，或由团组织主要负责人担任" if secretary_allowed else "")
        ),
        parameters=("age_limit",),
        measures=_captain,
        judge=lambda found, s, on: _captain_age(found, s, on, secretary_allowed=secretary_allowed),
        remedy="在花名册中指定符合年龄的号长",
        remedy_at="roster",
    )


def _league_founded(found, setting, on) -> Verdict:
    """Three league members must found a branch (团章; E06); below that it is advice."""
    ok = bool(found["named"]) or found["members"] < 3
    state = "已建立团组织" if found["named"] else f"有 {found['members']} 名共青团员，尚未填写团组织"
    return _verdict(ok, state, found["members"], "团员满 3 名须建立团组织")


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
            "named": not_blank("league_branch"),
            "members": heads(political_status="league"),
        },
        judge=_league_founded,
        remedy="填写本集体团组织名称",
        remedy_at="unit",
    ),
    count_rule(
        "youth_homes",
        "结对青少年之家",
        "所",
        lambda s, on: {
            "count": Count("youth_homes", filter=Q(youth_homes__ends_on__isnull=True), distinct=True)
        },
        remedy="登记结对的青少年之家",
        remedy_at="unit",
    ),
    fact_rule(
        "unit_type",
        "属于可以创建的集体类型",
        "已选择集体类型",
        "尚未选择集体类型",
        lambda s, on: {"fact": Min(filled("unit_type"))},
        remedy="选择集体类型",
        remedy_at="unit",
    ),
    ratio_rule(
        "volunteers_ratio",
        "注册志愿者比例",
        lambda s: "为注册志愿者",
        lambda s, on: {
            "part": Count(
                "members", filter=current_members() & is_registered_volunteer("members__"), distinct=True
            )
        },
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
        lambda s, on: {"count": recorded(Activity.objects.kept().youth_home_sessions(), "day")},
        remedy="在创建日志中登记类型为“志愿服务”、到结对青少年之家的活动",
        remedy_at="log",
    ),
    count_rule(
        "innovations",
        "近一年“五小”创新作品",
        "项",
        lambda s, on: {"count": recorded(Innovation.objects.kept(), "submitted_on")},
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


@dataclass
class Question:
    """The annotations of one evaluation, named so that several rules fit into one statement."""

    on: date
    annotations: dict[str, Expression] = field(default_factory=dict)

    def add(self, key: str, rule: Rule, setting: Setting) -> None:
        for name, expression in rule.measures(setting, self.on).items():
            self.annotations[f"{key}__{name}".replace("__", "_x_")] = expression

    @staticmethod
    def answers(row: Mapping, key: str) -> dict:
        start = f"{key}_x_"
        return {name[len(start) :]: value for name, value in row.items() if name.startswith(start)}
