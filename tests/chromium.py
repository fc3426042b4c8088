"""Fixtures that click in a real browser against pytest-django's live server.

`page` is a desktop, `phone` a phone; both fail the test on console errors, a refused script or style
(content security policy) included, and leave a screenshot in `var/screenshots/` when the test fails.
"""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from deploy.browser import executable
from deploy.fonts import with_chinese_fonts
from deploy.paths import VAR

ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
COMMON = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
DESKTOP = {**COMMON, "viewport": {"width": 1280, "height": 800}}
PHONE = {
    **COMMON,
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(scope="session")
def chromium():
    """One browser for the whole run; each test gets its own context, hence its own cookies."""
    from playwright.sync_api import sync_playwright  # slow library, for browser tests only

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop lives in this thread
        browser = playwright.chromium.launch(
            executable_path=executable(),
            args=ARGUMENTS,
            env=with_chinese_fonts(os.environ, Path(sys.executable)),
        )
        yield browser
        browser.close()


@pytest.fixture
def console_errors() -> list[str]:
    """What the browser complained about; a test that provokes an error asserts on it and clears it."""
    return []


@pytest.fixture
def page(chromium, live_server, console_errors, request):
    """A desktop browser; relative addresses go to the live server."""
    with window(chromium, live_server, DESKTOP, console_errors, request) as page:
        yield page


@pytest.fixture
def phone(chromium, live_server, console_errors, request):
    """A phone: 390 × 844, touch."""
    with window(chromium, live_server, PHONE, console_errors, request) as phone:
        yield phone


@contextmanager
def window(chromium, live_server, device: dict, console_errors: list[str], request) -> Iterator:
    """A page with cookies of its own on `device`; what goes wrong in it fails the test of `request`."""
    with chromium.new_context(base_url=live_server.url, **device) as context:
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("console", lambda line: console_errors.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: console_errors.append(str(error)))
        yield page
        failed = request.node.stash.get(FAILED, False)
        if failed:
            _screenshot(page, request.node.nodeid + urlsplit(page.url).path)
    assert failed or not console_errors, f"the browser's console shows errors: {console_errors}"


def _screenshot(page, subject: str) -> None:
    directory = VAR / "screenshots"
    directory.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w.-]+", "_", subject).strip("_")
    page.screenshot(path=directory / f"{name}.png", full_page=True)
