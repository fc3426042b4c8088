"""What the walks share: a window of one's own for each person, and pictures of the stations."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Page, expect

from deploy.paths import VAR
from tests.chromium import DESKTOP, window
from tests.factories import PASSWORD

expect.set_options(timeout=15_000)  # as long as the windows wait: two cores carry browser, server and tests


@pytest.fixture(scope="session")
def seeded() -> Iterator[sqlite3.Connection]:
    """A copy of the seeded database; empty until the first test asks for the demo."""
    with closing(sqlite3.connect(":memory:")) as copy:
        yield copy


@pytest.fixture(scope="session")
def seeded_files(tmp_path_factory) -> Path:
    """Where a copy of the demo's photos lies, as `seeded` holds its rows."""
    return tmp_path_factory.mktemp("seeded") / "private"


@pytest.fixture
def demo(transactional_db, seeded, seeded_files) -> None:
    """The demo's world as `seed_demo` leaves it: told once a run, then put back for each test in no time."""
    connection.ensure_connection()
    private = Path(storages["private"].location)
    private.mkdir(parents=True, exist_ok=True)
    if seeded.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
        call_command("seed_demo", stdout=StringIO())
        connection.connection.backup(seeded)
        shutil.copytree(private, seeded_files, dirs_exist_ok=True)
    else:
        seeded.backup(connection.connection)
        shutil.copytree(seeded_files, private, dirs_exist_ok=True)
        ContentType.objects.clear_cache()


@pytest.fixture
def open_window(chromium, live_server, console_errors, request) -> Callable[..., Page]:
    """`open_window(device)`: a browser with cookies of its own; all close with the test."""
    with ExitStack() as windows:

        def open_one(device: dict = DESKTOP) -> Page:
            return windows.enter_context(window(chromium, live_server, device, console_errors, request))

        yield open_one


@pytest.fixture
def sign_in(open_window) -> Callable[..., Page]:
    """`sign_in(username, device)`: that person at the first page, come through the login form."""

    def enter(username: str, device: dict = DESKTOP, password: str = PASSWORD) -> Page:
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
        page.wait_for_load_state()
        screen = page.viewport_size
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({**screen, "height": max(height, screen["height"])})  # bars stay at the edge
        page.screenshot(path=directory / f"{taken:02}-{name}.png")
        page.set_viewport_size(screen)

    return take
