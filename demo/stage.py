"""The stage on which the demo's story plays: rules, standard, cycles, quotas and rounds of one committee."""

from datetime import date, timedelta

from core import clock
from core.lifecycle import perform
from core.services import ledger
from creation_cycle.models import (
    Cycle,
    Quota,
    RuleSet,
    RuleSetting,
    Standard,
)
from creation_cycle.services import rule_sets, standards
from demo.people import TOWNS
from reviews.models import Round
from units.enums import Level
from units.models import Committee


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
    present = adopted.settings.values("rule")
    RuleSetting.objects.bulk_create(
        RuleSetting(
            rule_set=adopted,
            rule=setting.rule,
            limit=setting.limit,
            stage=setting.stage,
            severity=setting.severity,
            clause=setting.clause,
        )
        for setting in RuleSet.objects.get(code="zhongshan-2018").settings.exclude(rule__in=present)
    )
    return adopted


def publish_standard(committee: Committee, *, by) -> Standard:
    """The shipped example of seven dimensions, with items of every kind, as the city's general standard."""
    example = standards.load_reference(standards.SHIPPED / "seven-dimensions.toml")
    draft = standards.adopt(example, committee=committee, level=Level.CITY, industry=None, by=by)
    return perform(draft, "publish", by=by)


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
