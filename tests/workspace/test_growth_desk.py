"""The keepers' pages of growth cards: lists, one card, its parts; without JavaScript."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from tests import factories as make
from tests.workspace.growth_world import make_world
from workspace.models import GrowthCard, GrowthGoal, GrowthPoint, Quote
from workspace.services import growth, wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(client):
    world = make_world()
    client.force_login(world.captain)
    return world


@pytest.fixture
def home(world) -> str:
    return reverse("workspace:growth_card", args=[world.unit.pk, world.card.pk])


def text_of(response) -> str:
    return response.content.decode()


def rows(client, world) -> list[tuple]:
    page = client.get(f"/desk/units/{world.unit.pk}/growth/")
    return [
        (row.member.name, row.state, row.card.percent, row.card.has_partner, row.card.has_fan, row.card.has_consent)
        for row in page.context["rows"]
        if row.card
    ]  # fmt: skip


def test_the_list_says_of_everybody_how_far_they_are(client, world):
    first, second, third, _ = world.cards
    today = clock.today()
    growth.add_part(GrowthPoint(card=first, day=today - timedelta(days=9), percent=20))
    growth.add_part(GrowthPoint(card=first, day=today, percent=45))
    world.supporter(card=first)
    growth.withdraw_supporter(world.supporter(card=first, kind="fan", name="钱书记"))
    wall.give_consent(second)
    growth.change_card(third, summary="完成了全部目标")
    assert rows(client, world) == [
        ("成员1", "进行中", 45, True, False, False),
        ("成员2", "进行中", None, False, False, True),
        ("成员3", "已总结", None, False, False, False),
        ("成员4", "进行中", None, False, False, False),
    ]


def test_who_has_no_card_stands_there_too_and_gets_one_with_one_click(client, world):
    GrowthCard.objects.all().delete()
    page = client.get(f"/desk/units/{world.unit.pk}/growth/")
    assert [row.state for row in page.context["rows"]] == ["无卡"] * 4
    assert "4 人还没有计划卡" in text_of(page)
    address = f"/desk/units/{world.unit.pk}/growth/cards/new/"
    form = client.get(address).context["form"]
    days = {name: form.get_initial_for_field(form.fields[name], name) for name in form.fields}
    client.post(address, days)
    assert {card.starts_on for card in GrowthCard.objects.all()} == {days["starts_on"]}
    assert GrowthCard.objects.count() == 4


def test_cards_follow_the_creation_cycle_where_there_is_one(client, journey):
    journey.candidacy("filed")
    client.force_login(journey.captain)
    address = f"/desk/units/{journey.unit.pk}/growth/cards/new/"
    form = client.get(address).context["form"]
    assert form.initial == {"starts_on": journey.cycle.filing_opens_on, "ends_on": journey.cycle.closes_on}
    today = clock.today()
    for values, sentence in (
        ({"starts_on": today, "ends_on": today}, "结束日期须晚于开始日期"),
        ({"starts_on": "2020-01-01", "ends_on": "2021-12-31"}, "结束日期已过"),
    ):
        assert sentence in text_of(client.post(address, values))
    assert not GrowthCard.objects.exists()


def test_the_list_costs_the_same_for_one_and_for_many(client, world):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/desk/units/{world.unit.pk}/growth/")
        return len(queries)

    GrowthCard.objects.exclude(pk=world.card.pk).delete()
    one = cost()
    growth.make_cards(
        world.unit, starts_on=world.card.starts_on, ends_on=world.card.ends_on, by=world.captain
    )
    for card in GrowthCard.objects.all():
        growth.add_part(GrowthPoint(card=card, percent=10))
    assert cost() == one


def test_more_than_fifty_stand_on_pages(client):
    world = make_world(members=51)
    client.force_login(world.captain)
    address = f"/desk/units/{world.unit.pk}/growth/"
    assert len(client.get(address).context["rows"]) == 50
    assert [row.member.name for row in client.get(f"{address}?page=2").context["rows"]] == ["成员51"]


def test_a_goal_is_added_corrected_done_and_removed(client, world, home):
    client.post(f"{home}goal/new/", {"text": "考取中级职称", "measure": "证书", "due_on": ""})
    goal = GrowthGoal.objects.get()
    assert (goal.card, goal.text, goal.measure) == (world.card, "考取中级职称", "证书")
    page = client.get(f"{home}goal/{goal.pk}/")
    base = page.context["form"]["base"].value()
    answer = client.post(f"{home}goal/{goal.pk}/", {"text": "考取高级职称", "measure": "证书", "base": base})
    assert answer.url == f"{home}#goals"
    client.post(f"{home}goal/{goal.pk}/done/")
    goal.refresh_from_db()
    assert (goal.text, goal.done_on) == ("考取高级职称", clock.today())
    assert "已完成" in text_of(client.get(home))
    client.post(f"{home}goal/{goal.pk}/", {"remove": "1"})
    assert not GrowthGoal.objects.exists()


def test_two_people_at_one_goal_are_asked_and_nothing_is_overwritten(client, world, home):
    goal = growth.add_part(GrowthGoal(card=world.card, text="原来的目标"))
    base = client.get(f"{home}goal/{goal.pk}/").context["form"]["base"].value()
    growth.change_part(goal, text="成员本人改的目标")
    page = client.post(f"{home}goal/{goal.pk}/", {"text": "号长改的目标", "base": base})
    assert page.status_code == 200
    assert "成员本人改的目标" in text_of(page)
    assert "号长改的目标" in text_of(page)
    goal.refresh_from_db()
    assert goal.text == "成员本人改的目标"


@pytest.mark.parametrize(
    ("part", "values", "sentence"),
    [
        ("goal", {"text": ""}, "必填"),
        ("point", {"day": "", "percent": "50"}, "必填"),
        ("point", {"day": "{tomorrow}", "percent": "50"}, "晚于今天"),
        ("point", {"day": "2001-01-01", "percent": "50"}, "请填写计划卡期限内的日期"),
        ("point", {"day": "{today}", "percent": "101"}, "小于或等于"),
        ("quote", {"day": "{today}", "text": "字" * 141}, "最多"),
        ("quote", {"day": "{today}", "text": "反\u202e转"}, "控制字符"),
        ("supporter", {"kind": "boss", "name": "某人"}, "选择"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(client, world, home, part, values, sentence):
    days = {"today": clock.today(), "tomorrow": clock.today() + timedelta(days=1)}
    page = client.post(f"{home}{part}/new/", {name: text.format(**days) for name, text in values.items()})
    assert page.status_code == 200
    assert sentence in text_of(page)
    for related in ("goals", "points", "quotes", "supporters"):
        assert not getattr(world.card, related).exists()


def test_a_second_point_of_a_day_is_refused_at_the_form(client, world, home):
    values = {"day": clock.today(), "percent": "20"}
    client.post(f"{home}point/new/", values)
    page = client.post(f"{home}point/new/", {**values, "percent": "30"})
    assert "这一天已经记录过进度" in text_of(page)
    assert world.card.points.get().percent == 20


def test_the_card_shows_everything_on_it(client, world, home):
    supporter = world.supporter(role="班长")
    point = growth.add_part(GrowthPoint(card=world.card, percent=35, text="过了笔试"))
    growth.comment(supporter, text="面试要多练", point=point)
    growth.comment(supporter, text="总体很好")
    growth.add_part(Quote(card=world.card, text="脚踏实地"))
    text = text_of(client.get(home))
    for said in ("赵师傅", "班长", "35%", "过了笔试", "面试要多练", "总体很好", "脚踏实地", "本人尚未同意"):
        assert said in text
    assert f"/growth/{world.card.token}/" in text
    assert f"/growth/support/{supporter.token}/" in text
    assert "<polyline" in text


def test_the_captain_has_no_way_to_consent_for_a_member(client, world, home):
    for part in ("consent", "consents"):
        assert client.post(f"{home}{part}/").status_code in (404, 405)
        assert client.post(f"{home}{part}/new/").status_code == 404
    assert not world.card.consents.exists()


def test_links_are_renewed_and_withdrawn(client, world, home):
    supporter, token = world.supporter(), world.card.token
    client.post(f"{home}link/")
    world.card.refresh_from_db()
    assert world.card.token != token
    client.post(f"{home}supporter/{supporter.pk}/link/", {"withdraw": "1"})
    supporter.refresh_from_db()
    assert not supporter.is_active
    client.post(f"{home}supporter/{supporter.pk}/link/")
    supporter.refresh_from_db()
    assert supporter.is_active


def test_slips_name_each_member_with_the_own_address(client, world):
    world.leaves(world.cards[3])
    text = text_of(client.get(f"/desk/units/{world.unit.pk}/growth/slips/"))
    assert [f"/growth/{card.token}/" in text for card in world.cards] == [True, True, True, False]
    assert text.count("data:image/svg+xml") == 3


def test_a_former_members_card_is_readable_and_nothing_else(client, world, home):
    world.leaves(world.card)
    listed = client.get(f"/desk/units/{world.unit.pk}/growth/")
    assert [row.member.name for row in listed.context["rows"]] == ["成员2", "成员3", "成员4"]
    assert list(listed.context["former"]) == [world.card]
    text = text_of(client.get(home))
    assert "成员已离开本集体" in text
    assert "point/new/" not in text
    assert "<form" not in text.split('<main id="main"')[1].split("</main>")[0]
    assert client.get(f"{home}goal/new/").status_code == 404
    assert client.post(f"{home}link/").status_code == 404


def test_parts_of_another_units_card_are_not_found_under_ones_own(client, world, home):
    other = make.make_unit(world.unit.committee, members=1, young=1)
    growth.make_cards(other, starts_on=world.card.starts_on, ends_on=world.card.ends_on, by=world.captain)
    card = GrowthCard.objects.of(other).get()
    goal = growth.add_part(GrowthGoal(card=card, text="别人的目标"))
    assert client.get(f"{home}goal/{goal.pk}/").status_code == 404
    assert client.post(f"{home}goal/{goal.pk}/done/").status_code == 404
    assert client.get(f"/desk/units/{world.unit.pk}/growth/cards/{card.pk}/").status_code == 404
    goal.refresh_from_db()
    assert goal.done_on is None


def test_an_officer_of_the_committee_sees_no_card(client, world, home):
    client.force_login(make.make_officer(world.unit.committee))
    for address in (home, f"/desk/units/{world.unit.pk}/growth/", f"{home}goal/new/"):
        assert client.get(address).status_code == 404


def test_deleting_asks_first(client, world, home):
    assert "此操作不能撤销" in text_of(client.get(f"{home}delete/"))
    assert GrowthCard.objects.filter(pk=world.card.pk).exists()
    client.post(f"{home}delete/")
    assert not GrowthCard.objects.filter(pk=world.card.pk).exists()


def test_a_card_is_written_from_the_day_its_member_joins_to_the_day_they_leave(client, world, home):
    """Whatever day it was when the portal started."""
    member, today = world.card.member, clock.today()
    type(member).objects.filter(pk=member.pk).update(joined_on=today + timedelta(days=5))
    goal = f"{home}goal/new/"
    assert client.get(goal).status_code == 404
    with time_machine.travel(clock.now() + timedelta(days=6)):
        client.force_login(world.captain)
        assert client.get(goal).status_code == 200
        member.refresh_from_db()
        member.left_on = clock.today()
        member.save()
        assert client.get(goal).status_code == 404


def test_a_card_that_is_closed_meanwhile_says_so(client, world, home, monkeypatch):
    monkeypatch.setattr(GrowthCard, "is_open", False)
    page = client.post(f"{home}link/", follow=True)
    assert "计划卡不能再修改" in text_of(page)


def test_who_has_no_running_card_is_counted_and_gets_one(client, world):
    today = clock.today()
    GrowthCard.objects.update(starts_on=today - timedelta(days=200), ends_on=today - timedelta(days=10))
    assert client.get(f"/desk/units/{world.unit.pk}/growth/").context["without_card"] == 4
    first, last = today - timedelta(days=200), today + timedelta(days=100)
    assert growth.make_cards(world.unit, starts_on=first, ends_on=last, by=world.captain) == 4
    new = GrowthCard.objects.filter(ends_on=last)
    assert {card.starts_on for card in new} == {today - timedelta(days=9)}
    assert growth.make_cards(world.unit, starts_on=first, ends_on=last, by=world.captain) == 0
    assert client.get(f"/desk/units/{world.unit.pk}/growth/").context["without_card"] == 0


def test_a_card_takes_no_end_of_rows_and_no_book(client, world, home, monkeypatch):
    monkeypatch.setitem(growth.MOST, GrowthGoal, 1)
    client.post(f"{home}goal/new/", {"text": "第一个"})
    assert "最多 1 条" in text_of(client.post(f"{home}goal/new/", {"text": "第二个"}))
    assert GrowthGoal.objects.count() == 1
    client.post(f"{home}summary/", {"summary": "字" * 2001})
    world.card.refresh_from_db()
    assert world.card.summary == ""


def test_a_card_does_not_last_for_ever(client, world):
    GrowthCard.objects.all().delete()
    days = {"starts_on": "9999-12-20", "ends_on": "9999-12-31"}
    assert "请核对年份" in text_of(client.post(f"/desk/units/{world.unit.pk}/growth/cards/new/", days))
