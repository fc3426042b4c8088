"""An objection on a phone: anonymous, with a photo and a document, refused once without losing a word, and followed."""

import pytest
from playwright.sync_api import expect

from core.lifecycle import perform
from creation_cycle.models import Objection
from tests import factories as make
from tests.accessibility import assert_accessible
from tests.creation_cycle.objections import findings
from tests.honor_roll.world import make_public_world
from tests.workspace.media_files import encoded, picture
from tests.workspace.paper_files import pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHOTO = {"name": "窗口.jpg", "mimeType": "image/jpeg", "buffer": encoded(picture())}
PAPER = {"name": "情况.pdf", "mimeType": "application/pdf", "buffer": pdf()}
BROKEN = {"name": "坏了.jpg", "mimeType": "image/jpeg", "buffer": b"not a picture"}
SAID = "三月五日上午九点，办事窗口无人值守半小时。"


def test_from_the_notice_to_the_reply_on_a_phone(phone):
    cycle, unit, _, notice = make_public_world()
    officer = make.make_officer(cycle.committee)
    phone.goto(notice.get_absolute_url())
    phone.get_by_role("link", name="提出异议").click()
    assert_accessible(phone)
    phone.get_by_label("涉及的集体").select_option(unit.name)
    phone.get_by_label("异议内容").fill(SAID)
    phone.get_by_label("匿名").check()
    phone.get_by_label("证据").set_input_files([PHOTO, BROKEN])
    phone.get_by_role("button", name="提交异议").click()
    phone.get_by_text("请重新选择后再提交").wait_for()
    expect(phone.get_by_label("异议内容")).to_have_value(SAID)
    expect(phone.get_by_label("匿名")).to_be_checked()
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    phone.get_by_label("证据").set_input_files([PHOTO, PAPER])
    phone.get_by_role("button", name="提交异议").click()
    phone.get_by_role("heading", name="异议已收到").wait_for()
    code = phone.locator(".verdict strong").inner_text()
    phone.get_by_role("link", name="查询办理情况").click()
    objection = perform(Objection.objects.get(), "accept", by=officer)
    perform(objection, "dismiss", by=officer, **findings("dismiss", reply="经核查，当天窗口有人值守。"))
    phone.get_by_label("查询码").fill(code.lower())
    phone.get_by_role("button", name="查询").click()
    phone.get_by_text("经核查，当天窗口有人值守。").wait_for()
    expect(phone.get_by_text("2 个文件")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    assert_accessible(phone)
