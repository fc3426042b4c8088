"""A complaint from a phone with a photo, through officer, captain and two checkers, to the word on the reply."""

import pytest
from playwright.sync_api import expect

from reviews.models import Complaint, ComplaintCheck
from tests.accessibility import assert_accessible
from tests.browser.acts import make_move
from tests.chromium import PHONE
from tests.honor_roll.world import make_title
from tests.reviews.complaint_world import ComplaintWorld
from tests.workspace.media_files import encoded
from tests.workspace.media_files import picture as drawn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHOTO = {"name": "窗口.jpg", "mimeType": "image/jpeg", "buffer": encoded(drawn())}
SAID = "周二下午两点，三个窗口只有一个有人，排了五十分钟才办上。"


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_from_the_plaque_to_the_word_on_the_reply(open_window, sign_in, picture):
    world = ComplaintWorld()
    make_title(world.unit)
    phone = open_window(PHONE)
    phone.goto(world.unit.get_absolute_url())
    phone.get_by_role("main").get_by_role("link", name="投诉与监督").click()
    assert_accessible(phone)
    phone.get_by_label("服务态度").check()
    phone.get_by_label("投诉内容").fill(SAID)
    phone.get_by_label("照片或文件").set_input_files([PHOTO])
    phone.get_by_label("留下联系方式").check()
    phone.get_by_label("联系方式", exact=True).fill("13800000000")
    picture(phone, "form")
    assert fits(phone)
    phone.get_by_role("button", name="提交投诉").click()
    refused = phone.get_by_text("提交得太快了")
    heading = phone.get_by_role("heading", name="投诉已收到")
    expect(refused.or_(heading).first).to_be_visible()
    while refused.is_visible():  # a machine types faster than people do
        expect(phone.get_by_label("投诉内容")).to_have_value(SAID)
        phone.get_by_label("照片或文件").set_input_files([PHOTO])
        phone.get_by_role("button", name="提交投诉").click()
        phone.wait_for_load_state()
    heading.wait_for()
    picture(phone, "received")
    code = phone.locator("#tracking-code").inner_text()
    assert Complaint.objects.get().files.count() == 1

    officer = sign_in(world.officer.username)
    officer.goto("/admin/reviews/complaint/")
    picture(officer, "inbox")
    officer.get_by_role("link", name=Complaint.objects.get().number).click()
    make_move(officer, "受理")
    officer.get_by_label("转办摘要").fill("反映午间窗口开放不足，请说明当日排班。")
    officer.get_by_role("button", name="保存", exact=True).click()
    officer.get_by_role("link", name=Complaint.objects.get().number).first.click()
    picture(officer, "accepted")
    make_move(officer, "转办")
    officer.get_by_role("link", name="安排核查人员").last.click()
    for checker in world.checkers:
        officer.get_by_label(checker.name).check()
    picture(officer, "checkers")
    officer.get_by_role("button", name="保存").click()

    captain = sign_in(world.captain.username, PHONE)
    captain.goto("/desk/")
    captain.get_by_role("link", name="查看并说明").click()
    expect(captain.get_by_text("反映午间窗口开放不足")).to_be_visible()
    expect(captain.get_by_text(SAID)).to_have_count(0)
    captain.get_by_label("情况说明").fill("当日两人临时支援大厅，没有及时补位。")
    picture(captain, "statement")
    assert fits(captain)
    assert_accessible(captain)
    captain.get_by_role("button", name="保存并提交").click()
    expect(captain.get_by_text("情况说明已提交")).to_be_visible()

    officer.reload()
    make_move(officer, "开始核查")
    for checker in world.checkers:
        page = sign_in(checker.username)
        page.goto(f"/admin/reviews/complaint/{Complaint.objects.get().pk}/change/")
        page.get_by_role("link", name="记录我的核查情况").click()
        page.get_by_label("属实", exact=True).check()
        page.get_by_role("textbox", name="核查情况").fill("调取当日监控，两个窗口无人。")
        page.get_by_role("button", name="保存").click()
        page.wait_for_url("**/change/")
    assert not ComplaintCheck.objects.filter(outcome="").exists()
    officer.reload()
    officer.get_by_role("link", name="作出结论", exact=True).click()
    officer.get_by_label("属实", exact=True).check()
    officer.get_by_label("结论的依据").fill("监控录像与投诉一致。")
    officer.get_by_role("button", name="确认作出结论").click()
    officer.get_by_label("处理情况").fill("已要求调整排班。")
    officer.get_by_role("button", name="保存", exact=True).click()
    officer.get_by_role("link", name=Complaint.objects.get().number).first.click()
    make_move(officer, "反馈投诉人", reply="经核查属实，该集体已调整排班。感谢您的监督。")
    picture(officer, "answered")

    phone.get_by_role("link", name="查询办理情况").click()
    phone.get_by_label("查询码").fill(code.lower())
    phone.get_by_role("button", name="查询", exact=True).click()
    expect(phone.get_by_text("该集体已调整排班")).to_be_visible()
    picture(phone, "tracking")
    assert fits(phone)
    assert_accessible(phone)
    phone.get_by_label("满意", exact=True).check()
    phone.get_by_role("button", name="提交评价").click()
    expect(phone.get_by_text("您的评价已经收到")).to_be_visible()
    assert Complaint.objects.get().satisfaction == "satisfied"
