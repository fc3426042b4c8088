"""Cards and what is written on them, and that everything stops when the member has left."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from core import clock
from core.models import LedgerEntry
from tests.workspace.growth_world import make_world, span
from units.models import Member
from workspace.models import GrowthCard, GrowthComment, GrowthGoal, GrowthPoint, Quote
from workspace.services import growth

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def point(card, percent=30, days_ago=0):
    return growth.add_part(
        GrowthPoint(card=card, day=clock.today() - timedelta(days=days_ago), percent=percent)
    )


def test_everybody_gets_one_card_and_the_unit_a_line_without_names(world):
    assert [card.member.name for card in world.cards] == ["成员1", "成员2", "成员3", "成员4"]
    entry = LedgerEntry.objects.of(world.unit).get()
    assert (entry.label, entry.note, entry.actor) == ("青年成长计划卡", "建卡 4 张", world.captain)


def test_making_cards_again_adds_only_for_who_has_none(world):
    assert growth.make_cards(world.unit, by=world.captain, **span()) == 0
    Member.objects.create(unit=world.unit, name="新来的", birth_date=date(1998, 5, 1))
    assert growth.make_cards(world.unit, by=world.captain, **span()) == 1
    assert GrowthCard.objects.of(world.unit).count() == 5


def test_a_card_for_other_days_is_another_card(world):
    later = {name: day + timedelta(days=1000) for name, day in span().items()}
    assert growth.make_cards(world.unit, by=world.captain, **later) == 4


def test_who_has_left_gets_none_and_their_card_can_only_be_read(world):
    goal = growth.add_part(GrowthGoal(card=world.card, text="考取职称"))
    world.leaves(world.card)
    card = GrowthCard.objects.get(pk=world.card.pk)
    assert not card.is_open
    assert list(GrowthCard.objects.open()) == list(GrowthCard.objects.exclude(pk=card.pk))
    for write in (
        lambda: growth.add_part(GrowthGoal(card=card, text="新目标")),
        lambda: growth.change_part(goal, text="改"),
        lambda: growth.remove_part(goal),
        lambda: growth.mark_goal(goal, done=True),
        lambda: growth.change_card(card, summary="总结"),
        lambda: growth.renew_link(card),
    ):
        with pytest.raises(ValidationError, match="成员已离开本集体"):
            write()
    assert list(card.goals.values_list("text", "done_on")) == [("考取职称", None)]


def test_one_point_a_day(world):
    point(world.card)
    with pytest.raises(ValidationError, match="这一天已经记录过进度"):
        point(world.card, percent=40)
    point(world.cards[1], percent=40)
    assert list(world.card.points.values_list("percent", flat=True)) == [30]


def test_a_goal_is_done_once_and_can_be_taken_back(world):
    goal = growth.add_part(GrowthGoal(card=world.card, text="考取职称"))
    growth.mark_goal(goal, done=True)
    day = clock.today()
    with time_machine.travel(clock.now() + timedelta(days=3)):
        growth.mark_goal(goal, done=True)
    goal.refresh_from_db()
    assert goal.done_on == day
    growth.mark_goal(goal, done=False)
    goal.refresh_from_db()
    assert goal.done_on is None


def test_a_new_link_stops_the_old_one_and_brings_a_withdrawn_supporter_back(world):
    supporter = world.supporter()
    old = supporter.token
    growth.withdraw_supporter(supporter)
    supporter.refresh_from_db()
    assert not supporter.is_active
    growth.renew_link(supporter)
    supporter.refresh_from_db()
    assert supporter.is_active
    assert supporter.token != old


def test_a_comment_goes_within_ten_minutes_only(world):
    supporter = world.supporter()
    first = growth.comment(supporter, text="继续加油", point=point(world.card))
    with time_machine.travel(first.at + timedelta(minutes=10), tick=False):
        growth.retract(first)
    assert not GrowthComment.objects.exists()
    second = growth.comment(supporter, text="加油")
    with (
        time_machine.travel(second.at + timedelta(minutes=10, seconds=1), tick=False),
        pytest.raises(ValidationError, match="超过 10 分钟"),
    ):
        growth.retract(second)
    assert GrowthComment.objects.get() == second


def test_deleting_a_card_leaves_nothing_of_it_and_a_line_without_names(world):
    supporter = world.supporter()
    growth.comment(supporter, text="加油", point=point(world.card))
    growth.add_part(Quote(card=world.card, text="脚踏实地"))
    growth.delete_card(world.card, by=world.captain)
    assert not GrowthComment.objects.exists()
    assert not Quote.objects.exists()
    notes = LedgerEntry.objects.of(world.unit).values_list("note", flat=True)
    assert list(notes) == ["建卡 4 张", "删除 1 张"]
