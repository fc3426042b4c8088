"""An officer brings a table of volunteers: good rows and bad ones, seen before anything is written."""

import io

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from core.models import Job
from core.services import jobs
from tests.accessibility import assert_accessible
from tests.browser.acts import fill_in
from tests.chromium import DESKTOP, PHONE
from tests.volunteers.register_world import Register
from tests.volunteers.rosters import row, workbook
from volunteers.models import Volunteer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BAD = {
    "4": ("手机号码", "138123", "11位手机号码"),
    "6": ("证件号码", "", "末几位已经丢失"),
    "7": ("证件号码", "", "与第 2 行的证件号码重复"),
}


def table() -> dict:
    rows = [
        row(1, name="温若晴"), row(2, name="邝子谦"), row(3, name="冼雨桐", phone="138123"), row(4, name="麦浩然"),
        row(5, name="卓思齐", identity=1.10105194912310e17), row(1, name="温若晴"),
    ]  # fmt: skip
    return {
        "name": "志愿者名册.xlsx",
        "mimeType": "application/octet-stream",
        "buffer": workbook(rows).read(),
    }


def test_from_a_table_to_the_register(sign_in, picture):
    officer = sign_in(Register().officer.username)
    officer.goto("/admin/volunteers/volunteer/")
    officer.get_by_role("link", name="导入名册").click()
    officer.locator("[name=file]").set_input_files(table())
    fill_in(officer, basis="纸质同意书，由各组织保管")
    look(officer, picture, "upload")
    officer.get_by_role("button", name="上传并核对").click()
    officer.get_by_role("progressbar", name="进度").wait_for()
    look(officer, picture, "checking")
    jobs.run(Job.objects.get().pk)
    officer.get_by_text("任务已完成").wait_for()
    officer.get_by_role("link", name="查看结果").click()

    expect(officer.get_by_text("确认前没有写入任何记录")).to_be_visible()
    for number, (column, value, reason) in BAD.items():
        line = officer.get_by_role("row").filter(has_text=f"第 {number} 行").first
        expect(line).to_contain_text(column)
        expect(line).to_contain_text(value)
        expect(line).to_contain_text(reason)
    look(officer, picture, "preview")
    assert not Volunteer.objects.exists()
    with officer.expect_download() as wait:
        officer.get_by_role("link", name="下载错误明细").click()
    sheet = openpyxl.load_workbook(io.BytesIO(wait.value.path().read_bytes())).active
    assert [f"{cells[0].value:g}" for cells in sheet.iter_rows(min_row=2)] == list(BAD)

    officer.get_by_role("link", name="确认导入", exact=True).click()
    look(officer, picture, "confirm")
    officer.get_by_role("button", name="确认导入", exact=True).click()
    officer.get_by_role("link", name="查看写入进度").click()
    officer.get_by_role("progressbar", name="进度").wait_for()
    jobs.run(Job.objects.latest("pk").pk)
    officer.get_by_text("任务已完成").wait_for()
    look(officer, picture, "written")
    officer.get_by_role("link", name="查看结果").click()
    look(officer, picture, "done")
    officer.goto("/admin/volunteers/volunteer/")
    for name in ("温*晴", "邝*谦", "麦*然"):
        expect(officer.get_by_text(name).first).to_be_visible()
    assert Volunteer.objects.count() == 3
    look(officer, picture, "register")


def look(page: Page, picture, name: str) -> None:
    """On a desk and in the hand: nothing stands out of the window, and everybody can use it."""
    for device in (PHONE, DESKTOP):
        page.set_viewport_size(device["viewport"])
        width = device["viewport"]["width"]
        picture(page, f"{name}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        assert_accessible(page)
