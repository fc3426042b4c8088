"""Versions: opened by moves, by hand and by the half-year, copied, completed once, reminded of once."""

from datetime import date, datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Message
from core.lifecycle import TransitionBlocked
from core.models import LedgerEntry
from core.services import ledger
from creation_cycle.models import SelfAssessment
from creation_cycle.queries.evidence import record_keys
from creation_cycle.queries.self_assessments import entries_of
from creation_cycle.services.self_assessment_entries import keep_answers
from creation_cycle.services.self_assessments import ask_by, complete, open_version, remind
from creation_cycle.tasks import ask_for_self_assessments
from tests.creation_cycle.self_assessment_world import KindsWorld, make_activity, make_innovation
from tests.journey import Journey, fill_self_assessment
from units.enums import UnitRole

pytestmark = pytest.mark.django_db


def on(day: str):
    return time_machine.travel(datetime.fromisoformat(f"{day}T09:00+08:00"), tick=False)


def versions(candidacy) -> list[tuple]:
    return list(candidacy.self_assessments.order_by("number").values_list("number", "note", "due_on"))


def titles() -> list[str]:
    found = Message.objects.filter(title__contains="自查自评").order_by("pk").values_list("title", flat=True)
    return [title.split("：", 1)[1] for title in found]


@pytest.mark.parametrize(
    ("begun", "due"),
    [
        ("2026-03-02", date(2026, 6, 30)),
        ("2026-05-31", date(2026, 6, 30)),
        ("2026-06-01", date(2026, 12, 31)),
        ("2026-12-20", date(2027, 6, 30)),
    ],
)
def test_creation_begins_with_a_version_due_at_the_end_of_the_half_year(begun, due):
    with on(begun):
        creating = Journey().candidacy("creating")
        assert versions(creating) == [(1, "启动创建", due)]
        assert creating.present_self_assessment.entries.count() == 7


def test_every_half_year_asks_once_and_reminds_once():
    with on("2026-03-02"):
        creating = Journey().candidacy("creating")
        ask_for_self_assessments()
        assert titles() == [], "the first version covers this half-year"
    with on("2026-06-16"):
        ask_for_self_assessments()
        ask_for_self_assessments()
        assert titles() == ["自查自评还未完成，期限为2026年6月30日"]
        fill_self_assessment(creating, by=creating.unit.posts.get().user)
        complete(creating, by=creating.unit.posts.get().user)
    with on("2026-07-01"):
        ask_for_self_assessments()
        ask_for_self_assessments()
        assert titles()[1:] == ["2026年下半年自查自评请于2026年12月31日前完成"]
        assert versions(creating)[1:] == [(2, "2026年下半年自查自评", date(2026, 12, 31))]


def test_a_version_that_is_overdue_is_finished_first():
    with on("2026-03-02"):
        creating = Journey().candidacy("creating")
    with on("2026-07-01"):
        assert ask_by(date(2026, 7, 1)) == 0
        assert creating.present_self_assessment.is_overdue
        fill_self_assessment(creating, by=creating.unit.posts.get().user)
        complete(creating, by=creating.unit.posts.get().user)
        assert ask_by(date(2026, 7, 1)) == 1


def test_an_open_version_without_a_deadline_takes_the_half_years_over():
    with on("2026-03-02"):
        world = Journey()
        creating = world.candidacy("creating")
        world.assess_themselves(creating, world.captain)
        open_version(creating, note="主动更新")
    with on("2026-07-01"):
        assert ask_by(date(2026, 7, 1)) == 1
        assert versions(creating)[1:] == [(2, "主动更新", date(2026, 12, 31))]


def test_only_creating_units_are_asked_and_reminded():
    with on("2026-03-02"):
        world = Journey()
        world.candidacy("applied")
        world.candidacy("submitted", **world.another_team())
    with on("2026-12-20"):
        assert (ask_by(date(2026, 12, 20)), remind(date(2026, 12, 20))) == (0, 0)


def test_whoever_falls_short_goes_on_with_a_copy():
    world = Journey()
    assessing = world.candidacy("assessing")
    not_met = world.to_met(assessing, world.captain, lost=5)
    assert not_met.state == "not_met"
    first, second = not_met.self_assessments.order_by("number")
    assert not_met.judged_self_assessment == first
    assert (second.is_open, second.note) == (True, "考核未达标，整改后更新")
    told = [[(e.item_id, e.points, e.evidence) for e in entries_of(version)] for version in (first, second)]
    assert told[0] == told[1]


def test_a_copy_keeps_records_and_counts_system_data_anew():
    world = KindsWorld()
    activity = make_activity(world.unit, world.captain)
    given = {world.items["创建特色"].pk: {"points": 9, "records": [f"activities-{activity.pk}"]}}
    keep_answers(world.creating, by=world.captain, answers=given, seen={})
    fill_self_assessment(world.creating, by=world.captain)
    complete(world.creating, by=world.captain)
    for number in range(3):
        make_innovation(world.unit, world.captain, f"作品{number}")
    open_version(world.creating, note="主动更新")
    entry = world.entry("创建特色")
    assert record_keys([entry]) == {entry.pk: {f"activities-{activity.pk}"}}
    assert (world.entry("创新作品").points, "3 项 / 4 项" in world.entry("创新作品").measured) == (3.75, True)
    frozen = world.creating.self_assessments.get(number=1).entries.get(item=world.items["创新作品"])
    assert frozen.points == 0, "what was completed keeps what was counted then"


def test_opening_twice_gives_the_same_version():
    world = Journey()
    creating = world.candidacy("creating")
    assert open_version(creating, note="再开") == creating.present_self_assessment
    assert SelfAssessment.objects.count() == 1


def test_two_open_versions_cannot_be_stored():
    creating = Journey().candidacy("creating")
    with pytest.raises(IntegrityError), transaction.atomic():
        SelfAssessment.objects.create(candidacy=creating, number=2)


def test_a_completed_version_refuses_answers_and_a_second_completion():
    world = Journey()
    creating = world.candidacy("creating")
    world.assess_themselves(creating, world.captain)
    item = creating.standard.items.first().pk
    with pytest.raises(TransitionBlocked, match="已经完成"):
        keep_answers(creating, by=world.captain, answers={item: {"points": 1}}, seen={})
    with pytest.raises(TransitionBlocked, match="已经完成"):
        complete(creating, by=world.captain)


def test_completion_is_the_captains_and_stands_in_the_ledger():
    world = Journey()
    creating = world.candidacy("creating")
    fill_self_assessment(creating, by=world.captain)
    with pytest.raises(PermissionDenied):
        complete(creating, by=world.helper(UnitRole.FILLER))
    version = complete(creating, by=world.helper(UnitRole.DEPUTY))
    [entry] = LedgerEntry.objects.of(version)
    assert (entry.label, entry.note) == ("完成自查自评", f"{creating}，第 1 版，合计 100 分")
    assert (version.total, entry.digest) == (100, ledger.row_digest(version))
    assert list(ledger.broken_entries()) == []


def test_items_of_another_standard_are_refused():
    world = KindsWorld()
    foreign = world.city.standards.get(version=1).items.first()
    with pytest.raises(KeyError, match=str(foreign.pk)):
        keep_answers(world.creating, by=world.captain, answers={foreign.pk: {"points": 1}}, seen={})
