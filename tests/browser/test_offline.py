"""On site without signal: ten items and three photos, the tab closed and reopened, and all of it there once."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from core.lifecycle import perform
from creation_cycle.models import StandardItem
from reviews.models import OfflineEntry, Score, ScorePhoto, ScoreSheet
from reviews.services import sheets
from tests.accessibility import assert_accessible
from tests.chromium import PHONE
from tests.factories import PASSWORD
from tests.journey import Journey
from tests.workspace.media_files import encoded, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ITEMS = 10


@pytest.fixture
def world() -> Journey:
    """A unit under assessment by ten items of 10 points each."""
    world = Journey()
    dimension = world.standard.dimensions.first()
    StandardItem.objects.filter(standard=world.standard).delete()
    StandardItem.objects.bulk_create(
        StandardItem(
            standard=world.standard,
            dimension=dimension,
            name=f"项目{number}",
            points=10,
            step=1,
            order=number,
        )
        for number in range(1, ITEMS + 1)
    )
    world.candidacy("assessing")
    return world


@pytest.fixture
def phone(world, sign_in) -> Page:
    """The reviewer's phone, with all it needs on site."""
    return prepared(sign_in(world.reviewer.username, PHONE))


def prepared(page: Page) -> Page:
    page.goto("/review/")
    expect(page.get_by_text("1 个集体的材料已保存到本机")).to_be_visible()
    return page


@contextmanager
def no_signal(page: Page) -> Iterator[None]:
    page.context.set_offline(True)
    try:
        yield
    finally:
        page.context.set_offline(False)


def open_sheet(page: Page) -> None:
    page.goto(f"/review/{ScoreSheet.objects.get().assignment_id}/")
    expect(page.get_by_role("heading", name="示例集体")).to_be_visible()


def item(page: Page, number: int):
    return page.get_by_role("region", name=f"项目{number}", exact=True)


def score(page: Page, number: int, points: str) -> None:
    box = item(page, number).get_by_label("得分")
    box.fill(points)
    box.blur()


def take_photo(page: Page, number: int, *files) -> None:
    item(page, number).get_by_label("现场照片").set_input_files(list(files))


def shot(colour: str) -> dict:
    return {
        "name": f"{colour}.png",
        "mimeType": "image/png",
        "buffer": encoded(picture(colour=colour), "PNG"),
    }


def status(page: Page):
    return page.locator("#offline-status")


def stored() -> dict[str, int]:
    return {score.item.name: int(score.points) for score in Score.objects.select_related("item")}


def forget_refusals(console_errors: list[str]) -> None:
    """What a browser notes of requests that did not get through."""
    strange = [
        line for line in console_errors if "ERR_INTERNET_DISCONNECTED" not in line and "401" not in line
    ]
    console_errors[:] = strange


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


def test_the_sign_in_ends_on_site(world, phone, console_errors):
    with no_signal(phone):
        open_sheet(phone)
        score(phone, 1, "6")
        Session.objects.all().delete()
    expect(status(phone)).to_contain_text("登录已过期，内容仍在本机，请重新登录")
    assert not Score.objects.exists()
    phone.get_by_role("link", name="重新登录").click()
    sign_in_here(phone, world.reviewer.username)
    expect(phone.get_by_text("本机离线填写的 1 项已上传")).to_be_visible()
    assert stored() == {"项目1": 6}
    forget_refusals(console_errors)


def sign_in_here(page: Page, username: str) -> None:
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()


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


def test_signing_out_leaves_nothing_on_the_phone(phone, settings, console_errors):
    settings.ZEAL_ALLOWLIST = [{"model": "sessions.Session"}]  # Django looks a session up once more to end it
    phone.locator("summary", has_text="测试员").click()
    phone.get_by_role("button", name="退出登录").click()
    phone.wait_for_url(lambda url: "/review/" not in url)
    phone.wait_for_function("() => indexedDB.databases().then((all) => all.length === 0)")
    with no_signal(phone):
        phone.goto("/review/")
        expect(phone.get_by_text("本机还没有评审材料")).to_be_visible()
        phone.goto("about:blank")  # nobody is signed in any more: the page would ask in vain
    forget_refusals(console_errors)


def test_another_person_finds_nothing_of_the_first(world, phone, console_errors):
    with no_signal(phone):
        open_sheet(phone)
        score(phone, 1, "6")
    expect(status(phone)).to_contain_text("已全部上传")
    phone.context.clear_cookies()
    phone.goto("/accounts/login/")
    sign_in_here(phone, world.captain.username)
    phone.wait_for_url(lambda url: "/login/" not in url)
    phone.goto("/review/offline/")
    expect(phone.get_by_text("本机还没有评审材料")).to_be_visible()
    forget_refusals(console_errors)


def test_the_pages_can_be_installed(phone):
    session = phone.context.new_cdp_session(phone)
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {error["errorId"] for error in errors} <= {"in-incognito"}, "as every window of a test is"
