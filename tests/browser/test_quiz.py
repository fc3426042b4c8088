"""管理办法测试 as members meet it: a slip of paper, a phone, a quarter of an hour."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core import clock
from reviews.models import QuizAttempt
from tests.accessibility import assert_accessible
from tests.chromium import PHONE
from tests.reviews.quiz_world import QuizWorld, key_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLAIN = {**PHONE, "java_script_enabled": False}


@pytest.fixture
def world(live_server, settings) -> QuizWorld:
    settings.SITE_URL = live_server.url
    return QuizWorld()


def choose(page, number: int) -> None:
    page.locator(".quiz-question").nth(number).get_by_label("对的一项").check()


def test_a_member_takes_the_test_on_a_phone(world, open_window, picture):
    member = open_window(PHONE)
    member.goto(f"/quiz/{key_for(world.quiz, world.members[4])}/")
    assert_accessible(member)
    picture(member, "start")
    member.get_by_role("button", name="开始答题").click()
    expect(member.get_by_text("剩余 29:")).to_be_visible()
    choose(member, 0)
    expect(member.get_by_text("已保存")).to_be_visible()
    assert_accessible(member)
    assert member.evaluate("document.documentElement.scrollWidth") == 390
    picture(member, "paper")
    other = open_window(PHONE)  # another phone goes on where the first one stopped
    other.goto(member.url)
    expect(other.get_by_role("radio", checked=True)).to_have_count(1)
    choose(other, 1)
    choose(other, 2)
    expect(other.get_by_text("已保存")).to_be_visible()
    other.get_by_role("button", name="检查并交卷").click()
    expect(other.get_by_text("还没有回答：第 4 题")).to_be_visible()
    assert_accessible(other)
    other.get_by_role("button", name="确认交卷").click()
    expect(other.get_by_role("heading", name="已交卷")).to_be_visible()
    choose(member, 3)  # too late: the page goes to what there is now
    expect(member.get_by_role("heading", name="已交卷")).to_be_visible()
    assert QuizAttempt.objects.get().right == 3


def test_without_javascript(world, open_window):
    member = open_window(PLAIN)
    member.goto(f"/quiz/{key_for(world.quiz, world.members[4])}/")
    member.get_by_role("button", name="开始答题").click()
    choose(member, 0)
    choose(member, 3)
    member.get_by_role("button", name="检查并交卷").click()
    member.get_by_role("link", name="第 2 题").click()
    choose(member, 1)
    member.get_by_role("button", name="检查并交卷").click()
    member.get_by_role("button", name="确认交卷").click()
    expect(member.get_by_role("heading", name="已交卷")).to_be_visible()
    assert QuizAttempt.objects.get().right == 3


def test_when_the_time_is_over_the_page_says_so_by_itself(world, open_window):
    member = open_window(PHONE)
    member.goto(f"/quiz/{key_for(world.quiz, world.members[4])}/")
    member.get_by_role("button", name="开始答题").click()
    choose(member, 0)
    expect(member.get_by_text("已保存")).to_be_visible()
    QuizAttempt.objects.update(due_at=clock.now() + timedelta(seconds=2))
    member.reload()
    expect(member.get_by_role("heading", name="已交卷")).to_be_visible()
    assert QuizAttempt.objects.get().right == 1


def test_the_captain_prints_the_links(world, sign_in):
    captain = sign_in(world.captain.username)
    captain.goto("/desk/")
    captain.get_by_role("link", name="发放链接、查看参加情况").click()
    expect(captain.get_by_text("12 人，已交卷 0 人")).to_be_visible()
    captain.locator(".growth-link summary").first.click()
    expect(captain.get_by_role("button", name="复制链接").first).to_be_visible()
    assert_accessible(captain)
    captain.get_by_role("link", name="打印未参加成员的链接").click()
    expect(captain.locator(".slip")).to_have_count(12)
    captain.emulate_media(media="print")
    expect(captain.locator(".slip").first).to_be_visible()
    assert_accessible(captain)
