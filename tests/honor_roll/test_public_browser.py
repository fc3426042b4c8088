"""The public pages in a real browser: accessible, inside the screen, and alive without a reload."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from creation_cycle.enums import CandidacyState, TitleState
from creation_cycle.services import rule_sets
from tests import factories as make
from tests.accessibility import assert_accessible
from tests.honor_roll.world import certificate_of, make_candidacy, make_notice, make_title
from units.enums import Level

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def addresses() -> list[str]:
    """A small public world, and the address of each kind of page in it."""
    _, city, county = make.make_line()
    for path in rule_sets.SHIPPED.glob("*.toml"):
        rule_sets.load(path)
    cycle = make.make_cycle(city)
    long_name = "中山市某某集团有限公司轨道交通运营事业总部客运中心青年突击队"
    units = [make.make_unit(county, name) for name in ("办税服务厅", long_name)]
    title = make_title(units[0], star=2)
    make_title(units[1], level=Level.PROVINCIAL, star=3, on=date(2023, 12, 31), state=TitleState.WARNED)
    states = (CandidacyState.PUBLICISED, CandidacyState.CONTESTED)
    candidacies = [
        make_candidacy(unit, cycle, state, pledge="首问负责")
        for unit, state in zip(units, states, strict=True)
    ]
    notice = make_notice(cycle, candidacies, title="关于示例周期拟认定名单的公示", is_provisional=True)
    return [
        "/", "/honor-roll/", "/honor-roll/?level=city&q=办税", "/honor-roll/?q=没有", units[0].get_absolute_url(),
        units[1].get_absolute_url(), "/notices/", notice.get_absolute_url(), f"{notice.get_absolute_url()}object/",
        "/verify/", "/verify/?number=x", certificate_of(title).get_absolute_url(), "/rules/", "/transparency/",
        "/statistics/",
    ]  # fmt: skip


def test_public_pages_are_accessible_on_a_desktop(page, addresses):
    for address in addresses:
        page.goto(address)
        assert_accessible(page)


def test_public_pages_fit_a_phone(phone, addresses):
    for address in addresses:
        phone.goto(address)
        assert phone.evaluate("document.documentElement.scrollWidth") == 390, address


def test_a_filter_answers_without_a_reload_and_can_be_taken_back(page, addresses):
    page.goto("/honor-roll/")
    page.get_by_text("按级别、星级、区划、行业、状态筛选").click()
    page.get_by_label("级别").select_option("地市级")
    page.wait_for_url(re.compile("level=city"))
    expect(page.locator(".honor-rows h2")).to_have_text(["办税服务厅"])
    page.get_by_role("link", name="移除条件 级别：地市级").click()
    page.wait_for_url(lambda url: "level" not in url)
    expect(page.locator(".honor-rows h2")).to_have_count(2)


def test_from_the_front_page_to_an_objection_on_a_phone(phone, addresses):
    phone.goto("/")
    phone.get_by_role("link", name="关于示例周期拟认定名单的公示").click()
    phone.get_by_role("link", name="提出异议").click()
    phone.get_by_label("涉及的集体").select_option("办税服务厅")
    phone.get_by_label("异议内容").fill("三月五日上午九点，办事窗口无人值守半小时。")
    phone.get_by_label("匿名").check()
    phone.get_by_role("button", name="提交异议").click()
    phone.get_by_role("heading", name="异议已收到").wait_for()
    assert re.search(r"查询码 [2-9A-Z]{10}", phone.locator(".verdict").inner_text())
