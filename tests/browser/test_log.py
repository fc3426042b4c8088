"""A captain writes down an activity: on a phone with a photo, by keyboard, and without JavaScript."""

import pytest
from playwright.sync_api import expect

from core.models import Job
from core.services import jobs
from tests.chromium import DESKTOP, PHONE
from tests.workspace.log_world import make_log_world
from tests.workspace.media_files import encoded, halves
from workspace.models import Activity, ActivityFile

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLAIN = {**PHONE, "java_script_enabled": False}
PHOTO = {"name": "活动.jpg", "mimeType": "image/jpeg", "buffer": encoded(halves((640, 480)))}
PAPER = {"name": "计划.jpg", "mimeType": "image/jpeg", "buffer": b"%PDF-1.7\n"}


def write(page, theme: str = "岗位练兵比武", kind: str = "岗位练兵") -> None:
    page.get_by_label("类型").select_option(label=kind)
    page.get_by_label("主题").fill(theme)
    page.get_by_label("地点").fill("一楼大厅")
    page.get_by_label("参加人数").fill("8")


def test_on_a_phone_with_a_photo(sign_in, live_server, picture):
    world = make_log_world()
    phone = sign_in(world.captain.username, PHONE)
    phone.goto(world.url)
    phone.get_by_role("link", name="记一次活动").first.click()
    write(phone)
    expect(phone.get_by_role("checkbox", name="岗位练兵")).to_be_checked()
    phone.get_by_text("图片和视频").click()
    phone.get_by_label("图片", exact=True).set_input_files(PHOTO)
    picture(phone, "form")
    phone.get_by_role("button", name="保存记录").click()
    expect(phone.get_by_text("已记入创建日志")).to_be_visible()
    expect(phone.get_by_text("正在生成缩略图")).to_be_visible()
    jobs.run(Job.objects.get().pk)
    expect(phone.get_by_role("img", name="图片 1：岗位练兵比武")).to_be_visible()
    expect(phone.get_by_text("创建任务 1 项")).to_be_visible()
    picture(phone, "record")
    assert ActivityFile.objects.get().activity.place == "一楼大厅"


def test_a_like_record_is_pointed_out_while_typing(sign_in, live_server):
    world = make_log_world()
    world.record(by=world.captain, theme="岗位练兵 比武！", people=20)
    page = sign_in(world.captain.username, DESKTOP)
    page.goto(f"{world.url}new/")
    write(page)
    expect(page.get_by_text("同一天已有相同类型和主题的记录")).to_be_visible()
    page.get_by_label("仍要保存为另一条记录").check()
    page.get_by_role("button", name="保存记录").click()
    expect(page.get_by_text("已记入创建日志")).to_be_visible()
    assert Activity.objects.count() == 2


def test_boxes_follow_the_kind_and_stay_as_they_are_left(sign_in, live_server):
    world = make_log_world()
    page = sign_in(world.captain.username, DESKTOP)
    page.goto(f"{world.url}new/")
    write(page)
    box = page.get_by_role("checkbox", name="岗位练兵")
    expect(box).to_be_checked()
    box.uncheck()
    page.get_by_role("button", name="保存记录").click()
    expect(page.get_by_text("已记入创建日志")).to_be_visible()
    assert not Activity.objects.get().duties.exists()


def test_without_javascript_nothing_is_lost(sign_in, live_server):
    world = make_log_world()
    page = sign_in(world.captain.username, PLAIN)
    page.goto(f"{world.url}new/")
    write(page)
    page.get_by_label("简述").fill("写了很久的简述")
    page.get_by_text("图片和视频").click()
    page.get_by_label("图片", exact=True).set_input_files(PAPER)
    page.get_by_role("button", name="保存记录").click()
    expect(page.get_by_text("看起来是 PDF 文档").first).to_be_visible()
    expect(page.get_by_label("简述")).to_have_value("写了很久的简述")
    expect(page.get_by_role("checkbox", name="岗位练兵")).to_be_checked()
    page.get_by_role("button", name="保存记录").click()
    expect(page.get_by_text("已记入创建日志")).to_be_visible()
    assert list(Activity.objects.get().duties.all()) == [world.practice]


def test_by_keyboard_taken_back_and_brought_back(sign_in, live_server):
    world = make_log_world()
    activity = world.record()
    page = sign_in(world.captain.username, DESKTOP)
    page.goto(activity.get_absolute_url())
    page.get_by_role("button", name="撤下").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("已撤下“岗位练兵比武”")).to_be_visible()
    page.get_by_text("已撤下（1）").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="恢复").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("已恢复“岗位练兵比武”")).to_be_visible()
    assert Activity.objects.kept().get() == activity
