"""The shipped duties D1–D17, and what their rows may say."""

import re
import tomllib
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from tests import factories as make
from tests.workspace.duties_world import make_duty, make_node
from workspace import counters
from workspace.enums import DutySubject
from workspace.models import ActivityType, Duty
from workspace.services.activity_types import load_activity_types
from workspace.services.duties import SHIPPED, load_duties

pytestmark = pytest.mark.django_db
ROWS = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["duties"]


def load() -> int:
    load_activity_types()
    return load_duties()


def test_all_seventeen_duties_are_shipped_with_their_clauses():
    assert load() == len(ROWS) == Duty.objects.count()
    assert {code.partition("-")[0] for code in Duty.objects.values_list("code", flat=True)} == {
        f"d{number}" for number in range(1, 18)
    }
    sources = ("工作指引", "中山市实施意见", "重庆某区通知")
    assert [duty.code for duty in Duty.objects.all() if not duty.clause.startswith(sources)] == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("d1-meeting", "每年至少 1 次"),
        ("d4-youth-home", "每年至少 4 场"),
        ("d5-innovations", "每年至少 3 项"),
        ("d6-open-event", "每月至少 1 次"),
        ("d7-open-week", "每年9月1日起 30 天内至少 1 次"),
        ("d9-lei-feng", "每年3月5日起 7 天内至少 1 次"),
        ("d9-youth-day", "每年5月4日起 7 天内至少 1 次"),
        ("d10-growth-cards", "每个创建周期，全体成员"),
        ("d16-self-assessment", "每半年至少 1 次"),
    ],
)
def test_quantities_in_words(code, words):
    load()
    assert Duty.objects.get(code=code).period_in_words == words


def test_september_has_its_theme():
    load()
    assert Duty.objects.get(code="d7-open-week").suggestion == "号声嘹亮·青年文明号向祖国报告"


def test_every_duty_that_is_counted_by_records_is_offered_for_a_kind_of_activity():
    load()
    by_duty = [duty for duty in Duty.objects.all() if counters.get(duty.counter).by_duty]
    assert [duty.code for duty in by_duty if not duty.activity_types.exists()] == []
    for duty in by_duty:
        kinds = set(duty.activity_types.values_list("for_committees", flat=True))
        assert kinds == {DutySubject(duty.subject).is_committee}


def test_loading_again_changes_nothing_that_staff_changed():
    load()
    duty = Duty.objects.get(code="d4-youth-home")
    duty.target, duty.is_active = 6, False
    duty.save()
    duty.activity_types.clear()
    Duty.objects.get(code="d8-daily-theme").delete()
    assert load() == 1
    duty.refresh_from_db()
    assert (duty.target, duty.is_active, duty.activity_types.count()) == (6, False, 0)


def test_a_committees_own_row_does_not_stand_for_the_national_one():
    make_duty("d4-youth-home", committee=make.make_line()[1])
    assert load() == len(ROWS)


def test_without_its_kind_of_activity_nothing_is_loaded():
    with pytest.raises(ActivityType.DoesNotExist):
        load_duties()
    assert Duty.objects.count() == 0


def test_the_command_says_what_it_added():
    out = StringIO()
    call_command("load_duties", stdout=out)
    call_command("load_duties", stdout=out)
    first, second = out.getvalue().splitlines()
    assert first.startswith(f"新增活动类型 {ActivityType.objects.count()} 个")
    assert first.endswith(f"创建任务 {len(ROWS)} 项")
    assert second == re.sub(r"\d+", "0", first)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"period": "node"}, "node_month"),
        ({"subject": "member", "counter": "growth_cards", "target": 2}, "target"),
        ({"subject": "committee"}, "counter"),
        ({"counter": "committee_activities"}, "counter"),
        ({"counter": "clicks"}, "counter"),
    ],
)
def test_rows_that_make_no_sense_are_refused_at_their_field(values, field):
    duty = Duty(**{"code": "x", "name": "x", "subject": "unit", "period": "year", "counter": "activities",
                   "clause": "示例", **values})  # fmt: skip
    with pytest.raises(ValidationError) as refused:
        duty.full_clean()
    assert list(refused.value.message_dict) == [field]


def test_a_sensible_node_is_taken():
    make_node().full_clean()
