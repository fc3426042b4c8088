"""动态调整 from the officer to the upper committee: proposed, answered on a phone, decided, appealed, overturned."""

import pytest
from playwright.sync_api import expect

from creation_cycle.models import Adjustment, Certificate, Title
from tests.accessibility import assert_accessible
from tests.browser.acts import fill_in, make_move
from tests.creation_cycle.adjustment_world import AdjustmentWorld
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FACTS = "创建台账与现场不符：三次活动没有现场记录。"
SAID = "三次活动改期举行，记录登记在改期后的日期。"


def sign_in(page, user) -> None:
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    fill_in(page, username=user.username, password=PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_load_state()


def test_a_star_is_lost_and_given_back(page, phone):
    world = AdjustmentWorld(star=2)
    paper = Certificate.objects.get(title=world.title)

    sign_in(page, world.officer)
    page.goto(f"/admin/creation_cycle/adjustment/add/?title={world.title.pk}")
    fill_in(page, kind="调整星级", facts=FACTS, clause="工作指引 二.3")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_load_state()
    page.screenshot(path="/tmp/w5-add.png", full_page=True)
    adjustment = Adjustment.objects.get()
    page.goto(f"/admin/creation_cycle/adjustment/{adjustment.pk}/change/")
    make_move(page, "告知集体")

    sign_in(phone, world.captain)
    phone.goto("/desk/")
    phone.screenshot(path="/tmp/w5-card.png", full_page=True)
    phone.get_by_role("link", name="查看并答复").click()
    assert_accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    phone.screenshot(path="/tmp/w5-desk.png", full_page=True)
    phone.get_by_role("link", name="陈述申辩", exact=True).click()
    phone.get_by_label("陈述申辩").fill(SAID)
    phone.get_by_role("button", name="提交陈述申辩").click()
    expect(phone.get_by_text(SAID)).to_be_visible()

    sign_in(page, world.approver)
    page.goto(f"/admin/creation_cycle/adjustment/{adjustment.pk}/change/")
    expect(page.get_by_text(SAID).first).to_be_visible()
    page.screenshot(path="/tmp/w5-admin.png", full_page=True)
    make_move(
        page, "作出决定", decision_number="示例发〔2026〕9号", note="查证属实", public_reason="台账不实"
    )
    assert Title.objects.get().star == 1
    page.goto(f"/honor-roll/{world.unit.slug}/")
    expect(page.get_by_text("星级由二星级调整为一星级")).to_be_visible()
    assert_accessible(page)
    page.goto(f"/verify/{paper.number}/")
    expect(page.get_by_role("heading", name="已调整星级")).to_be_visible()

    phone.goto(f"/desk/adjustments/{adjustment.pk}/")
    phone.get_by_role("link", name="申诉", exact=True).click()
    phone.get_by_label("申诉理由").fill(SAID)
    phone.get_by_role("button", name="提交申诉").click()
    expect(phone.get_by_text("申诉已由示例省团委受理")).to_be_visible()

    sign_in(page, world.upper_approver)
    page.goto(f"/admin/creation_cycle/adjustment/{adjustment.pk}/change/")
    make_move(page, "撤销决定", note="改期属实", appeal_outcome="经复核，改期属实，撤销原决定。")
    assert Title.objects.get().star == 2
    page.goto(f"/honor-roll/{world.unit.slug}/")
    expect(page.get_by_text("申诉后撤销决定，恢复原状")).to_be_visible()
    page.screenshot(path="/tmp/w5-unit.png", full_page=True)
