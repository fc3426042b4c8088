"""Events: signing up, waiting, ages and overlaps, attendance, cancelling, verifying."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Message
from core import clock
from core.lifecycle import TransitionBlocked, blockers, perform
from tests.volunteers.register_world import identity_number
from tests.volunteers.service_world import Service, at, make_event, make_shift
from volunteers.event_enums import EventState, SignUpState
from volunteers.models import HoursEntry
from volunteers.services import attendance, sign_ups

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return Service()


def said(blocked) -> str:
    return "；".join(str(finding) for finding in blocked.value.findings)


def test_who_comes_third_waits_and_moves_up_when_a_place_becomes_free(world):
    first, second, third = (world.volunteer(name) for name in ("甲一", "乙二", "丙三"))
    rows = [world.sign(volunteer) for volunteer in (first, second, third)]
    assert [row.state for row in rows] == ["signed", "signed", "waiting"]

    perform(rows[0], "withdraw", by=first.user)

    rows[2].refresh_from_db()
    assert rows[2].state == SignUpState.SIGNED
    assert Message.objects.filter(recipient=third.user, title__startswith="候补转正").count() == 1
    assert not Message.objects.filter(recipient=second.user).exists()


def test_nobody_serves_at_two_places_at_one_time(world):
    volunteer = world.volunteer()
    world.sign(volunteer)
    other = make_event(world.team, title="河堤清洁")
    make_shift(other, start=11)
    make_shift(other, start=12)
    perform(other, "recruit", by=world.steward)
    clashing, following = other.shifts.all()

    with pytest.raises(TransitionBlocked) as blocked:
        world.sign(volunteer, clashing)
    assert "与您已报名的“敬老院陪伴”" in said(blocked)
    assert world.sign(volunteer, following).state == SignUpState.SIGNED


@pytest.mark.parametrize(("birth", "ok"), [(date(1990, 1, 1), True), (date(2015, 1, 1), False)])
def test_age_on_the_day_of_the_shift(world, birth, ok):
    event = make_event(world.team, min_age=16, title="夜间巡护")
    shift = make_shift(event, start=18)
    perform(event, "recruit", by=world.steward)
    volunteer = world.volunteer(birth_date=birth, identity_number=identity_number(birth))
    if ok:
        assert world.sign(volunteer, shift).state == SignUpState.SIGNED
        return
    with pytest.raises(TransitionBlocked) as blocked:
        world.sign(volunteer, shift)
    assert "要求 16 周岁以上" in said(blocked)


def test_for_others_signs_up_only_who_runs_the_organisation(world):
    volunteer, stranger = world.volunteer("甲一"), world.volunteer("乙二")
    with pytest.raises(PermissionDenied):
        sign_ups.sign_up(world.shift, volunteer, by=stranger.user)
    assert sign_ups.sign_up(world.shift, volunteer, by=world.steward).state == SignUpState.SIGNED


def test_a_code_from_yesterdays_photo_is_refused(world, monkeypatch):
    code = attendance.code_of(world.shift)
    assert attendance.shift_of(code) == world.shift
    with pytest.raises(attendance.CodeOver, match="无效"):
        attendance.shift_of(code + "x")
    monkeypatch.setattr(attendance, "CODE_SECONDS", -1)
    with pytest.raises(attendance.CodeOver, match="已过期"):
        attendance.shift_of(code)


def test_scanning_twice_means_in_and_out(world):
    volunteer = world.volunteer()
    world.sign(volunteer)
    with clock.pretend(world.shift.starts_at + timedelta(minutes=1)):
        row = attendance.scan(world.shift, volunteer)
        assert (row.state, row.way) == (SignUpState.PRESENT, "scan")
    world.event.refresh_from_db()
    assert world.event.state == EventState.RUNNING
    with world.after(2):
        row = attendance.scan(world.shift, volunteer)
    assert row.state == SignUpState.DONE
    assert row.minutes == 119
    with pytest.raises(ValidationError, match="不在这个场次"):
        attendance.scan(world.shift, world.volunteer("乙二"))


def test_time_outside_of_the_shift_is_the_way_there_and_back(world):
    row = world.sign(world.volunteer())
    with world.after(5):
        row = world.serve(row, start=8, hours=5)
        assert row.minutes == 180
        row = attendance.set_times(
            row, by=world.steward, came=row.checked_in_at, went=row.checked_out_at, deducted=30
        )
    assert row.minutes == 150


def test_ticks_that_arrive_late_or_twice_are_taken_once(world):
    row = world.sign(world.volunteer())
    day = world.shift.starts_at.date()
    with world.after():
        for _ in range(2):
            row = attendance.tick(row, "check_in", by=world.steward, at=at(day, 9.5))
            row = attendance.tick(row, "check_out", by=world.steward, at=at(day, 11))
    assert row.minutes == 90
    assert row.history.filter(move="check_in").count() == 1


def test_cancelling_tells_everybody_with_the_reason(world):
    volunteers = [world.volunteer(name) for name in ("甲一", "乙二", "丙三")]
    rows = [world.sign(volunteer) for volunteer in volunteers]
    perform(world.event, "cancel", by=world.steward, note="暴雨预警，活动取消")
    for row in rows:
        row.refresh_from_db()
        assert row.state == SignUpState.DROPPED
    told = Message.objects.filter(title="活动取消：敬老院陪伴", body__contains="暴雨预警")
    assert set(told.values_list("recipient", flat=True)) == {v.user_id for v in volunteers}


def test_whoever_handed_the_list_in_does_not_verify_it(world):
    row, absent = world.sign(world.volunteer("甲一")), world.sign(world.volunteer("乙二"))
    with world.after():
        world.serve(row)
        perform(world.event, "complete", by=world.steward)
        [reason] = blockers(
            world.event.__class__.objects.get(pk=world.event.pk), "verify_hours", world.steward
        )
        assert "须由另一名管理人员核实" in reason.text
        event = perform(world.event, "verify_hours", by=world.second_steward)
    absent.refresh_from_db()
    assert absent.state == SignUpState.ABSENT
    [entry] = HoursEntry.objects.all()
    assert (entry.minutes, entry.volunteer, entry.event) == (180, row.volunteer, event)


def test_an_event_is_not_handed_in_while_somebody_is_still_there(world):
    row = world.sign(world.volunteer())
    with world.after():
        attendance.tick(row, "check_in", by=world.steward)
        with pytest.raises(TransitionBlocked) as blocked:
            perform(world.event, "complete", by=world.steward)
    assert "还有 1 人没有签退" in said(blocked)


def test_strangers_organise_nothing(world):
    for user in (world.foreign_officer, world.volunteer().user):
        with pytest.raises(PermissionDenied):
            perform(world.event, "cancel", by=user, note="不行")
