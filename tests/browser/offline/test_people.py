"""Whose phone it is: the sign-in that ends on site, signing out, and the next person."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from reviews.models import Score
from tests.browser.on_site import forget_refusals, no_signal, open_sheet, score, sign_in_here, status, stored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_sign_in_ends_on_site(world, phone, console_errors):
    with no_signal(phone):
        open_sheet(phone)
        score(phone, 1, "6")
        Session.objects.all().delete()
    expect(status(phone)).to_contain_text("登录已过期，内容仍在本机，请重新登录")
    assert not Score.objects.exists()
    phone.get_by_role("link", name="重新登录").click()
    sign_in_here(phone, world.reviewer.username)
    expect(phone.get_by_text("本机离线填写的 1 项已上传")).to_be_visible()
    assert stored() == {"项目1": 6}
    forget_refusals(console_errors)


def test_signing_out_leaves_nothing_on_the_phone(phone, settings, console_errors):
    settings.ZEAL_ALLOWLIST = [{"model": "sessions.Session"}]  # Django looks a session up once more to end it
    phone.locator("summary", has_text="测试员").click()
    phone.get_by_role("button", name="退出登录").click()
    phone.wait_for_url(lambda url: "/review/" not in url)
    phone.wait_for_function("() => indexedDB.databases().then((all) => all.length === 0)")
    with no_signal(phone):
        phone.goto("/review/")
        expect(phone.get_by_text("本机还没有评审材料")).to_be_visible()
        phone.goto("about:blank")  # nobody is signed in any more: the page would ask in vain
    forget_refusals(console_errors)


def test_another_person_finds_nothing_of_the_first(world, phone, console_errors):
    with no_signal(phone):
        open_sheet(phone)
        score(phone, 1, "6")
    expect(status(phone)).to_contain_text("已全部上传")
    phone.context.clear_cookies()
    phone.goto("/accounts/login/")
    sign_in_here(phone, world.captain.username)
    phone.wait_for_url(lambda url: "/login/" not in url)
    phone.goto("/review/offline/")
    expect(phone.get_by_text("本机还没有评审材料")).to_be_visible()
    forget_refusals(console_errors)


def test_the_pages_can_be_installed(phone):
    session = phone.context.new_cdp_session(phone)
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {error["errorId"] for error in errors} <= {"in-incognito"}, "as every window of a test is"
