"""Changing rules: told old → new, and never under units that were filed by them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from zeal import zeal_ignore

from core import clock
from core.models import LedgerEntry
from creation_cycle.models import RuleSet
from creation_cycle.services import rule_sets
from tests import factories as make
from tests.admin.forms import page, posted

pytestmark = pytest.mark.django_db
APPLIED = "已有集体按本规则备案，不能修改；请以新版本替代"


@pytest.fixture
def quota(journey):
    return journey.rule_set.setting("new_per_body")


def save(client, rule_set, **change):
    data = posted(client, page(rule_set))
    with zeal_ignore():  # Django's formset reads each of its rows
        return client.post(page(rule_set), {**data, **change})


def row_of(rule_set, setting) -> int:
    return list(rule_set.settings.all()).index(setting)


def test_a_changed_threshold_is_told_old_and_new(journey, quota, as_user):
    row = row_of(journey.rule_set, quota)
    change = {f"settings-{row}-limit": "99", f"settings-{row}-severity": "advisory", "name": "新名称"}

    assert save(as_user(journey.officer), journey.rule_set, **change).status_code == 302

    quota.refresh_from_db()
    assert quota.limit == 99
    note = LedgerEntry.objects.of(journey.rule_set).last().note
    assert note.split("；") == [
        "名称：示例规则 → 新名称",
        "新申报名额：5 → 99",
        "新申报名额（约束力）：硬性条件 → 提示",
    ]


def test_added_and_removed_rules_are_told(journey, quota, as_user):
    rule_set, row = journey.rule_set, row_of(journey.rule_set, quota)
    count = rule_set.settings.count()
    added = {
        "settings-TOTAL_FORMS": count + 1,
        f"settings-{count}-rule": "filed_per_recognised", f"settings-{count}-limit": "3",
        f"settings-{count}-stage": "filing", f"settings-{count}-severity": "hard",
        f"settings-{count}-clause": "示例条款",
    }  # fmt: skip

    save(as_user(journey.officer), rule_set, **added, **{f"settings-{row}-DELETE": "on"})

    note = LedgerEntry.objects.of(rule_set).last().note
    label = rule_set.setting("filed_per_recognised").get_rule_display()
    assert note.split("；") == ["删去新申报名额", f"新增{label}：3"]


def test_rules_that_units_were_filed_by_are_fixed(journey, quota, as_user):
    client, row = as_user(journey.officer), row_of(journey.rule_set, quota)
    assert APPLIED not in client.get(page(journey.rule_set)).text
    journey.candidacy("filed")
    assert APPLIED in client.get(page(journey.rule_set)).text

    change = {f"settings-{row}-limit": "99", "effective_to": "2021-01-01", "name": "新名称"}
    assert save(client, journey.rule_set, **change).status_code == 302

    quota.refresh_from_db()
    rule_set = RuleSet.objects.get(pk=journey.rule_set.pk)
    assert (quota.limit, rule_set.effective_to, rule_set.name) == (Decimal(5), None, "新名称")


def test_a_new_version_takes_the_place_of_fixed_rules_and_can_be_edited(journey, quota, as_user):
    journey.candidacy("filed")
    client = as_user(journey.officer)
    url = reverse("admin:creation_cycle_ruleset_copy", args=[journey.rule_set.pk])
    assert f'action="{url}"' in client.get(page(journey.rule_set)).text

    response = client.post(url)

    old, new = RuleSet.objects.get(pk=journey.rule_set.pk), RuleSet.objects.get(version=2)
    today = clock.today()
    assert response.url == page(new)
    assert (old.effective_to, new.effective_from) == (today - timedelta(days=1), today)
    assert [str(s) for s in new.settings.all()] == [str(s) for s in old.settings.all()]
    assert APPLIED not in client.get(page(new)).text
    picked = RuleSet.objects.pick(committee=journey.city, level="city", industry=None, day=today)
    assert picked == new
    assert [e.note for e in LedgerEntry.objects.of(new)] == ["由第 1 版复制"]
    assert [e.note for e in LedgerEntry.objects.of(old)] == ["由第 2 版替代"]


def test_a_version_replaced_on_its_first_day_leaves_the_younger_one_binding(journey):
    second = rule_sets.supersede(journey.rule_set, by=journey.officer)
    third = rule_sets.supersede(second, by=journey.officer)

    today = clock.today()
    assert (second.effective_to, third.effective_from, third.version) == (today, today, 3)
    assert third.code == f"{journey.rule_set.code}-v3"
    picked = RuleSet.objects.pick(committee=journey.city, level="city", industry=None, day=today)
    assert picked == third


def test_only_officers_of_the_own_committee_make_a_new_version(journey, people, as_user):
    url = reverse("admin:creation_cycle_ruleset_copy", args=[journey.rule_set.pk])
    assert as_user(people["elsewhere"]).post(url).status_code == 403
    assert as_user(people["officer"]).get(url).status_code == 405
    reference = make.make_rule_set(None, level="city")
    shipped = reverse("admin:creation_cycle_ruleset_copy", args=[reference.pk])
    assert as_user(people["officer"]).post(shipped).status_code == 403
    assert RuleSet.objects.filter(version=2).count() == 0
