"""Two devices of one reviewer: neither overwrites in silence what the other one saved."""

import pytest
from playwright.sync_api import Page, expect

from core.lifecycle import perform
from creation_cycle.models import StandardItem
from reviews.models import ScoreSheet
from reviews.services import sheets
from tests.accessibility import assert_accessible
from tests.browser.on_site import (
    forget_refusals,
    item,
    no_signal,
    open_sheet,
    prepared,
    score,
    status,
    stored,
)
from tests.chromium import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_two_devices_of_one_reviewer(world, phone, sign_in, console_errors):
    tablet = prepared(sign_in(world.reviewer.username, PHONE))
    with no_signal(phone):
        open_sheet(phone)
        score(phone, 1, "6")
        with no_signal(tablet):
            open_sheet(tablet)
            score(tablet, 1, "9")
        expect(status(tablet)).to_contain_text("已全部上传")
    expect(status(phone)).to_contain_text("需处理 1 项")
    choice = item(phone, 1).get_by_role("group", name="项目1：您在另一台设备上也修改了")
    expect(choice.get_by_text("6 分")).to_be_visible()
    expect(choice.get_by_text("9 分")).to_be_visible()
    assert stored() == {"项目1": 9}
    assert_accessible(phone)
    choice.get_by_role("button", name="用本机的").click()
    expect(status(phone)).to_contain_text("已全部上传")
    assert stored() == {"项目1": 6}
    forget_refusals(console_errors)


def look_again(page: Page, seen: str) -> None:
    """As a phone that was woken: it reads what the portal holds. `seen` is where the document says so."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_function(
        """async (seen) => {
            const opened = indexedDB.open("review");
            await new Promise((resolve) => (opened.onsuccess = resolve));
            const all = opened.result.transaction("documents").objectStore("documents").getAll();
            await new Promise((resolve) => (all.onsuccess = resolve));
            opened.result.close();
            return JSON.stringify(all.result).includes(seen);
        }""",
        arg=seen,
    )


def save_elsewhere(points: int, comment: str = "平板上写的") -> None:
    sheets.save_scores(
        ScoreSheet.objects.get(), points={StandardItem.objects.get(name="项目1").pk: points}, comment=comment
    )


def test_what_is_typed_under_older_points_does_not_overwrite_newer_ones(phone, console_errors):
    save_elsewhere(5, "")
    phone.goto(f"/review/offline/?sheet={ScoreSheet.objects.get().assignment_id}")
    expect(item(phone, 1).get_by_label("得分")).to_have_value("5")
    item(phone, 1).get_by_label("评语").focus()
    save_elsewhere(8)
    look_again(phone, "平板上写的")
    expect(item(phone, 1)).to_contain_text("服务器上：8 分")
    item(phone, 1).get_by_label("评语").fill("现场补记")
    item(phone, 1).get_by_label("评语").blur()
    expect(item(phone, 1).get_by_role("group", name="项目1：您在另一台设备上也修改了")).to_be_visible()
    assert stored() == {"项目1": 8}
    phone.get_by_role("button", name="用本机的").click()
    expect(status(phone)).to_contain_text("已全部上传")
    item(phone, 1).get_by_label("评语").fill("再补一句")
    item(phone, 1).get_by_label("得分").fill("6")
    item(phone, 1).get_by_label("评语").focus()
    expect(item(phone, 1)).to_contain_text("服务器上：6 分，“再补一句”")
    item(phone, 1).get_by_label("评语").fill("第三句")
    item(phone, 1).get_by_label("评语").blur()
    expect(item(phone, 1)).to_contain_text("服务器上：6 分，“第三句”")
    expect(status(phone)).to_contain_text("已全部上传")
    forget_refusals(console_errors)


def test_nor_does_an_older_comment(phone, console_errors):
    save_elsewhere(5, "")
    phone.goto(f"/review/offline/?sheet={ScoreSheet.objects.get().assignment_id}")
    phone.get_by_role("textbox", name="总体意见").focus()
    save_elsewhere(5)
    look_again(phone, "平板上写的")
    phone.get_by_role("textbox", name="总体意见").fill("手机上写的")
    phone.get_by_role("textbox", name="总体意见").blur()
    expect(status(phone)).to_contain_text("需处理 1 项")
    assert ScoreSheet.objects.get().comment == "平板上写的"
    forget_refusals(console_errors)


def leave_at_once(page: Page) -> None:
    """The tab is closed, whatever it asks."""
    page.close(run_before_unload=False)


def test_the_page_proper_goes_by_what_it_shows(phone, console_errors):
    save_elsewhere(5, "")
    tab = phone.context.new_page()
    open_sheet(tab)
    save_elsewhere(8)
    look_again(tab, "平板上写的")
    with no_signal(phone):
        item(tab, 1).get_by_label("评语").fill("现场补记")
        item(tab, 1).get_by_label("评语").blur()
        expect(tab.get_by_text("没有信号，填写的内容保存在本机")).to_be_visible()
        phone.wait_for_function("() => localStorage.getItem('review-unsent') === '1'")
        leave_at_once(tab)
        open_sheet(phone)
    expect(status(phone)).to_contain_text("需处理 1 项")
    assert stored() == {"项目1": 8}
    forget_refusals(console_errors)


def test_what_the_page_proper_saved_by_itself_is_no_other_device(phone, console_errors):
    tab = phone.context.new_page()
    open_sheet(tab)
    for points in ("6", "7"):
        score(tab, 1, points)
        expect(tab.locator("#sheet-progress")).to_contain_text(f"{points}/")
    with no_signal(phone):
        score(tab, 1, "8")
        phone.wait_for_function("() => localStorage.getItem('review-unsent') === '1'")
        leave_at_once(tab)
        open_sheet(phone)
    expect(status(phone)).to_contain_text("已全部上传")
    assert stored() == {"项目1": 8}
    forget_refusals(console_errors)


def test_what_another_device_saved_can_stand(phone, console_errors):
    with no_signal(phone):
        open_sheet(phone)
        score(phone, 1, "6")
        sheets.save_scores(ScoreSheet.objects.get(), points={StandardItem.objects.get(name="项目1").pk: 9})
    phone.get_by_role("button", name="用服务器上的").click()
    expect(status(phone)).to_contain_text("已全部上传")
    expect(item(phone, 1).get_by_label("得分")).to_have_value("9")
    assert stored() == {"项目1": 9}
    forget_refusals(console_errors)


def test_a_sheet_that_was_handed_in_meanwhile_takes_nothing_and_loses_nothing(world, phone, console_errors):
    sheet = ScoreSheet.objects.get()
    with no_signal(phone):
        open_sheet(phone)
        score(phone, 1, "6")
        world.fill(sheet)
        perform(sheet, "submit", by=world.reviewer)
    expect(item(phone, 1)).to_contain_text("未上传：评分表已提交，不能修改")
    expect(phone.get_by_text("评分表已提交，不能再修改。")).to_be_visible()
    assert item(phone, 1).get_by_label("得分").input_value() == "6"
    assert stored()["项目1"] == 9
    forget_refusals(console_errors)
