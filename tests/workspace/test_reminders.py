"""Reminders: when, to whom, in which words, and once — twice a day, and by two workers at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import Message
from core import clock
from tests import factories as make
from tests.journey import Journey
from tests.workspace.duties_world import (
    BOUND,
    everybody_stands,
    make_activity,
    make_bare_unit,
    make_duty,
    make_node,
)
from units.enums import OfficeRole, UnitRole
from units.models import Post, Unit
from workspace.models import DutyReminder
from workspace.services import reminders
from workspace.services.reminders import remind
from workspace.tasks import remind_of_duties

TODAY = date(2026, 11, 23)
NODE = "任务node（2026年9月1日至9月30日）"


@pytest.fixture
def unit(db, monkeypatch):
    """All units have duties; the captain's inbox is `said()`."""
    everybody_stands(monkeypatch, BOUND)
    monkeypatch.setattr(reminders, "_active_units", [Unit.objects.all])
    return make_bare_unit()


@pytest.fixture
def captain(unit):
    return make.make_captain(unit)


def said(user) -> list[list[str]]:
    """The lines of each message, oldest first."""
    return [message.body.splitlines() for message in Message.objects.filter(recipient=user).order_by("pk")]


@pytest.mark.parametrize(
    ("on", "line"),
    [
        (date(2026, 8, 17), None),
        (date(2026, 8, 18), "节点将到｜任务node（2026年9月1日至9月30日）：9月1日开始，还有 14 天"),
        (date(2026, 9, 15), None),
        (
            date(2026, 9, 16),
            "即将到期｜任务node（2026年9月1日至9月30日）：还差 1 次，2026年9月30日前完成（还有 14 天）",
        ),
        (
            date(2026, 10, 1),
            "已经逾期｜任务node（2026年9月1日至9月30日）：还差 1 次；当时已经开展的，补记后自动计入",
        ),
    ],
)
def test_a_node_is_announced_then_due_then_late(unit, captain, on, line):
    make_node()
    assert remind(on) == (1 if line else 0)
    assert said(captain) == ([[line]] if line else [])


def test_what_is_done_needs_no_reminder(unit, captain):
    duty = make_node()
    make_activity(unit, date(2026, 8, 20), duty)
    assert [remind(on) for on in (date(2026, 8, 25), date(2026, 9, 20), date(2026, 10, 1))] == [0, 0, 0]


def test_one_message_lists_all_that_there_is_to_say(unit, captain):
    make_duty("month", period="month", order=1)
    make_node(month=12, day=1, days=7, order=2)
    make_duty("year", order=3)
    assert remind(TODAY) == 1
    [message] = Message.objects.filter(recipient=captain)
    assert message.title == f"{unit}：3 项创建任务提醒"
    assert [line.partition("｜")[0] for line in message.body.splitlines()] == [
        "已经逾期",
        "即将到期",
        "节点将到",
    ]
    assert message.url == f"/desk/units/{unit.pk}/duties/"


def test_each_is_said_once(unit, captain):
    make_duty(period="month")
    assert [remind(TODAY), remind(TODAY), remind(TODAY + timedelta(days=1))] == [1, 0, 0]
    assert remind(date(2026, 12, 1)) == 1
    assert [len(lines) for lines in said(captain)] == [2, 1]
    assert DutyReminder.objects.count() == 3


def test_a_new_occasion_is_said_without_the_old_ones(unit, captain):
    make_duty("month", period="month")
    remind(TODAY)
    make_duty("soon", period="month")
    remind(TODAY)
    assert [len(lines) for lines in said(captain)] == [2, 2]
    assert all("任务soon" in line for line in said(captain)[1])


