"""What a reviewer does on site, on a phone with and without signal."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from reviews.models import Score, ScoreSheet
from tests.factories import PASSWORD
from tests.workspace.media_files import encoded, picture

ITEMS = 10
"""Of the standard on site."""


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


def sign_in_here(page: Page, username: str) -> None:
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()
