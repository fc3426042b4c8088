"""Units with rosters, youth homes and a title each: `n` of them below ten cities, about twenty members in each.

Everything follows from a unit's number, so that two runs make the same population: one in twenty has lost its youth
share, one in thirty its captain, one in forty its youth home.
"""

from datetime import date, timedelta

from django.db import connection, transaction

from core import clock
from creation_cycle.models import RuleSet, RuleSetting, Title
from demo.scale.places import COUNTIES, MARK, committees
from demo.scale.rows import Numbers, insert_select
from units.enums import Level
from units.models import Committee, Industry, Member, Unit, UnitType, YouthHomePairing

MEMBERS = 20
"""On average: from 12 to 28."""
RULES = (
    ("min_members", 6, None),
    ("max_members", 200, None),
    ("youth_ratio", 50, 35),
    ("captain_age", None, 40),
    ("chinese_ratio", 60, None),
    ("principal_chinese", None, None),
    ("league_organisation", None, None),
    ("youth_homes", 1, None),
    ("unit_type", None, None),
)
"""The conditions of S4, asked at the recheck."""


@transaction.atomic
def make(count: int) -> None:
    """Raises ValueError where a population stands already: two would take each other's numbers."""
    if Unit.objects.filter(slug__startswith="scale-").exists():
        raise ValueError("这个数据库里已经有一批规模数据")
    province, cities, counties = committees()
    _rules(province)
    with Numbers(max(count, 40), _birthdays()):
        _units(count, counties)
        _members()
        _homes()
        _titles(cities)
    with connection.cursor() as cursor:
        for model in (Unit, Member, Title, YouthHomePairing):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def _rules(province: Committee) -> None:
    """One set for all cities: the province's."""
    rules = RuleSet.objects.create(
        code="scale", name=f"{MARK}规则", committee=province, level=Level.CITY,
        effective_from=date(2020, 1, 1), legal_basis=MARK,
    )  # fmt: skip
    RuleSetting.objects.bulk_create(
        RuleSetting(
            rule_set=rules,
            rule=rule,
            limit=limit,
            age_limit=age,
            stage="recheck",
            clause="重庆市某区通知 一(二)2",
        )
        for rule, limit, age in RULES
    )


def _birthdays() -> list[date]:
    """0–99 are 22 to 35 years old, 100–199 are 37 to 55."""
    today = clock.today()
    young = [today - timedelta(days=365 * 22 + 46 * n) for n in range(100)]
    return young + [today - timedelta(days=366 * 37 + 64 * n) for n in range(100)]


def _units(count: int, counties: list[Committee]) -> None:
    """Unit `n` belongs to the county `n` modulo their number; its region is the city's."""
    types, trades = UnitType.objects.order_by("pk"), Industry.objects.order_by("pk")
    unit_type = types.first() or UnitType.objects.create(code="scale", name=MARK)
    industry = trades.first() or Industry.objects.create(code="scale", name=MARK)
    keys, regions = (
        _pick([getattr(county, name) for county in counties], "numbers.n") for name in ("pk", "region_id")
    )
    insert_select(
        Unit,
        {
            "name": f"'{MARK}第' || numbers.n || '号窗口'",
            "slug": "'scale-' || numbers.n",
            "committee": keys,
            "region": regions,
            "unit_type": str(unit_type.pk),
            "industry": str(industry.pk),
            "league_branch": f"'{MARK}团支部'",
        },
        f"{Numbers.name} AS numbers WHERE numbers.n <= {count}",
    )


def _pick(values: list[int], number: str) -> str:
    """SQL for the value at `number` modulo how many there are."""
    cases = " ".join(f"WHEN {place} THEN {value}" for place, value in enumerate(values))
    return f"CASE {number} %% {len(values)} {cases} END"


NUMBERED = (
    "(SELECT id, CAST(SUBSTR(slug, 7) AS integer) AS n FROM units_unit WHERE slug LIKE 'scale-%%') AS unit"
)


def _members() -> None:
    """12 to 28 of them; two thirds are young, but in every twentieth unit nobody but the captain."""
    # 7919 is a prime: neighbours get birthdays far from each other.
    young = "(numbers.n = 1 OR (unit.n %% 20 <> 0 AND numbers.n %% 3 <> 0))"
    birthday = f"(unit.n * 17 + numbers.n * 7919) %% 100 + CASE WHEN {young} THEN 0 ELSE 100 END"
    captain = "(numbers.n = 1 AND unit.n %% 30 <> 0)"
    insert_select(
        Member,
        {
            "unit": "unit.id",
            "name": "'成员' || numbers.n",
            "birth_date": "birthdays.day",
            "is_captain": captain,
            "is_principal": "(numbers.n = 1)",
            "is_volunteer": "(numbers.n %% 2 = 0)",
        },
        f"{NUMBERED} JOIN {Numbers.name} AS numbers ON numbers.n <= {MEMBERS - 8} + unit.n %% 17 "
        f"JOIN scale_birthdays AS birthdays ON birthdays.n = {birthday}",
    )


def _homes() -> None:
    source = f"{NUMBERED} WHERE unit.n %% 40 <> 0"
    insert_select(YouthHomePairing, {"unit": "unit.id", "name": f"'{MARK}青少年之家'"}, source)


def _titles(cities: list[Committee]) -> None:
    """One city title for each unit, recognised two years ago."""
    of_city = _pick([city.pk for city in cities for _ in range(COUNTIES)], "unit.n")
    recognised = clock.today() - timedelta(days=730)
    insert_select(
        Title,
        {
            "unit": "unit.id",
            "level": f"'{Level.CITY}'",
            "committee": of_city,
            "name": f"'{MARK}市青年文明号'",
            "star": "1",
            "first_recognised_on": f"'{recognised}'",
            "last_recognised_on": f"'{recognised}'",
        },
        NUMBERED,
    )
