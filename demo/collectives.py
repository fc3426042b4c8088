"""Sixty invented collectives over twelve industries, each with a roster that fits its part in the story."""

import random
from datetime import date, timedelta

from accounts.models import User
from core import clock
from demo.people import TOWNS, make_person
from units.enums import EmployerNature, PoliticalStatus, Sex, UnitRole
from units.models import Committee, Employer, Industry, Member, Post, Unit, UnitType, YouthHomePairing

PATTERNS = (
    # industry, employer, collective, unit type, nature
    ("tax", "示例税务局{town}分局", "{town}示例办税服务厅", "window", EmployerNature.GOVERNMENT),
    (
        "public-security",
        "示例公安局{town}分局",
        "{town}示例户政服务窗口",
        "window",
        EmployerNature.GOVERNMENT,
    ),
    ("health", "示例市{town}医院", "{town}示例医院急诊护理组", "team", EmployerNature.INSTITUTION),
    ("transport", "示例公路{town}养护中心", "{town}示例收费站", "post", EmployerNature.STATE_OWNED),
    ("finance", "示例银行{town}支行", "{town}示例支行营业部", "counter", EmployerNature.STATE_OWNED),
    ("power", "示例供电局{town}供电所", "{town}示例供电抢修班", "team", EmployerNature.STATE_OWNED),
    (
        "government-hall",
        "{town}示例政务服务中心",
        "{town}示例综合受理窗口",
        "window",
        EmployerNature.GOVERNMENT,
    ),
    ("post", "示例邮政{town}支局", "{town}示例投递班", "team", EmployerNature.STATE_OWNED),
    ("telecom", "示例通信{town}分公司", "{town}示例营业厅", "window", EmployerNature.STATE_OWNED),
    ("court", "示例法院{town}法庭", "{town}示例诉讼服务中心", "office", EmployerNature.GOVERNMENT),
    ("industrial", "示例精密制造{town}工厂", "{town}示例装配一线", "line", EmployerNature.NON_PUBLIC),
    ("culture-tourism", "{town}示例文化馆", "{town}示例公共文化服务组", "team", EmployerNature.INSTITUTION),
)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
GIVEN = (
    "子涵",
    "雨桐",
    "浩然",
    "思源",
    "佳怡",
    "明轩",
    "晓彤",
    "俊杰",
    "诗雅",
    "文博",
    "欣悦",
    "志远",
    "若曦",
    "嘉乐",
)
POSITIONS = ("窗口岗", "后台岗", "调度岗", "培训岗", "值班岗")


def make_collectives(committees: dict[str, Committee]) -> list[Unit]:
    """Sixty units, twelve to each town's recommending body, in a stable order."""
    chance = random.Random(2026)  # noqa: S311  (a repeatable story, not a secret)
    return [make_one(pattern, town, committees[town], chance) for town in TOWNS for pattern in PATTERNS]


def make_one(pattern, town: str, committee: Committee, chance) -> Unit:
    """One unit of `pattern` in `town`, with a roster that passes the filing rules."""
    industry, employer, name, unit_type, nature = pattern
    unit = Unit.objects.create(
        name=name.format(town=town),
        employer=Employer.objects.create(name=employer.format(town=town), nature=nature),
        industry=Industry.objects.get(code=industry),
        unit_type=UnitType.objects.get(code=unit_type),
        region=committee.region,
        committee=committee,
        league_branch=f"{name.format(town=town)}团支部",
        complaint_phone="0760-10000000",
        complaint_email="demo@example.com",
    )
    YouthHomePairing.objects.create(
        unit=unit, name=f"{town}示例青少年之家", starts_on=clock.today() - timedelta(days=1200)
    )
    make_roster(unit, headcount=chance.randint(8, 26), chance=chance)
    return unit


def make_roster(unit: Unit, *, headcount: int, young: int | None = None, first: int = 0, chance) -> None:
    """Up to `headcount` invented people, `young` of them (two in three by default) not above 35.

    The one with index 0 is captain; `first=1` adds the others to a roster that has one.
    """
    young = young if young is not None else max(1, headcount * 2 // 3)
    Member.objects.bulk_create(
        _member(unit, index, is_young=index < young, chance=chance) for index in range(first, headcount)
    )


def _member(unit: Unit, index: int, *, is_young: bool, chance) -> Member:
    this_year = clock.today().year
    year = this_year - (chance.randint(23, 33) if is_young else chance.randint(38, 54))
    return Member(
        unit=unit,
        name=chance.choice(SURNAMES) + chance.choice(GIVEN),
        birth_date=date(year, chance.randint(1, 12), 1),
        sex=chance.choice(Sex.values),
        political_status=chance.choice(PoliticalStatus.values),
        position=chance.choice(POSITIONS),
        is_captain=index == 0,
        is_principal=index == 0,
        volunteer_number=f"DEMO{unit.pk:04d}{index:03d}",
        joined_on=date(this_year - 4, 1, 1),
    )


def make_captains(units: list[Unit]) -> dict[int, User]:
    """One invented captain a unit, by the unit's primary key; the first two carry the demo's account names."""
    names = {1: "captain", 2: "captain2"}
    return {
        unit.pk: make_captain(unit, names.get(number, f"captain{number}"))
        for number, unit in enumerate(units, start=1)
    }


def make_captain(unit: Unit, username: str) -> User:
    """The roster's captain gets an account that keeps the unit's pages."""
    member = unit.members.get(is_captain=True)
    member.user = make_person(username, member.name)
    member.save(update_fields=["user"])
    since = clock.today() - timedelta(days=1500)
    Post.objects.create(unit=unit, user=member.user, role=UnitRole.CAPTAIN, starts_on=since)
    return member.user
