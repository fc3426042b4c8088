"""The stage on which the demo's story plays: rules, standard, cycles, quotas and rounds of one committee."""

from datetime import date, timedelta
from decimal import Decimal

from core import clock
from core.lifecycle import perform
from core.services import ledger
from creation_cycle.models import Cycle, Quota, RuleSet, RuleSetting, Standard, StandardItem
from creation_cycle.services import rule_sets
from demo.people import TOWNS
from reviews.models import Round
from units.enums import Level
from units.models import Committee

SEVEN_DIMENSIONS = (
    # S3 四(三) names the dimensions; the weights are ours (domain.md §4 A).
    ("基础建设", 15, "组织领导、分工与经费落实，青年比例与团组织健全。"),
    ("制度建设", 15, "年度计划、检查、总结与台账，岗位规范与考核制度。"),
    ("工作业绩", 20, "中心工作完成情况，服务质量、效率与安全。"),
    ("创建特色", 15, "载体、口号与品牌，结合岗位特点的做法。"),
    ("创建成效", 15, "创新作品、人才成长与可推广的成果。"),
    ("社会评价", 10, "公开承诺、监督渠道，群众评价与志愿服务。"),
    ("团建工作", 10, "团的组织建设与活动，对共青团工作的支持。"),
)


def adopt_rules(committee: Committee) -> RuleSet:
    """The thresholds of S4 and the cap of S3 become binding for the demo's city."""
    reference = RuleSet.objects.get(code="chongqing-district-2020")
    adopted = rule_sets.adopt(
        reference,
        committee=committee,
        level=Level.CITY,
        code=f"demo-{committee.region.code}",
        name=f"{committee.region.name}青年文明号创建规则（演示）",
        effective_from=date(2020, 1, 1),
    )
    RuleSetting.objects.bulk_create(
        RuleSetting(
            rule_set=adopted,
            rule=setting.rule,
            limit=setting.limit,
            stage=setting.stage,
            severity=setting.severity,
            clause=setting.clause,
        )
        for setting in RuleSet.objects.get(code="zhongshan-2018").settings.exclude(rule="unit_type")
    )
    return adopted


def publish_standard(committee: Committee, *, by) -> Standard:
    """The seven dimensions of S3 as the city's general standard."""
    standard = Standard.objects.create(
        committee=committee,
        level=Level.CITY,
        name="通用创建标准",
        basis="中山市实施意见 四(三) 七个维度；分值为演示设定",
        pass_line=Decimal(80),
    )
    StandardItem.objects.bulk_create(
        StandardItem(standard=standard, dimension=name, name=name, points=points, guidance=text, order=order)
        for order, (name, points, text) in enumerate(SEVEN_DIMENSIONS, start=1)
    )
    ledger.append_creation(standard, by=by)
    return perform(standard, "publish", by=by)


def make_cycle(committee: Committee, *, opens: int, closes: int, stages: tuple, ends: int, by) -> Cycle:
    """A cycle whose dates are days from today: window `opens`–`closes`, then the three stage starts, then the end."""
    today = clock.today()
    creating, assessing, certifying = (today + timedelta(days=days) for days in stages)
    first, last = today + timedelta(days=opens), today + timedelta(days=ends)
    cycle = Cycle.objects.create(
        committee=committee,
        level=Level.CITY,
        filing_opens_on=first,
        closes_on=last,
        name=f"{first.year}—{last.year}年度{committee.region.name}青年文明号",
        authority_basis="演示：依据上级团委批准开展的创建示范活动",
        filing_closes_on=today + timedelta(days=closes),
        creating_on=creating,
        assessing_on=assessing,
        certifying_on=certifying,
    )
    ledger.append_creation(cycle, by=by)
    return cycle


def give_quotas(cycle: Cycle, committees: dict[str, Committee]) -> None:
    for town in TOWNS:
        Quota.objects.create(
            cycle=cycle,
            committee=committees[town],
            places=15,
            special_places=1,
            reason="演示：放宽名额以展示各阶段",
        )


def plan_round(cycle: Cycle, name: str, first: int, last: int, *, by) -> Round:
    """A round from `first` to `last`, in days from today."""
    today = clock.today()
    round_ = Round.objects.create(
        cycle=cycle,
        name=name,
        opens_on=today + timedelta(days=first),
        closes_on=today + timedelta(days=last),
        min_reviewers=2,
    )
    ledger.append_creation(round_, by=by)
    return round_
