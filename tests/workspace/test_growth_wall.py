"""The monthly wall sheet: only who agrees, at this moment; a posting counts once."""

from datetime import date

import pytest
import time_machine

from accounts.models import Message
from core import clock
from core.models import LedgerEntry
from tests.workspace.growth_world import make_world
from units.services import rosters
from workspace.models import GrowthGoal, GrowthPoint, Quote, WallPosting
from workspace.queries.growth_wall import wall_cards
from workspace.services import growth, wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(client):
    with time_machine.travel("2026-05-20 10:00+08:00"):
        world = make_world()
        client.force_login(world.captain)
        yield world


def names(world, month=date(2026, 5, 1)) -> list[str]:
    return [row.card.member.name for row in wall_cards(world.unit, month)]


def sheet(client, world, month="2026-05"):
    return client.get(f"/desk/units/{world.unit.pk}/growth/wall/{month}/")


def test_only_who_agrees_stands_on_it_and_withdrawing_holds_at_once(client, world):
    assert names(world) == []
    assert "还没有成员同意" in sheet(client, world).content.decode()
    wall.give_consent(world.cards[0])
    wall.give_consent(world.cards[2])
    assert names(world) == ["成员1", "成员3"]
    wall.withdraw_consent(world.cards[0])
    assert names(world) == ["成员3"]
    text = sheet(client, world).content.decode()
    assert ("成员1" in text, "成员3" in text) == (False, True)


def test_it_shows_goals_percent_partner_and_the_newest_quote_of_the_month(client, world):
    card = world.card
    wall.give_consent(card)
    growth.add_part(GrowthGoal(card=card, text="考取职称"))
    for day, percent in ((date(2026, 4, 30), 20), (date(2026, 5, 3), 35), (date(2026, 5, 19), 50)):
        growth.add_part(GrowthPoint(card=card, day=day, percent=percent))
    for day, text in (
        (date(2026, 4, 30), "四月"),
        (date(2026, 5, 2), "五月初"),
        (date(2026, 5, 18), "五月中"),
    ):
        growth.add_part(Quote(card=card, day=day, text=text))
    world.supporter()
    world.supporter(kind="fan", name="钱书记")
    growth.withdraw_supporter(world.supporter(name="停用的伙伴"))
    (may,), (april,) = wall_cards(world.unit, date(2026, 5, 1)), wall_cards(world.unit, date(2026, 4, 1))
    assert (may.percent, may.quote, may.partner) == (50, "五月中", "赵师傅")
    assert (april.percent, april.quote) == (20, "四月")
    text = sheet(client, world).content.decode()
    for shown in ("考取职称", "50%", "“五月中”", "赵师傅"):
        assert shown in text
    assert "钱书记" not in text


def test_who_left_is_not_on_it(world):
    wall.give_consent(world.card)
    world.leaves(world.card)
    assert names(world) == []


def test_a_posting_is_registered_once(client, world):
    wall.give_consent(world.card)
    address = f"/desk/units/{world.unit.pk}/growth/wall/2026-05/posted/"
    client.post(address)
    with time_machine.travel("2026-05-29 10:00+08:00"):
        client.post(address)
    posting = WallPosting.objects.get()
    assert (posting.month, posting.posted_on, posting.posted_by) == (
        date(2026, 5, 1),
        date(2026, 5, 20),
        world.captain,
    )
    assert LedgerEntry.objects.of(world.unit).filter(move="wall").count() == 1


@pytest.mark.parametrize("month", ["2026-06", "2026-13", "2026-00", "26-05", "2026-5"])
def test_months_to_come_and_no_months_are_404(client, world, month):
    assert sheet(client, world, month).status_code == 404


def test_neighbouring_months_are_linked_but_none_to_come(client, world):
    page = sheet(client, world, "2026-01")
    assert (page.context["before"], page.context["after"]) == (date(2025, 12, 1), date(2026, 2, 1))
    assert sheet(client, world).context["after"] is None


def test_withdrawing_after_the_sheet_was_put_up_asks_for_a_new_one(world):
    first, second = world.cards[:2]
    wall.give_consent(first)
    wall.give_consent(second)
    wall.withdraw_consent(second)
    assert not Message.objects.exists(), "nothing hung yet"
    wall.post_wall(world.unit, month=clock.today().replace(day=1), by=world.captain)
    wall.withdraw_consent(first)
    wall.withdraw_consent(first)
    message = Message.objects.get()
    assert message.recipient == world.captain
    assert "更换已张贴的公示表" in message.title
    assert first.member.name not in message.title + message.body


def test_the_sheet_costs_the_same_for_one_and_for_many(world, django_assert_num_queries):
    wall.give_consent(world.card)
    with django_assert_num_queries(5):
        wall_cards(world.unit, date(2026, 5, 1))
    for card in world.cards:
        wall.give_consent(card)
    with django_assert_num_queries(5):
        assert len(wall_cards(world.unit, date(2026, 5, 1))) == 4


def hang(world, month: date) -> None:
    wall.post_wall(world.unit, month=month, by=world.captain)


def test_last_months_sheet_hangs_until_the_new_one(world):
    for card in world.cards:
        wall.give_consent(card)
    hang(world, date(2026, 5, 1))
    with time_machine.travel("2026-06-02 10:00+08:00"):
        wall.withdraw_consent(world.cards[0])
        assert "/wall/2026-05/" in Message.objects.get().url
        hang(world, date(2026, 6, 1))
        wall.withdraw_consent(world.cards[1])
    asked = [message.url.rstrip("/")[-7:] for message in Message.objects.order_by("pk")]
    assert asked == ["2026-05", "2026-06"]


def test_agreement_to_an_older_wording_is_taken_back_from_the_wall_too(world):
    wall.give_consent(world.card)
    hang(world, date(2026, 5, 1))
    world.card.consents.update(wording="2020-01")
    wall.withdraw_consent(world.card)
    assert Message.objects.count() == 1


def test_who_agreed_after_the_sheet_was_put_up_does_not_stand_on_it(world):
    wall.give_consent(world.cards[0])
    hang(world, date(2026, 5, 1))
    with time_machine.travel("2026-05-25 10:00+08:00"):
        wall.give_consent(world.cards[1])
        wall.withdraw_consent(world.cards[1])
    assert not Message.objects.exists()


def test_a_deleted_card_and_a_member_who_leaves_come_off_the_wall(world):
    first, second, third = world.cards[:3]
    for card in (first, second):
        wall.give_consent(card)
    hang(world, date(2026, 5, 1))
    growth.delete_card(third, by=world.captain)
    assert not Message.objects.exists(), "did not stand on it"
    growth.delete_card(first, by=world.captain)
    rosters.leave(second.member, by=world.captain, on=clock.today())
    titles = [message.title for message in Message.objects.order_by("pk")]
    assert titles == [
        "有成员的计划卡已删除，请更换已张贴的公示表",
        "有成员离开了本集体，请更换已张贴的公示表",
    ]


def test_an_empty_sheet_is_not_registered(client, world):
    page = client.post(f"/desk/units/{world.unit.pk}/growth/wall/2026-05/posted/", follow=True)
    assert "公示表是空的" in page.content.decode()
    assert not WallPosting.objects.exists()


def test_the_first_month_has_none_before_it(client, world):
    assert sheet(client, world, "2000-01").context["before"] is None
