"""On site without signal: ten items and three photos, the tab closed and reopened, and all of it there once."""

import pytest
from PIL import Image
from playwright.sync_api import expect

from reviews.models import OfflineEntry, Score, ScorePhoto, ScoreSheet
from tests.accessibility import assert_accessible
from tests.browser.on_site import (
    ITEMS,
    forget_refusals,
    item,
    no_signal,
    open_sheet,
    score,
    shot,
    status,
    stored,
    take_photo,
)
from workspace.media.images import LARGEST_IMAGE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_ten_items_and_three_photos_arrive_once(phone, console_errors):
    with no_signal(phone):
        tab = phone.context.new_page()
        open_sheet(tab)
        expect(status(tab)).to_contain_text("没有信号")
        for number in range(1, ITEMS + 1):
            score(tab, number, str(number % 10))
        item(tab, 2).get_by_label("评语").fill("现场查看台账")
        item(tab, 2).get_by_label("评语").blur()
        take_photo(tab, 3, shot("red"), shot("green"))
        take_photo(tab, 4, shot("blue"))
        expect(status(tab)).to_contain_text("待上传 13 项（照片 3 张）")
        assert_accessible(tab)
        tab.close()
        open_sheet(phone)
        assert item(phone, 7).get_by_label("得分").input_value() == "7"
        assert item(phone, 2).get_by_label("评语").input_value() == "现场查看台账"
        expect(item(phone, 3).get_by_role("img")).to_have_count(2)
        assert not Score.objects.exists()
    expect(status(phone)).to_contain_text("已全部上传")
    assert stored() == {f"项目{number}": number % 10 for number in range(1, ITEMS + 1)}
    assert sorted(ScorePhoto.objects.values_list("item__name", flat=True)) == ["项目3", "项目3", "项目4"]
    assert OfflineEntry.objects.count() == ITEMS + 3
    expect(item(phone, 2)).to_contain_text("服务器上：2 分，“现场查看台账”")
    expect(item(phone, 3)).to_contain_text("服务器上：3 分，照片 2 张")
    forget_refusals(console_errors)


def test_what_was_typed_in_a_field_that_was_never_left_is_kept(phone, console_errors):
    with no_signal(phone):
        tab = phone.context.new_page()
        open_sheet(tab)
        tab.get_by_role("textbox", name="总体意见").press_sequentially("写到一半")
        expect(status(tab)).to_contain_text("待上传 1 项")
        tab.close()
        open_sheet(phone)
        assert phone.get_by_role("textbox", name="总体意见").input_value() == "写到一半"
    expect(status(phone)).to_contain_text("已全部上传")
    assert ScoreSheet.objects.get().comment == "写到一半"
    forget_refusals(console_errors)


def test_an_answer_that_got_lost_on_its_way_back_is_not_applied_twice(phone, console_errors):
    with no_signal(phone):
        open_sheet(phone)
        score(phone, 1, "6")
    phone.context.route("**/sync/**", lambda route: (route.fetch(), route.abort()))
    phone.get_by_role("button", name="立即上传").click()
    expect(status(phone)).to_contain_text("没有信号")
    assert stored() == {"项目1": 6}
    phone.context.unroute("**/sync/**")
    score(phone, 1, "8")
    phone.get_by_role("button", name="立即上传").click()
    expect(status(phone)).to_contain_text("已全部上传")
    assert stored() == {"项目1": 8}
    console_errors[:] = [line for line in console_errors if "ERR_FAILED" not in line]
    forget_refusals(console_errors)


def test_a_network_that_carries_nothing_counts_as_none(phone, console_errors):
    """The page's own saves do not get through, and the phone holds no document of the sheet."""
    phone.context.route("**/document/", lambda route: route.fulfill(status=404))
    phone.evaluate(
        """async () => {
            const opened = indexedDB.open("review");
            await new Promise((resolve) => (opened.onsuccess = resolve));
            const cleared = opened.result.transaction("documents", "readwrite").objectStore("documents").clear();
            await new Promise((resolve) => (cleared.onsuccess = resolve));
            opened.result.close();
        }"""
    )
    tab = phone.context.new_page()
    open_sheet(tab)
    tab.route(tab.url, lambda route: route.abort() if route.request.method == "POST" else route.fallback())
    score(tab, 1, "6")
    expect(tab.get_by_text("本机离线填写的 1 项已上传")).to_be_visible(timeout=30_000)
    assert stored() == {"项目1": 6}
    tab.unroute(tab.url)
    tab.evaluate("dispatchEvent(new Event('online'))")
    expect(tab.get_by_text("已保存")).to_be_visible()
    score(tab, 1, "7")
    expect(tab.locator("#sheet-progress")).to_contain_text("7/")
    assert stored() == {"项目1": 7}
    console_errors[:] = [line for line in console_errors if "ERR_FAILED" not in line and "404" not in line]
    forget_refusals(console_errors)


def test_a_photo_too_large_for_the_portal_is_made_smaller_on_the_phone(phone, tmp_path, console_errors):
    large = tmp_path / "现场.jpg"
    Image.effect_noise((4200, 3200), 200).convert("RGB").save(large, quality=100)
    assert large.stat().st_size > LARGEST_IMAGE
    with no_signal(phone):
        open_sheet(phone)
        take_photo(phone, 1, large)
        expect(status(phone)).to_contain_text("照片 1 张")
    expect(status(phone)).to_contain_text("已全部上传")
    with ScorePhoto.objects.get().file.open() as file, Image.open(file) as arrived:
        assert arrived.size == (2000, 1524)
    forget_refusals(console_errors)


def test_what_is_no_photo_stays_with_its_reason_until_it_is_dropped(phone, tmp_path, console_errors):
    large = tmp_path / "大.jpg"
    large.write_bytes(b"x" * 40 * 1024 * 1024)
    with no_signal(phone):
        open_sheet(phone)
        take_photo(phone, 1, {"name": "假.jpg", "mimeType": "image/jpeg", "buffer": b"<?php echo 1; ?>"})
        take_photo(phone, 2, large)
        expect(item(phone, 2)).to_contain_text("未上传：“大.jpg”超过 10 MB")
    expect(item(phone, 1)).to_contain_text("未上传：“假.jpg”不是可用的图片（看起来是程序文件）")
    expect(status(phone)).to_contain_text("需处理 2 项")
    for number in (1, 2):
        item(phone, number).get_by_role("button", name="放弃本机的内容").click()
    expect(status(phone)).to_contain_text("已全部上传")
    assert not ScorePhoto.objects.exists()
    forget_refusals(console_errors)


def test_a_wrong_clock_does_no_harm(phone, console_errors):
    phone.clock.set_fixed_time("2031-01-01")
    with no_signal(phone):
        open_sheet(phone)
        score(phone, 1, "6")
        phone.clock.set_fixed_time("2001-01-01")
        score(phone, 2, "7")
        score(phone, 1, "8")
    expect(status(phone)).to_contain_text("已全部上传")
    assert stored() == {"项目1": 8, "项目2": 7}
    forget_refusals(console_errors)
