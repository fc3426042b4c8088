"""Small worlds for tests. Everything is explicit: a factory adds what a rule needs and nothing by chance."""

from datetime import date, timedelta
from itertools import count

from core import clock
from core.services import ledger
from creation_cycle.models import (
    Cycle,
    Quota,
    RuleSet,
    RuleSetting,
    Standard,
    StandardDimension,
    StandardItem,
)
from reviews.models import Round
from units.enums import Level, OfficeRole, RegionLevel, UnitRole
from units.models import (
    Committee,
    Employer,
    Industry,
    Member,
    Office,
    Post,
    Region,
    Unit,
    UnitType,
    YouthHomePairing,
)

PASSWORD = "Test-2026-Pass!"
S3_DIMENSIONS = (
    ("基础建设", 15),
    ("制度建设", 15),
    ("工作业绩", 20),
    ("创建特色", 15),
    ("创建成效", 15),
    ("社会评价", 10),
    ("团建工作", 10),
)
_numbers = count(1)


def make_user(username: str = "", **values):
    from accounts.models import User

    number = next(_numbers)
    username = username or f"user{number}"
    values = {"name": f"测试员{number}", **values}
    return User.objects.create_user(username, password=PASSWORD, **values)


def make_region(code="442000", name="中山市", level=RegionLevel.CITY, parent=None) -> Region:
    region = Region.objects.filter(code=code).first()
    if region:
        return region
    if parent is None and level == RegionLevel.CITY:
        parent = make_region(f"{code[:2]}0000", {"44": "广东省"}.get(code[:2], "某省"), RegionLevel.PROVINCE)
    return Region.objects.create(code=code, name=name, level=level, parent=parent)


def make_committee(name, level, parent=None, region=None, **values) -> Committee:
    return Committee.objects.create(
        name=name, short_name=name, level=level, parent=parent, region=region or make_region(), **values
    )


def make_line():
    """A province, a city and a county-level committee, one below the other."""
    city_region = make_region()
    province = make_committee("示例省团委", Level.PROVINCIAL, region=city_region.parent)
    city = make_committee("示例市团委", Level.CITY, parent=province, region=city_region)
    county = make_committee("示例街道团工委", Level.COUNTY, parent=city, region=city_region)
    return province, city, county


def make_officer(committee, role=OfficeRole.OFFICER, **values):
    user = make_user(is_staff=True, **values)
    Office.objects.create(user=user, committee=committee, role=role, starts_on=date(2020, 1, 1))
    return user


def make_office(user, committee, role=OfficeRole.OFFICER) -> Office:
    """A further office of somebody who is there."""
    return Office.objects.create(user=user, committee=committee, role=role, starts_on=date(2020, 1, 1))


def make_unit(committee, name="", *, members=12, young=9, captain_age=30, region=None, **values) -> Unit:
    """A unit that passes every filing rule of S4, unless the numbers say otherwise."""
    number = next(_numbers)
    employer = Employer.objects.create(name=f"示例单位{number}")
    industry, _ = Industry.objects.get_or_create(code="tax", defaults={"name": "税务"})
    unit_type, _ = UnitType.objects.get_or_create(code="window", defaults={"name": "窗口"})
    defaults = {
        "employer": employer,
        "industry": industry,
        "unit_type": unit_type,
        "complaint_phone": "0760-88123456",
        "league_branch": f"示例团支部{number}",
        "region": region or committee.region,
        "committee": committee,
    }
    unit = Unit.objects.create(name=name or f"示例集体{number}", **{**defaults, **values})
    YouthHomePairing.objects.create(unit=unit, name="示例青少年之家", starts_on=date(2020, 1, 1))
    make_roster(unit, members, young=young, captain_age=captain_age)
    return unit


