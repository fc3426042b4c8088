"""Text that people type is never lost: two at one plan, a session that ends in mid-sentence, without JavaScript too."""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from accounts.services.kept_input import keep
from core.kept_input import KeptInput
from core.lifecycle import perform
from creation_cycle.models import Candidacy
from tests import factories as make
from tests.accessibility import assert_accessible
from tests.chromium import DESKTOP, PHONE
from tests.creation_cycle.desk_world import make_world
from units.models import Post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLAIN = {**PHONE, "java_script_enabled": False}


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def deputy(world):
    user = make.make_user(name="王某")
    Post.objects.create(unit=world.unit, user=user, role="deputy", starts_on="2020-01-01")
    return user


@pytest.fixture
def plan(world) -> str:
    """The address of a plan that waits to be written."""
    candidacy = perform(world.draft(), "submit", by=world.captain)
    candidacy = perform(candidacy, "recommend", by=make.make_officer(world.county))
    perform(candidacy, "file", by=make.make_officer(world.city))
    return f"/desk/candidacies/{candidacy.pk}/plan/"


def write(page: Page, label: str, text: str) -> None:
    """Type and leave the field, which saves it."""
    page.get_by_label(label, exact=True).fill(text)
    page.get_by_label(label, exact=True).blur()


def mark(page: Page):
    return page.locator(".save-state")


