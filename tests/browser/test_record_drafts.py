"""The form of a record is a draft while it is written: it waits for its writer, who takes it up or gives it up."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import FormDraft
from tests.accessibility import assert_accessible
from tests.chromium import DESKTOP, PHONE
from tests.workspace.log_world import make_log_world
from tests.workspace.media_files import encoded, halves
from workspace.models import Activity

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHOTO = {"name": "活动.jpg", "mimeType": "image/jpeg", "buffer": encoded(halves((640, 480)))}


@pytest.fixture
def world():
    return make_log_world()


def write(page: Page, theme: str) -> None:
    page.get_by_label("类型").select_option(label="岗位练兵")
    page.get_by_label("主题").fill(theme)
    page.get_by_label("简述").fill(f"{theme}写了很久的简述")


def mark(page: Page):
    return page.locator(".save-state")


def offer(page: Page, words: str = ""):
    return page.get_by_role("region", name="上次没有保存的内容").filter(has_text=words)


def test_a_record_waits_and_is_taken_up(sign_in, world, picture):
    page = sign_in(world.captain.username, PHONE)
    page.goto(f"{world.url}new/")
    write(page, "消防演练")
    page.get_by_text("图片和视频").click()
    page.get_by_label("图片", exact=True).set_input_files(PHOTO)
    expect(mark(page)).to_contain_text("草稿已保存")
    page.goto("/desk/")
    page.goto(f"{world.url}new/")
    expect(page.get_by_label("主题")).to_have_value("")
    expect(offer(page)).to_contain_text("消防演练写了很久的简述")
    assert_accessible(page)
    picture(page, "offer")
    offer(page).get_by_role("link", name="接着填写").click()
    expect(page.get_by_label("主题")).to_have_value("消防演练")
    expect(page.get_by_label("简述")).to_have_value("消防演练写了很久的简述")
    expect(page.get_by_role("checkbox", name="岗位练兵")).to_be_checked()
    expect(page.locator(".form-errors, .invalid-feedback")).to_have_count(0)
    expect(page.get_by_text("图片、视频不在草稿中")).to_be_visible()
    picture(page, "taken-up")
    page.get_by_label("地点").fill("一楼大厅")
    page.get_by_label("参加人数").fill("8")
    page.get_by_role("button", name="保存记录").click()
    expect(page.get_by_text("已记入创建日志")).to_be_visible()
    assert Activity.objects.get().theme == "消防演练"
    assert not FormDraft.objects.exists()


def test_leaving_right_after_typing(sign_in, world):
    page = sign_in(world.captain.username, DESKTOP)
    page.goto(f"{world.url}new/")
    page.get_by_label("主题").press_sequentially("消防演练")
    page.get_by_role("link", name="返回", exact=True).click()
    page.wait_for_url(world.url)
    page.goto(f"{world.url}new/")
    expect(offer(page)).to_contain_text("消防演练")


def test_two_windows_are_two_drafts(sign_in, world):
    page = sign_in(world.captain.username, DESKTOP)
    for theme in ("消防演练", "读书会"):
        window = page.context.new_page()
        window.goto(f"{world.url}new/")
        write(window, theme)
        window.get_by_role("link", name="返回", exact=True).click()
        window.wait_for_url(world.url)
        window.close()
    page.goto(f"{world.url}new/")
    expect(offer(page)).to_have_count(2)
    offer(page, "读书会").get_by_role("button", name="不要了").click()
    expect(offer(page)).to_have_count(1)
    expect(offer(page)).to_contain_text("消防演练")


def test_a_change_waits_and_is_merged_with_what_came_meanwhile(sign_in, world):
    record = world.record(by=world.captain, theme="岗位练兵比武", place="一楼大厅")
    page = sign_in(world.captain.username, DESKTOP)
    address = f"{world.url}{record.pk}/edit/"
    page.goto(address)
    page.get_by_label("主题").fill("岗位练兵大比武")
    expect(mark(page)).to_contain_text("草稿已保存")
    Activity.objects.filter(pk=record.pk).update(place="二楼大厅")
    page.goto(address)
    expect(page.get_by_label("主题")).to_have_value("岗位练兵比武")
    offer(page).get_by_role("link", name="接着填写").click()
    expect(page.get_by_label("主题")).to_have_value("岗位练兵大比武")
    page.get_by_role("button", name="保存修改").click()
    expect(page.get_by_text("修改已保存")).to_be_visible()
    record.refresh_from_db()
    assert (record.theme, record.place) == ("岗位练兵大比武", "二楼大厅")


@pytest.mark.parametrize("path", ["innovations/new/", "care/new/"])
def test_other_records_wait_too(sign_in, world, path):
    page = sign_in(world.captain.username, DESKTOP)
    address = world.url.replace("log/", path)
    page.goto(address)
    field = page.locator("form[data-autosave] textarea, form[data-autosave] input[type=text]").first
    field.fill("写到一半的内容")
    expect(mark(page)).to_contain_text("草稿已保存")
    page.goto(address)
    offer(page).get_by_role("link", name="接着填写").click()
    expect(field).to_have_value("写到一半的内容")