def make_roster(unit, members, *, young, captain_age=30) -> None:
    """`members` people of whom `young` are 30 and the rest 45; the first is captain and principal."""
    today = clock.today()
    ages = [30] * young + [45] * (members - young)
    if ages:
        ages[0] = captain_age if captain_age else ages[0]
    for index, age in enumerate(ages):
        Member.objects.create(
            unit=unit,
            name=f"成员{index + 1}",
            birth_date=today - timedelta(days=366 * age),
            is_captain=index == 0,
            is_principal=index == 0,
            volunteer_number=f"V{unit.pk}-{index}",
        )


def make_captain(unit, role=UnitRole.CAPTAIN, **values):
    user = make_user(**values)
    Post.objects.create(unit=unit, user=user, role=role, starts_on=date(2020, 1, 1))
    return user


def make_cycle(committee, *, level=None, state="filing", **values) -> Cycle:
    """A live two-year cycle whose filing window and later stages are open today."""
    today = clock.today()
    dates = {
        "filing_opens_on": today - timedelta(days=300),
        "filing_closes_on": today + timedelta(days=30),
        "creating_on": today - timedelta(days=200),
        "assessing_on": today - timedelta(days=100),
        "certifying_on": today - timedelta(days=50),
        "closes_on": today + timedelta(days=300),
    }
    defaults = {"name": f"{committee.short_name}周期{next(_numbers)}", "authority_basis": "示例批准文件"}
    return Cycle.objects.create(
        committee=committee, level=level or committee.level, state=state, **{**dates, **defaults, **values}
    )


def make_standard(committee, *, level=None, state="published", pass_line=80, industry=None) -> Standard:
    """The seven dimensions of S3 with 100 points in all."""
    standard = Standard.objects.create(
        committee=committee,
        level=level or committee.level,
        name="通用标准",
        state=state,
        pass_line=pass_line,
        industry=industry,
    )
    dimensions = StandardDimension.objects.bulk_create(
        StandardDimension(standard=standard, name=name, order=order)
        for order, (name, _) in enumerate(S3_DIMENSIONS)
    )
    StandardItem.objects.bulk_create(
        StandardItem(
            standard=standard, dimension=dimension, name=name, points=points, step="0.01", order=order
        )
        for order, (dimension, (name, points)) in enumerate(zip(dimensions, S3_DIMENSIONS, strict=True))
    )
    return standard


def make_rule_set(committee, *rules, level=None, code="") -> RuleSet:
    """A rule set of `(rule, limit, age_limit)` settings; without any, the thresholds of S4."""
    rule_set = RuleSet.objects.create(
        code=code or f"rules-{next(_numbers)}",
        name="示例规则",
        committee=committee,
        level=level or committee.level,
        effective_from=date(2020, 1, 1),
        legal_basis="示例",
    )
    for rule, limit, age in rules or S4_RULES:
        RuleSetting.objects.create(
            rule_set=rule_set, rule=rule, limit=limit, age_limit=age, clause="示例条款"
        )
    return rule_set


S4_RULES = (
    ("min_members", 6, None),
    ("max_members", 200, None),
    ("youth_ratio", 50, 35),
    ("captain_age", None, 40),
    ("chinese_ratio", 60, None),
    ("principal_chinese", None, None),
    ("league_organisation", None, None),
    ("youth_homes", 1, None),
    ("unit_type", None, None),
    ("new_per_body", 5, None),
)


def make_quota(cycle, committee, places, special=0) -> Quota:
    return Quota.objects.create(
        cycle=cycle, committee=committee, places=places, special_places=special, reason="示例"
    )


def make_round(cycle, *, state="open", name="", min_reviewers=1, **values) -> Round:
    today = clock.today()
    dates = {"opens_on": today - timedelta(days=10), "closes_on": today + timedelta(days=20)}
    round_ = Round.objects.create(
        cycle=cycle,
        name=name or f"考核{next(_numbers)}",
        state=state,
        min_reviewers=min_reviewers,
        **{**dates, **values},
    )
    ledger.append_creation(round_, by=None)
    return round_
