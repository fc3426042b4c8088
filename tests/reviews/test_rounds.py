"""Assigning with form, delegate and replacement; rounds that open on their day; sheets locked when one closes."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied

from accounts.models import Message
from core import clock
from core.lifecycle import TransitionBlocked, perform
from reviews.enums import RoundPhase
from reviews.models import Round, RoundPart, ScoreSheet
from reviews.services import rounds
from reviews.tasks import open_rounds
from tests import factories as make


@pytest.fixture
def applied(world):
    return world.candidacy("applied")


def assign(world, candidacy, reviewer=None, **more):
    return rounds.assign(world.round, candidacy, reviewer or world.reviewer, by=world.officer, **more)


def refused(world, candidacy, reviewer=None, **more) -> str:
    with pytest.raises(TransitionBlocked) as blocked:
        assign(world, candidacy, reviewer, **more)
    return str(blocked.value)


def test_the_form_that_counts_most_is_meant_unless_another_is_named(world, applied):
    site = RoundPart.objects.create(round=world.round, kind="site", weight=30)
    assert assign(world, applied).part == world.round.main_part
    assert assign(world, applied, part=site).part == site, "one person may assess in two forms"


def test_the_same_seat_is_given_once(world, applied):
    assign(world, applied)
    assert "已指派给这个集体" in refused(world, applied)


def test_a_form_of_another_round_is_refused(world, applied):
    foreign = make.make_round(world.cycle, state="planned").main_part
    assert "不属于本轮考核" in refused(world, applied, part=foreign)


def test_an_account_that_is_closed_assesses_nothing(world, applied):
    get_user_model().objects.filter(pk=world.reviewer.pk).update(is_active=False)
    world.reviewer.refresh_from_db()
    assert "账号已停用" in refused(world, applied)


def test_a_unit_does_not_assess_itself(world, applied):
    assert "集体不能评审自己" in refused(world, applied, on_behalf_of=applied.unit)


def test_a_replacement_takes_the_place_of_who_stepped_back_once(world, applied):
    first = assign(world, applied)
    second = make.make_user()
    assert "不能接替" in refused(world, applied, second, replaces=first)
    first = perform(first, "decline", by=world.reviewer, note="出差")
    replacement = assign(world, applied, second, replaces=first)
    assert replacement.replaces == first
    assert replacement.history.first().note == f"接替{world.reviewer}"
    assert "已有人接替" in refused(world, applied, make.make_user(), replaces=first)


def planned(world, opens: int = 0) -> Round:
    day = clock.today() + timedelta(days=opens)
    return make.make_round(world.cycle, state="planned", opens_on=day, closes_on=day + timedelta(days=20))


def test_a_planned_round_opens_on_its_day_by_itself_and_its_officers_hear_of_it(world):
    round_ = planned(world, opens=1)
    open_rounds()
    round_.refresh_from_db()
    assert round_.state == "planned"
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        open_rounds()
        open_rounds()
    round_ = Round.objects.get(pk=round_.pk)
    assert round_.state == "open"
    assert [entry.move for entry in round_.history] == ["create", "open_on_day"]
    assert [m.recipient for m in Message.objects.filter(title__startswith="考核已按期开始")] == [
        world.officer
    ]


def test_a_round_waits_for_the_one_before_it(world):
    world.open_round()
    round_ = planned(world)
    open_rounds()
    round_.refresh_from_db()
    assert round_.state == "planned"


def test_nobody_opens_a_round_in_the_portals_name(world):
    with pytest.raises(PermissionDenied):
        perform(planned(world), "open_on_day", by=make.make_user(is_superuser=True))


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (-1, RoundPhase.PREPARING),
        (0, RoundPhase.SCORING),
        (20, RoundPhase.SCORING),
        (21, RoundPhase.MODERATING),
    ],
)
def test_the_dates_say_the_phase(world, day, phase):
    round_ = planned(world)
    Round.objects.filter(pk=round_.pk).update(state="open")
    with time_machine.travel(clock.now() + timedelta(days=day), tick=False):
        assert Round.objects.get(pk=round_.pk).phase == phase


def test_a_round_does_not_close_over_an_open_sheet(world):
    world.candidacy("assessing")
    with pytest.raises(TransitionBlocked, match="还有 1 份未提交"):
        perform(world.round, "close", by=world.officer)


def test_closing_locks_every_sheet_that_was_handed_in(world):
    candidacy = world.candidacy("assessing")
    world.score(candidacy)
    round_ = world.round
    perform(round_, "close", by=world.officer)
    sheet = ScoreSheet.objects.get()
    assert (sheet.state, sheet.history.last().move) == ("locked", "lock")
    assert Round.objects.get(pk=round_.pk).phase == RoundPhase.OVER
    with pytest.raises(TransitionBlocked, match="当前状态为“已锁定”"):
        perform(sheet, "reopen", by=world.officer, note="理由")
