"""Rule sets as data: loading them from files, adopting them, and which one binds."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from creation_cycle.adjustment_terms import ADJUSTMENT_PARAMETERS, Terms, terms_from
from creation_cycle.models import RuleSet, RuleSetting
from creation_cycle.rule_book import RULES
from creation_cycle.services import rule_sets
from tests import factories as make
from tests.source_scan import sources
from units.enums import Level
from units.models import Industry

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 30)
FILE = """
code = "sample"
name = "示例"
level = "city"
effective_from = 2026-01-01
is_reference = true
legal_basis = "示例"
[[rules]]
rule = "min_members"
limit = {limit}
clause = "示例一"
"""
SECOND = '[[rules]]\nrule = "captain_age"\nage_limit = 40\nclause = "示例二"\n'


@pytest.fixture
def write(tmp_path):
    def written(text):
        path = tmp_path / "sample.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.mark.parametrize("path", sorted(rule_sets.SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_file_loads_and_reads_as_sentences(path):
    rule_set = rule_sets.load(path)
    assert rule_set.settings.exists()
    for setting in rule_set.settings.all():
        assert setting.clause
        assert "None" not in setting.description


@pytest.mark.parametrize("path", sorted(rule_sets.SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_file_says_its_periods_as_the_code_reads_them_without_one(path):
    """Whoever adopts a set finds each parameter of 动态调整 with its clause, and nothing changes by it."""
    rule_set = rule_sets.load(path)
    given = set(rule_set.settings.values_list("rule", flat=True))
    assert {code for code, _, _ in ADJUSTMENT_PARAMETERS} - given == set()
    said = terms_from(rule_set)
    assert replace(said, blocks_clause="", refile_clause="") == Terms()
    assert said.blocks_clause
    assert said.refile_clause


def test_every_parameter_that_a_guard_reads_is_in_a_shipped_file():
    """A rule without measures is read by its code; one that no file sets would bind nobody, and nobody would see it."""
    for path in rule_sets.SHIPPED.glob("*.toml"):
        rule_sets.load(path)
    parameters = {code for code, rule in RULES.items() if rule.measures is None}
    assert parameters - set(RuleSetting.objects.values_list("rule", flat=True)) == set()


def test_a_name_that_the_code_asks_a_rule_set_for_is_in_the_rule_book():
    """Asked for by a literal or by the constant RULE of the module; a misspelt one would be silently absent."""
    asked = set()
    for module in sources():
        text = module.read_text(encoding="utf-8")
        asked |= set(re.findall(r'setting\("(\w+)"\)', text))
        if ".setting(RULE)" in text:
            asked |= set(re.findall(r'^RULE = "(\w+)"$', text, re.MULTILINE))
    assert {"filed_per_recognised", "rounds_per_cycle", "new_per_body"} <= asked
    assert asked - set(RULES) == set()


def test_loading_again_makes_the_settings_exactly_those_of_the_file(write):
    first = rule_sets.load(write(FILE.format(limit=6) + SECOND))
    again = rule_sets.load(write(FILE.format(limit=8)))
    assert again.pk == first.pk
    assert [(setting.rule, setting.limit) for setting in again.settings.all()] == [("min_members", 8)]
    assert RuleSetting.objects.count() == 1


@pytest.mark.parametrize(
    "broken",
    [
        '[[rules]]\nrule = "horoscope"\nclause = "无"\n',
        '[[rules]]\nrule = "captain_age"\nclause = "示例"\n',
        '[[rules]]\nrule = "captain_age"\nage_limit = 40\n',
        '[[rules]]\nrule = "captain_age"\nlimit = 3\nage_limit = 40\nclause = "示例"\n',
    ],
    ids=["unknown rule", "no threshold", "no clause", "threshold it does not read"],
)
def test_a_file_with_a_mistake_changes_nothing(write, broken):
    rule_sets.load(write(FILE.format(limit=6)))
    with pytest.raises(ValidationError):
        rule_sets.load(write(FILE.format(limit=9) + broken))
    assert [setting.limit for setting in RuleSet.objects.get().settings.all()] == [6]


def test_a_reference_set_binds_nobody_until_it_is_adopted():
    _, city, _ = make.make_line()
    reference = rule_sets.load(rule_sets.SHIPPED / "chongqing-district-2020.toml")
    wanted = {"committee": city, "level": "city", "industry": None, "day": DAY}
    assert RuleSet.objects.pick(**wanted) is None
    adopted = rule_sets.adopt(
        reference, committee=city, level="city", code="ours", name="本市规则", effective_from=date(2026, 1, 1)
    )
    assert RuleSet.objects.pick(**wanted) == adopted
    mine = adopted.settings.values_list("rule", "stage", "limit", "age_limit", "severity", "clause")
    theirs = reference.settings.values_list("rule", "stage", "limit", "age_limit", "severity", "clause")
    assert sorted(mine, key=str) == sorted(theirs, key=str)
    assert adopted.legal_basis.startswith("参照采用：重庆某区")


def test_the_nearest_the_narrowest_and_the_newest_set_binds():
    province, city, _ = make.make_line()
    tax = Industry.objects.create(code="tax", name="税务")

    def made(code, committee, **values):
        values = {"effective_from": date(2020, 1, 1), "level": Level.CITY, "legal_basis": "示例", **values}
        return RuleSet.objects.create(code=code, name=code, committee=committee, **values)

    def picked(day=DAY, industry=None, committee=city):
        return RuleSet.objects.pick(committee=committee, level=Level.CITY, industry=industry, day=day).code

    made("frame", None)
    assert picked() == "frame"
    made("province", province)
    made("province-tax", province, industry=tax)
    assert (picked(), picked(industry=tax)) == ("province", "province-tax")
    made("city", city, effective_to=date(2026, 12, 31))
    assert (picked(), picked(industry=tax), picked(committee=province)) == ("city", "city", "province")
    made("city-2027", city, version=2, effective_from=date(2027, 1, 1))
    made("city-national", city, level=Level.PROVINCIAL)
    assert [picked(date(2026, 12, 31)), picked(date(2027, 1, 1))] == ["city", "city-2027"]
    made("city-tax", city, industry=tax)
    assert picked(industry=tax) == "city-tax"
