"""Pages behind a link, without an account: what they show, what they hide, when they stop."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from core import clock
from tests.workspace.growth_world import make_world
from workspace import consent
from workspace.models import GrowthComment, GrowthGoal, GrowthPoint, Quote
from workspace.services import growth

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    cache.clear()
    return make_world()


@pytest.fixture
def own(world) -> str:
    return reverse("growth:own", args=[world.card.token])


@pytest.fixture
def supporter(world):
    return world.supporter()


@pytest.fixture
def support(supporter) -> str:
    return reverse("growth:support", args=[supporter.token])


def text_of(response) -> str:
    return response.content.decode()


def body_of(response) -> str:
    return text_of(response).split('<main id="main"')[1].split("</main>")[0]


def test_the_member_writes_goals_progress_and_quotes(client, world, own):
    client.post(f"{own}goal/new/", {"text": "考取职称"})
    client.post(f"{own}point/new/", {"day": clock.today(), "percent": "40"})
    client.post(f"{own}quote/new/", {"day": clock.today(), "text": "脚踏实地"})
    client.post(f"{own}goal/{world.card.goals.get().pk}/done/")
    client.post(f"{own}summary/", {"summary": "全部完成"})
    world.card.refresh_from_db()
    assert world.card.goals.get().done_on == clock.today()
    assert (world.card.points.get().percent, world.card.quotes.get().text) == (40, "脚踏实地")
    assert world.card.summary == "全部完成"
    for said in ("考取职称", "40%", "脚踏实地", "全部完成"):
        assert said in body_of(client.get(own))


def test_the_member_names_no_supporters_and_sees_no_links_of_theirs(client, own, supporter):
    assert client.get(f"{own}supporter/new/").status_code == 404
    assert client.get(f"{own}supporter/{supporter.pk}/").status_code == 404
    text = text_of(client.get(own))
    assert "赵师傅" in text
    assert supporter.token not in text


def test_the_members_page_shows_nobody_else_of_the_unit(client, world, own):
    body = body_of(client.get(own))
    assert "成员1" in body
    assert [card.member.name for card in world.cards[1:] if card.member.name in body] == []


def test_another_members_row_is_not_found(client, world, own):
    goal = growth.add_part(GrowthGoal(card=world.cards[1], text="别人的目标"))
    assert client.get(f"{own}goal/{goal.pk}/").status_code == 404
    assert client.post(f"{own}goal/{goal.pk}/", {"remove": "1"}).status_code == 404
    assert GrowthGoal.objects.filter(pk=goal.pk).exists()


def test_consent_is_given_and_withdrawn_with_time_and_wording(client, world, own):
    page = body_of(client.get(own))
    for paragraph in consent.wording():
        assert paragraph in page
    client.post(f"{own}consent/")
    client.post(f"{own}consent/")
    given = world.card.consents.get()
    assert (given.wording, given.withdrawn_at) == (consent.CURRENT, None)
    assert "您已同意" in body_of(client.get(own))
    client.post(f"{own}consent/", {"withdraw": "1"})
    given.refresh_from_db()
    assert given.withdrawn_at >= given.given_at
    assert "您尚未同意" in body_of(client.get(own))
    client.post(f"{own}consent/")
    assert world.card.consents.count() == 2


def test_a_new_wording_asks_again(client, world, own, monkeypatch):
    client.post(f"{own}consent/")
    monkeypatch.setitem(consent.WORDINGS, "2027-01", ("新的说明",))
    monkeypatch.setattr(consent, "CURRENT", "2027-01")
    assert "您尚未同意" in body_of(client.get(own))
    client.post(f"{own}consent/")
    versions = [(given.wording, given.withdrawn_at is None) for given in world.card.consents.all()]
    assert versions == [("2026-11", False), ("2027-01", True)]


def test_opening_a_page_writes_nothing(client, world, own, support):
    for address in (own, support, f"{own}goal/new/"):
        client.get(address)
    assert client.get(f"{own}consent/").status_code == 405
    assert not world.card.consents.exists()


def test_a_supporter_sees_goals_axis_and_quotes_and_nothing_else(client, world, support):
    growth.add_part(GrowthGoal(card=world.card, text="考取职称"))
    growth.add_part(GrowthPoint(card=world.card, percent=35, text="过了笔试"))
    growth.add_part(Quote(card=world.card, text="脚踏实地"))
    fan = world.supporter(kind="fan", name="钱书记")
    growth.comment(fan, text="来自书记的留言")
    growth.change_card(world.card, summary="本人的总结")
    body = body_of(client.get(support))
    for shown in ("成员1", "考取职称", "35%", "过了笔试", "脚踏实地", "<polyline", "伙伴建议"):
        assert shown in body
    hidden = ("成员2", "钱书记", "来自书记的留言", "本人的总结", world.unit.name, world.card.token, fan.token)
    assert [word for word in hidden if word in body] == []


def test_a_supporter_comments_on_a_point_and_takes_it_back(client, world, support):
    point = growth.add_part(GrowthPoint(card=world.card, percent=35))
    client.post(support, {"text": "面试要多练", "point": point.pk})
    comment = GrowthComment.objects.get()
    assert (comment.text, comment.point) == ("面试要多练", point)
    page = body_of(client.get(support))
    address = re.search(r'action="([^"]+/delete/)"', page)[1]
    with time_machine.travel(comment.at + timedelta(minutes=11)):
        assert "/delete/" not in body_of(client.get(support))
        client.post(address)
        assert GrowthComment.objects.exists()
    client.post(address)
    assert not GrowthComment.objects.exists()


@pytest.mark.parametrize("values", [{"text": ""}, {"text": "字" * 301}, {"text": "好", "point": "other"}])
def test_a_wrong_comment_is_refused(client, world, support, values):
    other = growth.add_part(GrowthPoint(card=world.cards[1], percent=1))
    values = {name: str(other.pk) if text == "other" else text for name, text in values.items()}
    page = client.post(support, values)
    assert page.status_code == 200
    assert "form-errors" in text_of(page)
    assert not GrowthComment.objects.exists()


def test_comments_of_others_cannot_be_deleted(client, world, support):
    fan = world.supporter(kind="fan", name="钱书记")
    comment = growth.comment(fan, text="加油")
    assert client.post(f"{support}comments/{comment.pk}/delete/").status_code == 404
    assert GrowthComment.objects.exists()


def test_twenty_comments_an_hour_are_enough_and_nothing_typed_is_lost(client, support):
    for number in range(20):
        assert client.post(support, {"text": f"第 {number} 条"}).status_code == 302
    page = client.post(support, {"text": "第二十一条"})
    assert page.status_code == 429
    assert "第二十一条" in text_of(page)
    assert GrowthComment.objects.count() == 20


def test_unknown_links_are_404_and_stopped_ones_say_so(client, world, own, support, supporter):
    assert client.get("/growth/AAAAAAAAAAAAAAAAAAAAAAAA/").status_code == 404
    assert client.get("/growth/support/AAAAAAAAAAAAAAAAAAAAAAAA/").status_code == 404
    growth.withdraw_supporter(supporter)
    stopped = client.get(support)
    assert stopped.status_code == 410
    assert "这个链接已停用" in text_of(stopped)
    assert "成员1" not in text_of(stopped)
    assert client.post(support, {"text": "还在吗"}).status_code == 410
    world.leaves(world.card)
    assert client.get(own).status_code == 410
    assert client.post(f"{own}goal/new/", {"text": "新目标"}).status_code == 410
    assert client.post(f"{own}consent/").status_code == 410
    assert (GrowthComment.objects.count(), GrowthGoal.objects.count()) == (0, 0)
    assert not world.card.consents.exists()


def test_links_are_kept_out_of_caches_searches_and_referrers(client, own, support, supporter):
    growth.withdraw_supporter(supporter)
    for address in (own, support, f"{own}goal/new/"):
        headers = client.get(address).headers
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Referrer-Policy"] == "strict-origin"
        assert "no-store" in headers["Cache-Control"]
        assert "private" in headers["Cache-Control"]


def test_a_keeper_who_is_signed_in_does_not_agree_for_a_member(client, world, own):
    client.force_login(world.captain)
    page = client.post(f"{own}consent/", follow=True)
    assert "没有记录同意" in text_of(page)
    assert not world.card.consents.exists()
    member = world.card.member
    member.user = world.captain
    member.save()
    client.post(f"{own}consent/")
    assert world.card.consents.in_force().exists(), "the own card"


def test_a_keeper_takes_an_agreement_back_where_the_member_asks_for_it(client, world, own):
    client.post(f"{own}consent/")
    client.force_login(world.captain)
    client.post(f"{own}consent/", {"withdraw": "1"})
    assert not world.card.consents.in_force().exists()
