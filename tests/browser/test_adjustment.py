"""动态调整: proposed by the officer, answered on a phone, read by the approver before the decision."""

import pytest
from playwright.sync_api import expect

from creation_cycle.models import Adjustment
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


def test_proposed_answered_on_a_phone_and_read_by_the_approver(page, phone):
    world = AdjustmentWorld(star=2)

    sign_in(page, world.officer)
    page.goto(f"/admin/creation_cycle/adjustment/add/?title={world.title.pk}")
    fill_in(page, kind="调整星级", facts=FACTS, clause="工作指引 二.3")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_load_state()
    adjustment = Adjustment.objects.get()
    page.goto(f"/admin/creation_cycle/adjustment/{adjustment.pk}/change/")
    make_move(page, "告知集体")

    sign_in(phone, world.captain)
    phone.goto("/desk/")
    phone.get_by_role("link", name="查看并答复").click()
    assert_accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    phone.get_by_role("link", name="陈述申辩", exact=True).click()
    phone.get_by_label("陈述申辩").fill(SAID)
    phone.get_by_role("button", name="提交陈述申辩").click()
    expect(phone.get_by_text(SAID)).to_be_visible()

    sign_in(page, world.approver)
    page.goto(f"/admin/creation_cycle/adjustment/{adjustment.pk}/change/")
    expect(page.get_by_text(SAID).first).to_be_visible()
