"""What the walks share: a window of one's own for each person, and pictures of the stations."""

from collections.abc import Callable
from contextlib import ExitStack, contextmanager

import pytest
from playwright.sync_api import Page, expect

from deploy.paths import VAR
from tests.chromium import DESKTOP, _open
from tests.factories import PASSWORD

expect.set_options(timeout=15_000)  # as long as the windows wait: two cores carry browser, server and tests


@pytest.fixture
def site(live_server):
    """The server that the windows look at; a file with a world of its own overrides it."""
    return live_server


@pytest.fixture
def password() -> str:
    """What everybody in the file's world signs in with."""
    return PASSWORD


@pytest.fixture
def open_window(chromium, site, console_errors, request) -> Callable[..., Page]:
    """`open_window(device)`: a browser with cookies of its own; all close with the test."""
    with ExitStack() as windows:

        def open_one(device: dict = DESKTOP) -> Page:
            window = contextmanager(_open)(chromium, site, device, console_errors, request)
            return windows.enter_context(window)

        yield open_one


@pytest.fixture
def sign_in(open_window, password) -> Callable[..., Page]:
    """`sign_in(username, device)`: that person at the first page, come through the login form."""

    def enter(username: str, device: dict = DESKTOP) -> Page:
        page = open_window(device)
        page.goto("/accounts/login/")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码").fill(password)
        page.get_by_role("main").get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/accounts/login/" not in url)
        return page

    return enter


@pytest.fixture
def picture(request) -> Callable[[Page, str], None]:
    """`picture(page, name)`: one numbered screenshot a station, in var/screenshots/<walk>/."""
    directory = VAR / "screenshots" / request.node.originalname.removeprefix("test_").replace("_", "-")
    directory.mkdir(parents=True, exist_ok=True)
    for old in directory.glob("*.png"):
        old.unlink()
    taken = 0

    def take(page: Page, name: str) -> None:
        nonlocal taken
        taken += 1
        screen = page.viewport_size
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({**screen, "height": max(height, screen["height"])})  # bars stay at the edge
        page.screenshot(path=directory / f"{taken:02}-{name}.png")
        page.set_viewport_size(screen)

    return take