def sign_in_here(page: Page, user) -> None:
    page.get_by_label("用户名").fill(user.username)
    page.get_by_label("密码").fill(make.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()


def stored(*names) -> tuple:
    return Candidacy.objects.values_list(*names).get()


def test_two_at_one_plan(sign_in, world, deputy, plan):
    captain, other = sign_in(world.captain.username), sign_in(deputy.username, PHONE)
    captain.goto(plan)
    other.goto(plan)
    write(other, "创建标识", "大厅入口")
    expect(mark(other)).to_contain_text("已保存")
    write(captain, "创建口号", "青春建功")
    expect(mark(captain)).to_contain_text("他人修改了创建标识，已保留")
    write(other, "创建规划", "王某的规划")
    expect(mark(other)).to_contain_text("已保存")
    write(captain, "创建规划", "我的规划")
    expect(mark(captain)).to_contain_text("有 1 处与他人的修改冲突")
    assert stored("plan", "sign", "slogan") == ("王某的规划", "大厅入口", "青春建功")
    mark(captain).get_by_role("link", name="创建规划").click()
    choice = captain.get_by_role("group", name=re.compile("创建规划：您和他人都修改了"))
    expect(choice).to_be_in_viewport()
    expect(choice.get_by_text("王某的规划")).to_be_visible()
    assert_accessible(captain)
    captain.get_by_label("创建规划", exact=True).fill("两人的规划")
    choice.get_by_label("用您填写的").check()
    captain.get_by_role("button", name="保存创建规划").click()
    expect(captain.get_by_text("创建规划已保存")).to_be_visible()
    assert stored("plan", "sign", "slogan") == ("两人的规划", "大厅入口", "青春建功")


def test_two_at_one_plan_without_javascript(sign_in, world, deputy, plan, console_errors):
    captain, other = sign_in(world.captain.username, PLAIN), sign_in(deputy.username, PLAIN)
    for page in (captain, other):
        page.goto(plan)
    other.get_by_label("创建规划", exact=True).fill("王某的规划")
    other.get_by_role("button", name="保存创建规划").click()
    captain.get_by_label("创建规划", exact=True).fill("我的规划")
    captain.get_by_role("button", name="保存创建规划").click()
    expect(captain.get_by_text("有 1 处需要修改")).to_be_visible()
    captain.get_by_label(re.compile("用王某于")).check()
    captain.get_by_role("button", name="保存创建规划").click()
    expect(captain.get_by_text("创建规划已保存")).to_be_visible()
    assert stored("plan") == ("王某的规划",)
    assert all("409" in line for line in console_errors), console_errors
    console_errors.clear()


def test_somebody_types_fast_and_never_meets_themselves(sign_in, world, plan):
    captain = sign_in(world.captain.username)
    captain.goto(plan)
    box = captain.get_by_label("创建规划", exact=True)
    for text in ("一", "一二", "一二三", "一二三四"):
        box.fill(text)
        box.dispatch_event("change")
        captain.get_by_label("创建口号", exact=True).fill(text)
        captain.get_by_label("创建口号", exact=True).dispatch_event("change")
    expect(captain.locator("input[name=base]")).to_have_count(1)
    captain.wait_for_function("() => document.querySelector('.save-state time')")
    captain.get_by_role("button", name="保存创建规划").click()
    expect(captain.get_by_text("创建规划已保存")).to_be_visible()
    assert stored("plan", "slogan") == ("一二三四", "一二三四")


def test_a_session_that_ends_in_mid_sentence(sign_in, world, plan, console_errors):
    captain = sign_in(world.captain.username, DESKTOP)
    captain.goto(plan)
    write(captain, "创建规划", "开头")
    expect(mark(captain)).to_contain_text("已保存")
    Session.objects.all().delete()
    write(captain, "创建规划", "开头，以及很长的后文")
    expect(mark(captain)).to_contain_text("登录已过期，您填写的内容仍在本页")
    assert captain.get_by_label("创建规划", exact=True).input_value() == "开头，以及很长的后文"
    with captain.expect_popup() as beside:
        mark(captain).get_by_role("link", name="在新窗口登录").click()
    sign_in_here(beside.value, world.captain)
    expect(beside.value.get_by_text("回到原来的页面继续填写")).to_be_visible()
    beside.value.close()
    captain.bring_to_front()
    write(captain, "创建口号", "青春建功")
    expect(mark(captain)).to_contain_text("已保存")
    assert stored("plan", "slogan") == ("开头，以及很长的后文", "青春建功")
    assert all("401" in line for line in console_errors), console_errors
    console_errors.clear()


def test_a_session_that_ends_without_javascript(sign_in, world, plan):
    captain = sign_in(world.captain.username, PLAIN)
    captain.goto(plan)
    captain.get_by_label("创建规划", exact=True).fill("很长的规划")
    captain.get_by_label("创建口号", exact=True).fill("青春建功")
    Session.objects.all().delete()
    captain.get_by_role("button", name="保存创建规划").click()
    sign_in_here(captain, world.captain)
    expect(captain.get_by_role("heading", name="我们保留了您刚才填写的内容")).to_be_visible()
    expect(captain.get_by_text("很长的规划")).to_be_visible()
    captain.get_by_role("button", name="继续保存").click()
    expect(captain.get_by_text("创建规划已保存")).to_be_visible()
    assert stored("plan", "slogan") == ("很长的规划", "青春建功")


@pytest.mark.parametrize("device", [DESKTOP, PHONE])
def test_what_was_kept_is_readable_everywhere(sign_in, world, plan, device):
    captain = sign_in(world.captain.username, device)
    key = next(c["value"] for c in captain.context.cookies() if c["name"] == settings.SESSION_COOKIE_NAME)
    session = SessionStore(key)
    typed = KeptInput(plan, (("plan", "很长的规划\n第二行"), ("slogan", "无" * 60)), (("photo", "合影.jpg"),))
    keep(session, typed, person=world.captain.pk)
    session.save()
    captain.goto("/accounts/kept-input/")
    expect(captain.get_by_text("合影.jpg")).to_be_visible()
    assert_accessible(captain)
    wider = captain.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider == 0


def test_a_page_from_before_another_sign_in_is_sent_again(sign_in, world, plan, console_errors):
    captain = sign_in(world.captain.username, PLAIN)
    captain.goto(plan)
    captain.get_by_label("创建规划", exact=True).fill("很长的规划")
    captain.context.clear_cookies(name="csrftoken")
    captain.get_by_role("button", name="保存创建规划").click()
    expect(captain.get_by_role("heading", name="页面已过期，内容还没有提交")).to_be_visible()
    captain.get_by_role("button", name="再次提交").click()
    expect(captain.get_by_text("创建规划已保存")).to_be_visible()
    assert stored("plan") == ("很长的规划",)
    assert all("403" in line for line in console_errors), console_errors
    console_errors.clear()