def test_every_keeper_of_the_unit_reads_it_and_nobody_else(unit, captain):
    deputy = make.make_captain(unit, UnitRole.DEPUTY)
    former = make.make_captain(unit, UnitRole.FILLER)
    Post.objects.filter(user=former).update(ends_on=TODAY - timedelta(days=400))
    inactive = make.make_captain(unit, UnitRole.FILLER, is_active=False)
    other = make.make_captain(make.make_unit(unit.committee))
    make_duty(period="month")
    assert remind(TODAY) == 2
    found = {user: len(said(user)) for user in (captain, deputy, former, inactive, other)}
    assert found == {captain: 1, deputy: 1, former: 0, inactive: 0, other: 1}


def test_a_unit_without_keepers_is_reminded_once_somebody_keeps_it(unit):
    make_duty(period="month")
    assert remind(TODAY) == 0
    captain = make.make_captain(unit)
    assert remind(TODAY) == 1
    assert len(said(captain)) == 1


def test_officers_hear_of_their_committees_duties_wherever_units_below_have_some(unit):
    county, city = unit.committee, unit.committee.parent
    officer, auditor = make.make_officer(city), make.make_officer(city, OfficeRole.AUDITOR)
    elsewhere = make.make_officer(make.make_committee("邻市团委", "city", parent=city.parent))
    make_duty(subject="committee", counter="committee_activities")
    below = make.make_officer(county)
    assert remind(date(2026, 12, 20)) == 2
    assert [len(said(user)) for user in (officer, below, auditor, elsewhere)] == [1, 1, 0, 0]
    [message] = Message.objects.filter(recipient=officer)
    assert message.url == f"/admin/workspace/duty/years/{city.pk}/2026/"
    assert remind(date(2026, 12, 20)) == 0


def test_units_come_in_chunks_and_none_twice(unit, captain, monkeypatch):
    monkeypatch.setattr(reminders, "AT_ONCE", 2)
    others = [make.make_captain(make.make_unit(unit.committee, members=1, young=1)) for _ in range(4)]
    make_duty(period="month")
    assert remind(TODAY) == 5
    assert [len(said(user)) for user in (captain, *others)] == [1] * 5


def test_only_units_that_create_or_hold_a_title_are_reminded(journey):
    make_duty(period="month")
    soon = clock.today() + timedelta(days=40)
    journey.candidacy("filed")
    assert remind(soon) == 0
    journey.take(journey.unit.candidacies.get(), "creating")
    assert remind(soon) == 1


def test_a_dissolved_unit_is_left_alone(journey):
    make_duty(period="month")
    journey.candidacy("creating")
    Unit.objects.update(dissolved_on=clock.today())
    assert remind(clock.today() + timedelta(days=40)) == 0


def test_the_task_reminds_of_today(unit, captain):
    make_duty(
        subject="unit", period="node", node_month=clock.today().month, node_day=clock.today().day, node_days=1
    )
    remind_of_duties()
    assert len(said(captain)) == 1


def test_the_number_of_questions_does_not_grow_with_the_units(unit, captain, django_assert_num_queries):
    make_duty(period="month")
    make_duty("home", counter="youth_home_sessions")
    quiet = date(2026, 11, 5)
    remind(quiet)
    with django_assert_num_queries(20):
        assert remind(quiet) == 0
    for _ in range(2):
        make.make_captain(make.make_unit(unit.committee, members=1, young=1))
    remind(quiet)
    with django_assert_num_queries(20):
        assert remind(quiet) == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_say_it_once(monkeypatch):
    everybody_stands(monkeypatch, BOUND)
    monkeypatch.setattr(reminders, "_active_units", [Unit.objects.all])
    world = Journey()
    captains = [world.captain, *(world.another_team()["captain"] for _ in range(4))]
    make_duty(period="month")
    make_duty("year")
    barrier = Barrier(4)

    def run() -> int:
        try:
            barrier.wait(timeout=30)
            return remind(date(2026, 12, 20))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        sent = [future.result() for future in [pool.submit(run) for _ in range(4)]]
    lines = [line for captain in captains for message in said(captain) for line in message]
    assert sum(sent) == Message.objects.filter(recipient__in=captains).count()
    assert len(lines) == len(set(lines)) * len(captains) == DutyReminder.objects.count() == 15
