"""Rules, seals and figures: what the portal publishes about itself."""

import csv
import hashlib
import json
import re
from datetime import date, timedelta

import pytest
from django.apps import apps

from core import clock, keyset
from core.lifecycle import LifecycleModel, contributed_guards, declared_moves
from core.models import DailySeal
from core.services import ledger
from core.templatetags.portal import clause_anchor
from creation_cycle.enums import TitleState
from creation_cycle.models import RuleSet, Standard
from creation_cycle.services import rule_sets
from tests import factories as make
from tests.honor_roll.world import make_title
from units.enums import Level
from units.models import Industry

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules_page(client):
    """The page with every rule set that the portal ships and one of a city."""
    city = make.make_line()[1]
    for path in rule_sets.SHIPPED.glob("*.toml"):
        rule_sets.load(path)
    make.make_rule_set(city)
    return client.get("/rules/")


def test_every_clause_a_finding_may_cite_has_its_anchor_exactly_once(rules_page):
    ids = re.findall(r'\bid="([^"]*)"', rules_page.content.decode())
    assert sorted(ids) == sorted(set(ids))
    models = [model for model in apps.get_models() if issubclass(model, LifecycleModel)]
    guards = {
        guard for model in models for edge in declared_moves(model) for guard in edge.custom["spec"].guards
    }
    cited = {
        guard.clause for guard in [*guards, *(check for _, check in contributed_guards())] if guard.clause
    }
    cited |= {setting.clause for rule_set in RuleSet.objects.all() for setting in rule_set.settings.all()}
    assert len(cited) > 10
    assert {clause_anchor(clause) for clause in cited} <= set(ids)


def test_every_rule_has_its_anchor_and_its_threshold_in_words(rules_page):
    text = rules_page.content.decode()
    assert 'id="youth_ratio"' in text
    assert "青年比例：≥50%" in text
    assert "硬性条件" in text


def test_binding_rules_stand_by_level_and_references_apart(rules_page):
    page = rules_page.context["rules"]
    assert [level.label for level in page.levels] == ["全国", "省级", "地市级"]
    binding = [part.rule_set for level in page.levels for part in level.parts]
    assert {rule_set.is_reference for rule_set in binding} == {False}
    assert {part.rule_set.is_reference for part in page.references} == {True}
    assert len(binding) + len(page.references) == RuleSet.objects.count()


def test_rules_that_ended_or_have_not_begun_do_not_bind(client):
    city = make.make_line()[1]
    today = clock.today()
    for version, dates in enumerate(
        [{"effective_to": today - timedelta(days=1)}, {"effective_from": today + timedelta(days=1)}], start=2
    ):
        other = make.make_rule_set(city)
        RuleSet.objects.filter(pk=other.pk).update(version=version, **dates)
    now = make.make_rule_set(city)
    [level] = client.get("/rules/").context["rules"].levels
    assert [part.rule_set for part in level.parts] == [now]


@pytest.mark.parametrize("sets", [1, 3])
def test_the_rules_page_asks_a_fixed_number_of_queries(client, django_assert_num_queries, sets):
    province, city, county = make.make_line()
    for committee in (province, city, county)[:sets]:
        make.make_rule_set(committee)
        make.make_standard(committee)
    with django_assert_num_queries(5):
        client.get("/rules/")


def test_the_rules_page_shows_published_standards_and_no_drafts(client):
    province, city, _ = make.make_line()
    published = make.make_standard(city)
    make.make_standard(province, state="draft")
    answer = client.get("/rules/")
    assert answer.context["rules"].standards == [published]
    assert "工作业绩" not in answer.content.decode(), "each has a page of its own"
    assert "工作业绩" in client.get(f"/rules/standards/{published.pk}/").content.decode()


