"""动态调整 from the proposal to the answer of the appeal, in the windows of all who have a part in it."""

import pytest
from playwright.sync_api import expect
from zeal import zeal_ignore

from creation_cycle.models import Adjustment
from creation_cycle.services import adjustments
from tests.accessibility import assert_accessible
from tests.browser.acts import fill_in, make_move
from tests.creation_cycle.adjustment_world import ANSWER, DECISION, AdjustmentWorld
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FACTS = "创建台账与现场不符：三次活动没有现场记录。"
APPEAL = "决定所列的三次活动均有现场记录，附在创建日志中。"
SAID = "三次活动改期举行，记录登记在改期后的日期。"


def sign_in(page, user) -> None:
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    fill_in(page, username=user.username, password=PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_load_state()


@pytest.fixture
def second_move(monkeypatch) -> None:
    """Deciding and taking effect are two moves of one row in two transactions, and each locks it anew.

    zeal takes the second lock for a query a row; it looks away for exactly this move, on the server's thread too.
    """
    effect = adjustments.put_in_effect

    def unwatched(adjustment):
        with zeal_ignore():
            return effect(adjustment)

    monkeypatch.setattr(adjustments, "put_in_effect", unwatched)


def open_adjustment(page, adjustment) -> None:
    page.goto(f"/admin/creation_cycle/adjustment/{adjustment.pk}/change/")


def verified(page, number: str) -> None:
    """Ask about a certificate as anybody does: by typing its number."""
    page.context.clear_cookies()
    page.goto("/verify/")
    page.get_by_label("证书编号").fill(number)
    page.get_by_role("button", name="核验", exact=True).click()
    page.wait_for_load_state()


def test_from_the_proposal_to_the_answer_of_the_appeal(page, phone, second_move):
    world = AdjustmentWorld(star=2)
    number = world.title.certificates.get().number

    sign_in(page, world.officer)
    page.goto(f"/admin/creation_cycle/adjustment/add/?title={world.title.pk}")
    fill_in(page, kind="调整星级", facts=FACTS, clause="工作指引 二.3")
    page.get_by_label("向社会公布").check()
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_load_state()
    adjustment = Adjustment.objects.get()
    open_adjustment(page, adjustment)
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
    open_adjustment(page, adjustment)
    expect(page.get_by_text(SAID).first).to_be_visible()
    make_move(page, "作出决定", **DECISION)
    expect(page.get_by_text("已生效").first).to_be_visible()

    page.goto("/notices/adjustments/")
    expect(page.get_by_text(DECISION["public_reason"])).to_be_visible()
    page.get_by_role("link", name=world.unit.name).click()
    expect(page.get_by_text("一星级").first).to_be_visible()
    expect(page.get_by_text(DECISION["decision_number"]).first).to_be_visible()
    assert_accessible(page)
    verified(page, number)
    expect(page.get_by_text("调整星级").first).to_be_visible()

    phone.goto("/desk/")
    phone.get_by_role("link", name="查看或申诉").click()
    phone.get_by_role("link", name="申诉", exact=True).click()
    phone.get_by_label("申诉理由").fill(APPEAL)
    phone.get_by_role("button", name="提交申诉").click()
    expect(phone.get_by_text(APPEAL)).to_be_visible()

    sign_in(page, world.upper_approver)
    open_adjustment(page, adjustment)
    expect(page.get_by_text(APPEAL).first).to_be_visible()
    make_move(page, "撤销决定", **ANSWER)
    page.goto(f"/honor-roll/{world.unit.slug}/")
    expect(page.get_by_text("二星级").first).to_be_visible()
    expect(page.get_by_text(ANSWER["appeal_outcome"])).to_be_visible()
    phone.reload()
    expect(phone.get_by_text(ANSWER["appeal_outcome"])).to_be_visible()
    world.title.refresh_from_db()
    assert (world.title.star, Adjustment.objects.get().state) == (2, "overturned")
