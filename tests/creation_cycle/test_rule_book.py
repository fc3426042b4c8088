"""The rules at their edges: eight local variants, exact arithmetic, ages to the day, one statement for all."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from core.months import months_before
from creation_cycle.models import RuleSet
from creation_cycle.queries.next_steps import remedy_places
from creation_cycle.rule_book import RULES, age_on, share, years_before
from creation_cycle.services import rule_sets
from creation_cycle.services.filing import open_candidacy
from tests import factories as make
from tests.creation_cycle.self_assessment_world import make_activity, make_innovation
from units.models import Member, Unit, YouthHomePairing

VARIANTS = Path(__file__).resolve().parent.parent / "data" / "rule_sets"
ON = date(2026, 6, 30)
JUST_35, JUST_36 = date(1990, 7, 1), date(1990, 6, 30)
"""35 on the day and 36 on the day: the two birthdays between which the youth ratio decides."""


RECORDED = ("youth_home_sessions", "innovations")
"""Rules that count what the unit has recorded."""


@pytest.fixture
def unit(db) -> Unit:
    return make.make_unit(make.make_line()[2], members=0, young=0)


def fill(unit, members=10, young=None, captain: int = 30, chinese=None, secretary=False) -> Unit:
    """A roster of exactly these numbers, everybody as old as just decides; the captain is one of the young."""
    young, chinese = members if young is None else young, members if chinese is None else chinese
    roster = [
        Member(
            unit=unit, name=f"成员{n}", birth_date=JUST_35 if n < young else JUST_36, is_chinese=n < chinese,
            is_captain=n == 0, is_principal=n == 0, is_league_secretary=secretary and n == 0,
        )
        for n in range(members)
    ]  # fmt: skip
    if captain != 30:
        roster[0].birth_date = years_before(ON, captain)
    Member.objects.bulk_create(roster)
    return unit


def finding(rule_set, unit, rule):
    [(_, found)] = rule_set.evaluate(Unit.objects.filter(pk=unit.pk), on=ON)
    return next(finding for finding in found if finding.rule == rule)


VARIANT_EDGES = [
    # file, rule, what just passes, what just fails, how the failure reads
    ("national-22", "captain_age_or_secretary", {"captain": 40}, {"captain": 41}, "号长 41 周岁"),
    (
        "national-22",
        "captain_age_or_secretary",
        {"captain": 45, "secretary": True},
        {"captain": 45},
        "号长 45 周岁",
    ),
    ("shaanxi-2018", "min_members", {"members": 6}, {"members": 5}, "集体人数 5 人"),
    ("shaanxi-2018", "max_members", {"members": 200}, {"members": 201}, "集体人数 201 人"),
    (
        "shaanxi-2018",
        "youth_ratio",
        {"members": 18, "young": 9},
        {"members": 19, "young": 9},
        "19 人中 9 人 ≤35 岁 = 47.3%",
    ),
    ("shaanxi-2018", "captain_age", {"captain": 40}, {"captain": 41}, "号长 41 周岁"),
    (
        "heyuan",
        "chinese_ratio",
        {"members": 10, "chinese": 6},
        {"members": 10, "chinese": 5},
        "10 人中 5 人为中国国籍 = 50.0%",
    ),
    (
        "heyuan",
        "chinese_ratio",
        {"members": 5, "chinese": 3},
        {"members": 7, "chinese": 4},
        "7 人中 4 人为中国国籍 = 57.1%",
    ),
    (
        "suzhou-housing",
        "chinese_ratio",
        {"members": 10, "chinese": 8},
        {"members": 10, "chinese": 7},
        "10 人中 7 人为中国国籍 = 70.0%",
    ),
    ("yangling-2020", "max_members", {"members": 100}, {"members": 101}, "集体人数 101 人"),
    (
        "yangling-2020",
        "youth_ratio",
        {"members": 10, "young": 6},
        {"members": 10, "young": 5},
        "10 人中 5 人 ≤35 岁 = 50.0%",
    ),
    ("yantai-2022", "min_members", {"members": 5}, {"members": 4}, "集体人数 4 人"),
    (
        "yantai-2022",
        "youth_ratio",
        {"members": 10, "young": 7},
        {"members": 13, "young": 9},
        "13 人中 9 人 ≤35 岁 = 69.2%",
    ),
    ("yantai-2022", "captain_age", {"captain": 35}, {"captain": 36}, "号长 36 周岁"),
    ("yichang-2016", "min_members", {"members": 3}, {"members": 2}, "集体人数 2 人"),
    (
        "yichang-2016",
        "youth_ratio",
        {"members": 5, "young": 3},
        {"members": 7, "young": 4},
        "7 人中 4 人 ≤35 岁 = 57.1%",
    ),
    ("yichang-2016", "captain_age", {"captain": 35}, {"captain": 36}, "号长 36 周岁"),
    (
        "generic-sheet",
        "youth_ratio",
        {"members": 5, "young": 3},
        {"members": 5, "young": 2},
        "5 人中 2 人 ≤35 岁 = 40.0%",
    ),
    ("generic-sheet", "captain_age", {"captain": 35}, {"captain": 36}, "号长 36 周岁"),
]


@pytest.mark.parametrize(("name", "rule", "passing", "failing", "text"), VARIANT_EDGES)
def test_a_local_variant_at_its_edges(unit, name, rule, passing, failing, text):
    rule_set = rule_sets.load(VARIANTS / f"{name}.toml")
    good = finding(rule_set, fill(unit, **passing), rule)
    assert good.ok
    unit.members.all().delete()
    bad = finding(rule_set, fill(unit, **failing), rule)
    assert (bad.ok, bad.text) == (False, f"{text}，不达标")
    assert bad.clause == rule_set.setting(rule).clause
    assert bad.blocks == (bad.severity == "hard")


def test_all_eight_variants_are_tried():
    assert {edge[0] for edge in VARIANT_EDGES} == {path.stem for path in VARIANTS.glob("*.toml")}
    assert len(list(VARIANTS.glob("*.toml"))) == 8


# Arithmetic


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (9, 18, "50.0%"), (9, 19, "47.3%"), (1249, 2500, "49.9%"), (4999, 10000, "49.9%"), (2, 3, "66.6%"),
        (1, 1, "100.0%"), (999, 1000, "99.9%"), (9999, 10000, "99.9%"), (0, 7, "0.0%"), (0, 0, "0.0%"),
    ],
)  # fmt: skip
def test_a_share_is_cut_never_rounded_up(part, whole, shown):
    assert share(part, whole) == shown


@given(
    st.integers(1, 2000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))),
    st.integers(1, 100),
)
def test_what_is_shown_never_says_more_than_what_is_decided(counts, limit):
    part, whole = counts
    setting = type("Setting", (), {"limit": Decimal(limit), "age_limit": 35, "clause": ""})()
    verdict = RULES["youth_ratio"].judge({"part": part, "whole": whole}, setting, ON)
    assert verdict.ok == (part * 100 >= limit * whole)
    shown = Decimal(verdict.measured.rstrip("%"))
    assert shown <= Decimal(part) * 100 / whole < shown + Decimal("0.1")
    assert verdict.ok or shown < limit


def test_nobody_is_no_ratio(unit):
    rule_set = rule_sets.load(VARIANTS / "heyuan.toml")
    assert not finding(rule_set, unit, "youth_ratio").ok
    assert finding(rule_set, unit, "captain_age").text == "花名册中还没有号长，不达标"


def test_a_limit_may_have_decimals(unit):
    rule_set = make.make_rule_set(
        make.make_committee("甲市团委", "city"), ("youth_ratio", Decimal("33.34"), 35)
    )
    assert not finding(rule_set, fill(unit, members=3, young=1), "youth_ratio").ok


# Ages


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(1986, 6, 30), date(2026, 6, 29), 39), (date(1986, 6, 30), date(2026, 6, 30), 40),
        (date(1988, 2, 29), date(2023, 2, 28), 34), (date(1988, 2, 29), date(2023, 3, 1), 35),
        (date(1988, 2, 29), date(2024, 2, 28), 35), (date(1988, 2, 29), date(2024, 2, 29), 36),
        (date(2000, 12, 31), date(2026, 1, 1), 25), (date(2000, 1, 1), date(2025, 12, 31), 25),
    ],
)  # fmt: skip
def test_age_is_completed_on_the_birthday(born, day, age):
    assert age_on(born, day) == age


DAYS = st.dates(date(2018, 1, 1), date(2032, 12, 31))


@given(DAYS, st.integers(0, 60), st.integers(-400, 400))
def test_the_databases_age_limit_is_the_same_as_counting_birthdays(day, limit, shift):
    """Young by SQL is `birth_date > years_before(day, limit + 1)`; young by counting is `age_on <= limit`."""
    edge = years_before(day, limit + 1)
    born = edge + timedelta(days=shift)
    assert (born > edge) == (age_on(born, day) <= limit)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)), (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)), (date(2026, 5, 12), 18, date(2024, 11, 12)),
        (date(2026, 5, 12), 0, date(2026, 5, 12)),
    ],
)  # fmt: skip
def test_months_before_a_day(day, months, before):
    assert months_before(day, months) == before


@pytest.mark.parametrize(("born", "ok"), [(date(1985, 7, 1), True), (date(1985, 6, 30), False)])
def test_the_captain_turns_41_a_day_too_early(unit, born, ok):
    rule_set = rule_sets.load(VARIANTS / "heyuan.toml")
    fill(unit)
    unit.members.filter(is_captain=True).update(birth_date=born)
    assert finding(rule_set, unit, "captain_age").ok == ok


# Who counts as a member


@pytest.mark.parametrize(
    ("joined", "left", "counts"),
    [(None, None, 1), (0, None, 1), (1, None, 0), (-9, 0, 0), (-9, 1, 1)],
)
def test_only_todays_members_count(unit, joined, left, counts):
    day = [None if shift is None else clock.today() + timedelta(days=shift) for shift in (joined, left)]
    Member.objects.create(unit=unit, name="成员", birth_date=JUST_35, joined_on=day[0], left_on=day[1])
    rule_set = rule_sets.load(VARIANTS / "heyuan.toml")
    assert finding(rule_set, unit, "min_members").measured == str(counts)


def test_two_joins_do_not_multiply_the_heads(unit):
    """Members and paired youth homes are joined in one statement: each is counted once."""
    fill(unit, members=7, young=4)
    YouthHomePairing.objects.bulk_create(YouthHomePairing(unit=unit, name=f"青少年之家{n}") for n in range(3))
    rule_set = make.make_rule_set(unit.committee)
    assert finding(rule_set, unit, "min_members").measured == "7"
    assert finding(rule_set, unit, "youth_homes").measured == "4"
    assert finding(rule_set, unit, "youth_ratio").text == "7 人中 4 人 ≤35 岁 = 57.1%，达标"


@pytest.mark.parametrize(("league", "named", "ok"), [(2, False, True), (3, False, False), (3, True, True)])
def test_three_league_members_found_a_branch(unit, league, named, ok):
    fill(unit)
    keys = list(unit.members.values_list("pk", flat=True)[:league])
    Member.objects.filter(pk__in=keys).update(political_status="league")
    Unit.objects.filter(pk=unit.pk).update(league_branch="第一团支部" if named else "")
    rule_set = make.make_rule_set(unit.committee)
    assert finding(rule_set, unit, "league_organisation").ok == ok


# One statement


@pytest.mark.parametrize("count", [1, 50])
def test_one_statement_however_many_units(unit, count, django_assert_num_queries):
    rule_set = make.make_rule_set(unit.committee)
    units = Unit.objects.bulk_create(
        Unit(name=f"集体{n}", slug=f"unit-{n}", region=unit.region, committee=unit.committee)
        for n in range(count)
    )
    Member.objects.bulk_create(
        Member(unit=each, name="成员", birth_date=JUST_35)
        for n, each in enumerate(units)
        for _ in range(n % 9)
    )
    rule_set = RuleSet.objects.prefetch_related("settings").get(pk=rule_set.pk)
    wanted = Unit.objects.filter(pk__in=[each.pk for each in units])
    with django_assert_num_queries(1):
        answers = dict(rule_set.evaluate(wanted, on=ON))
    heads = [next(f.measured for f in answers[each.pk] if f.rule == "min_members") for each in units]
    assert heads == [str(n % 9) for n in range(count)]


def test_only_the_stage_that_is_asked_about_answers(unit):
    rule_set = rule_sets.load(rule_sets.SHIPPED / "chongqing-district-2020.toml")
    wanted = Unit.objects.filter(pk=unit.pk)
    [(_, found)] = rule_set.evaluate(wanted, on=ON, stage="assessment")
    rules = ("volunteers_ratio", *RECORDED)
    assert [(finding.rule, finding.severity) for finding in found] == [(rule, "hard") for rule in rules]
    [(_, found)] = rule_set.evaluate(wanted, on=ON, stage="filing")
    assert ("volunteers_ratio", "advisory") in [(finding.rule, finding.severity) for finding in found]


def measured(unit, rule) -> tuple[str, bool]:
    """What the rule set of S4 finds of a unit today."""
    rule_set = rule_sets.load(rule_sets.SHIPPED / "chongqing-district-2020.toml")
    found = finding(rule_set, unit, rule)
    return found.measured, found.ok


def test_sessions_count_at_a_youth_home_within_twelve_months(unit):
    home, by = unit.youth_homes.get(), make.make_user()
    year = (clock.today() - months_before(clock.today(), 12)).days
    for days in (0, 100, year - 1):
        make_activity(unit, by, youth_home=home, days=days)
    make_activity(unit, by, youth_home=home, days=year)
    make_activity(unit, by, days=5)
    make_activity(unit, by, youth_home=home, days=5, removed_at=clock.now())
    make_activity(make.make_unit(unit.committee), by, youth_home=home, days=5)
    assert measured(unit, "youth_home_sessions") == ("3", False)
    make_activity(unit, by, youth_home=home, days=7)
    assert measured(unit, "youth_home_sessions") == ("4", True)


def test_innovations_count_within_twelve_months(unit):
    by = make.make_user()
    year = (clock.today() - months_before(clock.today(), 12)).days
    for days in (0, year - 1):
        make_innovation(unit, by, days=days)
    make_innovation(unit, by, days=year)
    make_innovation(unit, by, removed_at=clock.now())
    assert measured(unit, "innovations") == ("2", False)
    make_innovation(unit, by, days=3)
    assert measured(unit, "innovations") == ("3", True)


@pytest.mark.parametrize("rule", RECORDED)
def test_recorded_rules_say_where_to_record(unit, rule):
    rule_set = rule_sets.load(rule_sets.SHIPPED / "chongqing-district-2020.toml")
    found = finding(rule_set, unit, rule)
    assert (found.ok, bool(found.remedy), found.severity) == (False, True, "hard")
    assert found.remedy_at in remedy_places(
        open_candidacy(unit, make.make_cycle(unit.committee.parent), by=None)
    )


def test_records_do_not_multiply_the_heads(unit):
    fill(unit, members=6)
    for number in range(3):
        make_activity(unit, make.make_user(), days=number, youth_home=unit.youth_homes.get())
        make_innovation(unit, make.make_user())
    assert measured(unit, "min_members") == ("6", True)
    assert measured(unit, "innovations") == ("3", True)