def test_a_superseded_standard_keeps_its_page_and_drafts_and_examples_have_none(client):
    city = make.make_line()[1]
    old = make.make_standard(city, state="superseded")
    Standard.objects.filter(pk=old.pk).update(version=2)
    draft = make.make_standard(city, state="draft")
    example = Standard.objects.create(
        level=city.level, name="示例", is_reference=True, pass_line=60, code="x"
    )
    assert "已被替代" in client.get(f"/rules/standards/{old.pk}/").content.decode()
    for hidden in (draft, example):
        assert client.get(f"/rules/standards/{hidden.pk}/").status_code == 404


def test_a_published_seal_can_be_checked_with_nothing_but_sha256(client):
    ledger.append_creation(make.make_unit(make.make_line()[2]), by=None)
    ledger.seal_through(clock.today() + timedelta(days=1))
    seals = client.get("/transparency/").context["page"].rows
    newest, older = seals
    assert older.entry_count == 1
    for seal in seals:
        assert hashlib.sha256(seal.sealed_text.encode()).hexdigest() == seal.hash
    assert newest.sealed_text.startswith(f"{older.hash}\n")


def test_the_seals_can_be_taken_home_as_one_file(client):
    ledger.append_creation(make.make_unit(make.make_line()[2]), by=None)
    ledger.seal_through(clock.today() + timedelta(days=1))
    text = b"".join(client.get("/transparency.csv")).decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["日期"] for row in rows] == [f"{clock.today() + timedelta(days=day)}" for day in (0, 1)]
    for row in rows:
        content = {"count": int(row["记录数"]), "day": row["日期"], "entries": row["当日记录哈希"]}
        text = f"{row['前一日封印']}\n{json.dumps(content, separators=(',', ':'))}"
        assert hashlib.sha256(text.encode()).hexdigest() == row["当日封印"]


def test_seals_are_leafed_through_day_by_day(client, monkeypatch):
    monkeypatch.setattr(keyset, "PAGE_SIZE", 2)
    for number in range(5):
        day = date(2026, 1, 1 + number)
        DailySeal.objects.create(
            day=day, entry_count=0, entries_hash="a", previous_hash="b", hash=f"{number}"
        )
    first = client.get("/transparency/")
    second = client.get("/transparency/", {"after": first.context["page"].after})
    days = [[seal.day.day for seal in page.context["page"].rows] for page in (first, second)]
    assert days == [[5, 4], [3, 2]]
    assert (
        client.get("/transparency/", {"after": "broken"}).context["page"].rows == first.context["page"].rows
    )


def test_statistics_count_titles_that_are_held(client):
    county = make.make_line()[2]
    health = Industry.objects.create(code="health", name="卫生健康")
    make_title(make.make_unit(county), level=Level.CITY, star=1)
    make_title(make.make_unit(county), level=Level.CITY, star=3, state=TitleState.WARNED)
    make_title(make.make_unit(county, industry=health), level=Level.NATIONAL, star=3)
    make_title(make.make_unit(county, industry=None), level=Level.CITY, star=2, state=TitleState.REVOKED)
    page = client.get("/statistics/")
    shown = {
        chart.title: [(bar.label, bar.count, bar.per_cent) for bar in chart.bars]
        for chart in page.context["charts"]
    }
    assert shown == {
        "按级别": [("全国", 1, "33.3%"), ("地市级", 2, "66.6%")],
        "按星级": [("一星级", 1, "33.3%"), ("二星级", 0, "0.0%"), ("三星级", 2, "66.6%")],
        "按行业系统": [("税务", 2, "66.6%"), ("卫生健康", 1, "33.3%")],
    }
    assert '<progress value="1" max="2"' in page.content.decode()


def test_titles_of_units_without_industry_stand_last(client):
    make_title(make.make_unit(make.make_line()[2], industry=None))
    bars = client.get("/statistics/").context["charts"][2].bars
    assert [(bar.label, bar.count) for bar in bars] == [("未填写", 1)]


def test_without_any_title_the_charts_say_so(client):
    assert client.get("/statistics/").content.decode().count("还没有有效的称号") == 3
