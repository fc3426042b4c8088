"""Each role of the demo: where it lands, what it sees, what stays closed to it, in our language and on any screen."""

from functools import partial

import pytest
from playwright.sync_api import expect

from accounts.models import User
from creation_cycle.models import Candidacy
from demo import people
from tests.accessibility import assert_accessible
from tests.browser.reading import foreign_words, width
from tests.chromium import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROLES = {
    # username: (first page, its heading, places in the menu)
    "captain": ("/desk/", "我的工作台", ["我的工作台", "我的志愿服务", "收件箱"]),
    "county": ("/admin/", "等我办理", ["管理后台", "收件箱"]),
    "officer": ("/admin/", "等我办理", ["管理后台", "收件箱"]),
    "approver": ("/admin/", "等我办理", ["管理后台", "收件箱"]),
    "officer2": ("/admin/", "等我办理", ["管理后台", "收件箱"]),
    "reviewer": ("/review/", "评审", ["评审", "收件箱"]),
    "volunteer": ("/admin/", "等我办理", ["管理后台", "活动管理", "加入申请", "我的志愿服务", "收件箱"]),
    "steward": ("/volunteers/organise/", "活动管理", ["活动管理", "加入申请", "收件箱"]),
    "youth": ("/volunteers/me/", "我的资料", ["我的志愿服务", "收件箱"]),
    "credit": ("/admin/", "等我办理", ["管理后台", "收件箱"]),
    "auditor": ("/admin/", "等我办理", ["管理后台", "收件箱"]),
    "admin": ("/admin/", "等我办理", ["管理后台", "收件箱"]),
}
SCREENS = {
    "desktop": {**DESKTOP, "viewport": {"width": 1280, "height": 900}},
    "phone": PHONE,
}


@pytest.fixture
def sign_in(demo, sign_in):
    """The accounts that the demo prints."""
    return partial(sign_in, password=people.PASSWORD)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("username", ROLES)
def test_first_page_and_menu(username, screen, sign_in):
    address, heading, places = ROLES[username]
    page = sign_in(username, SCREENS[screen])
    assert page.url.endswith(address)
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    assert width(page) <= page.viewport_size["width"]
    assert foreign_words(page, *ROLES) == []
    assert_accessible(page)
    page.goto("/")
    menu = page.get_by_role("navigation", name="工作区").get_by_role("link")
    assert [text.split()[0] for text in menu.all_inner_texts()] == places


@pytest.mark.parametrize("username", ["officer", "admin"])
def test_every_page_of_the_sidebar_speaks_chinese(username, sign_in):
    page = sign_in(username)
    usernames = User.objects.values_list("username", flat=True)
    links = page.locator("#nav-sidebar a[href^='/admin/']").evaluate_all(
        "links => links.map(a => a.pathname)"
    )
    assert len(links) > 10
    english = set()
    for address in dict.fromkeys(links):
        page.goto(address)
        english.update(f"{address}: {words}" for words in foreign_words(page, *usernames))
    assert not english, "\n".join(sorted(english))


def test_another_city_does_not_exist(sign_in, console_errors):
    candidacy = Candidacy.objects.filter(cycle__committee__region__code="442000").first()
    page = sign_in("officer2")
    page.goto(f"/admin/creation_cycle/candidacy/{candidacy.pk}/change/")
    expect(page.get_by_role("heading", name="没有找到这个页面")).to_be_visible()
    assert foreign_words(page) == []
    assert [line for line in console_errors if "404" not in line] == []
    console_errors.clear()  # the browser logs every answer 404


def test_auditor_reads_everything_and_moves_nothing(sign_in):
    page = sign_in("auditor")
    page.goto("/admin/creation_cycle/candidacy/")
    expect(page.locator("#result_list tbody tr").first).to_be_visible()
    for state in ("submitted", "recommended", "met", "publicised"):
        candidacy = Candidacy.objects.filter(state=state, cycle__committee__region__code="442000").first()
        page.goto(f"/admin/creation_cycle/candidacy/{candidacy.pk}/change/")
        expect(page.get_by_text("目前没有由您办理的步骤")).to_be_visible()
        assert page.locator("a[href*='/move/'], button[name^='_save']").count() == 0
