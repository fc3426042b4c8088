"""Starting a vote, its slips on paper, the voter's two pages and the result."""

import logging
import re

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from core import clock
from tests import factories as make
from tests.workspace.growth_world import make_world
from workspace.models import Vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(client):
    cache.clear()
    world = make_world(members=5)
    client.force_login(world.captain)
    return world


@pytest.fixture
def codes(client, world) -> list[str]:
    return printed(start(client, world))


def text_of(response) -> str:
    return response.content.decode()


def start(client, world, **values):
    cards = [card.pk for card in world.cards]
    given = {"title": "上半年阶段评估", "closes_on": clock.today(), "cards": cards, **values}
    return client.post(f"/desk/units/{world.unit.pk}/growth/votes/new/", given)


def printed(response) -> list[str]:
    return re.findall(r'<p class="slip-code">(\w{5} \w{5})</p>', text_of(response))


def vote(code: str, **grades):
    """One ballot from a browser that nobody is signed in with."""
    fields = {f"secret_grade_{name.removeprefix('card')}": grade for name, grade in grades.items()}
    return Client().post("/vote/", {"secret_code": code, "secret_vote": "1", **fields})


def address_of(world) -> str:
    return Vote.objects.get(unit=world.unit).get_absolute_url()


def test_the_form_proposes_every_open_card(client, world):
    world.leaves(world.cards[4])
    form = client.get(f"/desk/units/{world.unit.pk}/growth/votes/new/").context["form"]
    assert {card.member.name for card in form.initial["cards"]} == {"成员1", "成员2", "成员3", "成员4"}


def test_slips_are_shown_in_the_answer_and_never_again(client, world):
    page = start(client, world)
    assert len(printed(page)) == 5
    assert "no-store" in page.headers["Cache-Control"]
    assert printed(client.get(address_of(world))) == []
    again = start(client, world)
    assert "已有一次进行中的阶段评估" in text_of(again)
    assert printed(again) == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"closes_on": "2020-01-01"}, "不能早于今天"),
        ({"title": ""}, "必填"),
        ({"title": "反\u202e转"}, "控制字符"),
        ({"cards": []}, "必填"),
    ],
)
def test_a_wrong_start_is_refused(client, world, values, sentence):
    page = start(client, world, **values)
    assert sentence in text_of(page)
    assert not Vote.objects.exists()


def test_a_code_opens_the_ballot_with_every_card(world, codes):
    page = Client().post("/vote/", {"secret_code": codes[0]})
    text = text_of(page)
    for card in world.cards:
        assert f'name="secret_grade_{card.pk}"' in text
    assert text.count("需要努力") == 5
    assert "no-store" in page.headers["Cache-Control"]
    assert Vote.objects.get().slips.filter(is_used=True).count() == 0


def test_voting_leads_to_a_page_that_knows_nothing_and_counts_once(world, codes):
    done = vote(codes[0], **{f"card{world.card.pk}": "good"})
    assert (done.status_code, done.url) == (302, "/vote/done/")
    assert "票码已使用" in text_of(vote(codes[0], **{f"card{world.card.pk}": "weak"}))
    assert "票码已使用" in text_of(Client().post("/vote/", {"secret_code": codes[0]}))
    assert "票码不正确" in text_of(vote("AAAAAAAAAA"))
    assert Vote.objects.get().totals.get(card=world.card, grade="good").count == 1


def test_an_empty_ballot_is_asked_again_and_the_slip_stays_good(world, codes):
    page = vote(codes[0])
    assert "请至少评价一张计划卡" in text_of(page)
    assert "请至少评价一张计划卡" in text_of(vote(codes[0], **{f"card{world.card.pk}": ""}))
    assert vote(codes[0], **{f"card{world.card.pk}": "good"}).status_code == 302


def test_a_code_in_the_address_is_not_read(codes):
    page = Client().get("/vote/", {"secret_code": codes[0]})
    assert codes[0] not in text_of(page)


def test_a_ballot_leaves_no_session_no_cookie_and_no_line(world, codes, caplog):
    sessions = set(Session.objects.values_list("pk", "session_data"))
    with caplog.at_level(logging.DEBUG):
        done = vote(codes[0], **{f"card{world.card.pk}": "good"})
    assert done.cookies == {}
    assert set(Session.objects.values_list("pk", "session_data")) == sessions
    assert [record.getMessage() for record in caplog.records if "good" in record.getMessage()] == []


def test_a_ballot_that_meets_a_sign_in_is_not_kept(settings, world, codes):
    """Staff without their second factor are sent to it; other forms wait in the session, a ballot must not."""
    settings.SECOND_FACTOR_REQUIRED = True
    staff = Client()
    staff.force_login(make.make_officer(world.unit.committee))
    fields = {"secret_code": codes[0], "secret_vote": "1", f"secret_grade_{world.card.pk}": "good"}
    answer = staff.post("/vote/", fields)
    assert answer.url.startswith("/accounts/second-factor/")
    kept = str(dict(staff.session))
    assert [
        value for value in (codes[0], "secret_grade", "/vote/") if value in kept.replace("next=/vote/", "")
    ] == []


def test_wrong_codes_are_slowed_down_and_right_ones_are_not_counted(world, codes):
    for code in codes[:4]:
        vote(code, **{f"card{world.card.pk}": "good"})
    for _ in range(31):
        assert Client().post("/vote/", {"secret_code": "AAAAAAAAAA"}).status_code == 200
    assert Client().post("/vote/", {"secret_code": "AAAAAAAAAA"}).status_code == 429
    assert Client().post("/vote/", {"secret_code": codes[4]}).status_code == 429


def test_the_page_shows_nothing_until_it_is_over_then_totals_and_turnout(client, world, codes):
    for code in codes[:3]:
        vote(code, **{f"card{world.card.pk}": "excellent"})
    running = text_of(client.get(address_of(world)))
    assert "投票期间不显示票数和投票人数" in running
    assert "优秀" not in running
    client.post(f"{address_of(world)}close/")
    over = text_of(client.get(address_of(world)))
    assert "发出选票 5 张，收回 3 张" in over
    assert over.count("票数不足，不显示") == 4
    assert re.findall(r'data-label="(\w+)" class="amount">(\d+)<', over) == [
        ("优秀", "3"),
        ("良好", "0"),
        ("合格", "0"),
        ("需要努力", "0"),
    ]


def test_closing_and_cancelling_ask_first(client, world, codes):
    address = address_of(world)
    for end in ("close", "discard"):
        assert "此操作不能撤销" in text_of(client.get(f"{address}{end}/"))
    assert Vote.objects.get().is_open
    client.post(f"{address}discard/")
    assert not Vote.objects.exists()


def test_a_closed_vote_cannot_be_cancelled(client, world, codes):
    address = address_of(world)
    client.post(f"{address}close/")
    answer = client.post(f"{address}discard/", follow=True)
    assert "已经结束的阶段评估不能作废" in text_of(answer)
    assert Vote.objects.exists()


def test_strangers_find_no_vote(client, world, codes):
    address = address_of(world)
    other = make.make_captain(make.make_unit(world.unit.committee))
    for person in (other, make.make_officer(world.unit.committee)):
        client.force_login(person)
        for page in (address, f"{address}close/", f"/desk/units/{world.unit.pk}/growth/votes/"):
            assert client.get(page).status_code == 404
