"""Whoever leaves, reloads, or loses network, sign-in or cookie right after typing loses nothing, or is asked first."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from core.lifecycle import perform
from creation_cycle.models import Candidacy
from tests import factories as make
from tests.chromium import DESKTOP, PHONE
from tests.creation_cycle.desk_world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def plan(world) -> str:
    """The address of a plan that waits to be written."""
    candidacy = perform(world.draft(), "submit", by=world.captain)
    candidacy = perform(candidacy, "recommend", by=make.make_officer(world.county))
    perform(candidacy, "file", by=make.make_officer(world.city))
    return f"/desk/candidacies/{candidacy.pk}/plan/"


@pytest.fixture
def captain(sign_in, world, plan) -> Page:
    """Before the empty plan."""
    page = sign_in(world.captain.username, DESKTOP)
    page.goto(plan)
    return page


@pytest.fixture
def asked(captain) -> list[str]:
    """Kinds of the questions that the browser put; each is answered with staying."""
    kinds = []

    def stay(dialog):
        kinds.append(dialog.type)
        dialog.dismiss()

    captain.on("dialog", stay)
    return kinds


def box(page: Page):
    return page.get_by_label("创建规划", exact=True)


def type_in(page: Page, text: str) -> None:
    """By key, so that the browser knows that a person did it; nothing is left and nothing is saved yet."""
    box(page).press_sequentially(text)


def mark(page: Page):
    return page.locator(".save-state")


def stored() -> str:
    return Candidacy.objects.get().plan


def leave_by_address(page: Page) -> None:
    """As somebody types an address: the page is left from outside."""
    page.evaluate("setTimeout(() => { location.href = '/desk/' })")


def test_a_link_waits_for_the_save(captain, asked):
    type_in(captain, "刚写的")
    captain.get_by_role("link", name="我的工作台").first.click()
    captain.wait_for_url("**/desk/")
    assert stored() == "刚写的"
    assert asked == []


def test_the_button_of_another_form_waits_for_the_save(captain, asked):
    kept_before = []

    def signing_out(route):
        kept_before.append(stored())
        route.fulfill(body="")

    captain.route("**/accounts/logout/", signing_out)
    type_in(captain, "刚写的")
    captain.locator("form[action*=logout]").first.evaluate("form => form.requestSubmit()")
    captain.wait_for_url("**/accounts/logout/")
    assert kept_before == ["刚写的"]
    assert asked == []


def test_a_reload_right_after_typing_asks_and_keeps(captain):
    kinds = []
    captain.on("dialog", lambda dialog: (kinds.append(dialog.type), dialog.accept()))
    type_in(captain, "刚写的")
    captain.reload()
    expect(box(captain)).to_have_value("刚写的")
    assert kinds == ["beforeunload"]
    assert stored() == "刚写的"


def test_an_app_that_is_put_aside_saves_at_once(sign_in, world, plan):
    phone = sign_in(world.captain.username, PHONE)
    phone.goto(plan)
    phone.clock.install()
    type_in(phone, "刚写的")
    phone.evaluate(
        """() => {
            Object.defineProperty(document, "hidden", { value: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    expect(mark(phone)).to_contain_text("已保存")
    assert stored() == "刚写的"


def test_the_saved_page_is_left_without_a_question(captain, asked):
    type_in(captain, "刚写的")
    expect(mark(captain)).to_contain_text("已保存")
    leave_by_address(captain)
    captain.wait_for_url("**/desk/")
    assert asked == []


def test_an_ended_sign_in_asks_before_the_text_is_lost(captain, asked, console_errors):
    Session.objects.all().delete()
    type_in(captain, "很长的后文")
    expect(mark(captain)).to_contain_text("登录已过期")
    with captain.expect_response(lambda answer: answer.status == 401):  # the last try, while the browser asks
        leave_by_address(captain)
    assert asked == ["beforeunload"]
    assert box(captain).input_value() == "很长的后文"
    assert stored() == ""
    assert all("401" in line for line in console_errors), console_errors
    console_errors.clear()


def test_back_on_the_network_it_is_saved_without_a_key(captain, asked, console_errors):
    captain.context.set_offline(True)
    type_in(captain, "断网时写的")
    expect(mark(captain)).to_contain_text("未能保存，请检查网络，恢复后会自动保存；您填写的内容仍在本页")
    with captain.expect_event("dialog"):
        leave_by_address(captain)
    assert asked == ["beforeunload"]
    captain.context.set_offline(False)
    expect(mark(captain)).to_contain_text("已保存")
    assert stored() == "断网时写的"
    assert all("ERR_INTERNET_DISCONNECTED" in line for line in console_errors), console_errors
    console_errors.clear()


def test_a_server_that_was_away_is_asked_again(captain, console_errors):
    """A restart between two saves: the next try comes by itself."""
    answers = []

    def away_once(route):
        answers.append(route.request.method)
        route.fulfill(status=502, body="") if len(answers) == 1 else route.continue_()

    captain.route("**/plan/", away_once)
    type_in(captain, "重启时写的")
    expect(mark(captain)).to_contain_text("未能保存，系统暂时出错，稍后会自动再试")
    expect(mark(captain)).to_contain_text("已保存")
    assert (stored(), answers) == ("重启时写的", ["POST", "POST"])
    assert all("502" in line for line in console_errors), console_errors
    console_errors.clear()


def test_a_lost_cookie_is_fetched_anew(captain, console_errors):
    captain.context.clear_cookies(name="csrftoken")
    type_in(captain, "没有令牌时写的")
    expect(mark(captain)).to_contain_text("已保存")
    assert stored() == "没有令牌时写的"
    assert all("403" in line for line in console_errors), console_errors
    console_errors.clear()


def test_a_text_in_conflict_is_not_left_unasked(captain, asked):
    Candidacy.objects.update(plan="对方的规划")
    type_in(captain, "我的规划")
    expect(mark(captain)).to_contain_text("有 1 处与他人的修改冲突")
    with captain.expect_event("dialog"):
        leave_by_address(captain)
    assert asked == ["beforeunload"]
