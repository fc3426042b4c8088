"""`./go bench effort`: how much a captain types, clicks and waits for, counted by doing it in a real browser.

The portal is started on a database of its own with a unit whose profile and roster exist. Chromium does what a
captain does: files, records one activity, assesses the unit, applies. The page itself counts presses, changed
fields, chosen files and loads. The last line is one JSON object; the exit code is 1 when a target is missed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.browser import executable
from deploy.paths import ROOT
from deploy.processes import dies_with_parent, stop
from tests.chromium import ARGUMENTS, DESKTOP
from tests.servers import free_port

TARGETS = {
    ("filing", "fields"): 8,
    ("activity", "fields"): 5,
    ("self_assessment", "uploads"): 0,
    ("application", "clicks"): 3,
}
COUNTER = """
(() => {
  const empty = { fields: [], clicks: 0, loads: 0, uploads: 0 };
  const count = (change) => {
    const effort = JSON.parse(localStorage.getItem("effort")) || empty;
    change(effort);
    localStorage.setItem("effort", JSON.stringify(effort));
  };
  count((effort) => { effort.loads += 1; });
  const reacts = "a, button, summary, label, select, input[type=checkbox], input[type=radio]";
  addEventListener("pointerdown", (event) => {
    if (event.isTrusted && event.target.closest(reacts)) count((effort) => { effort.clicks += 1; });
  }, true);
  addEventListener("change", ({ target }) => {
    if (target.type === "file") count((effort) => { effort.uploads += target.files.length; });
    if (["checkbox", "radio", "file"].includes(target.type)) return;
    count(({ fields }) => { if (!fields.includes(target.name)) fields.push(target.name); });
  }, true);
})();
"""
"""Choices are clicks, everything else that is changed is a field; a field counts once however often it is corrected."""


class Captain:
    """Chromium with the captain signed in; each task is counted for itself."""

    def __init__(self, page):
        self.page = page
        self.tasks: dict[str, dict[str, int]] = {}

    def sign_in(self, username: str, password: str) -> None:
        self.page.goto("/accounts/login/")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(password)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url("**/desk/")

    @contextmanager
    def task(self, name: str, start: str | None) -> Iterator:
        """Count what happens inside; opening `start` belongs to the task, None goes on from where one stands."""
        self.page.evaluate("localStorage.removeItem('effort')")
        if start:
            self.page.goto(start)
        yield self.page
        self.page.wait_for_load_state("networkidle")
        counted = json.loads(self.page.evaluate("localStorage.getItem('effort')"))
        self.tasks[name] = {**counted, "fields": len(counted["fields"])}

    def file(self) -> None:
        with self.task("filing", "/desk/") as page:
            page.get_by_role("button", name="开始申报").click()
            page.get_by_role("button", name="提交备案").click()
            page.get_by_text("备案已提交").wait_for()

    def record_an_activity(self, unit: int) -> None:
        with self.task("activity", f"/desk/units/{unit}/log/") as page:
            page.get_by_role("link", name="记一次活动").first.click()
            page.locator("[name=activity_type]").select_option(label="志愿服务")
            page.locator("[name=theme]").fill("社区课后陪读")
            page.locator("[name=place]").fill("社区活动室")
            page.locator("[name=people]").fill("8")
            page.get_by_role("button", name="保存").first.click()
            page.get_by_role("heading", name="社区课后陪读").wait_for()

    def assess_the_unit(self) -> None:
        with self.task("self_assessment", "/desk/") as page:
            page.get_by_role("link", name="填写自评").first.click()
            for points in page.locator("input[name$='-points']").all():
                points.fill(points.get_attribute("max"))
            page.get_by_text("已完成 7/7 项").wait_for()
            page.locator("summary", has_text="依据").first.click()
            page.locator("input[name$='-records']").first.check()
            page.get_by_role("button", name="完成自评").click()
            page.get_by_role("button", name="申请达标考核").wait_for()

    def apply(self) -> None:
        with self.task("application", None) as page:
            page.get_by_role("button", name="申请达标考核").click()
            page.get_by_role("heading", name="等待进入考核").wait_for()


class Scene:
    """The portal's database as the captain finds it, and what the others do in between; needs Django set up."""

    def __init__(self):
        from django.core.management import call_command  # reads the settings that `main` has chosen

        from tests.journey import Journey  # likewise

        call_command("migrate", verbosity=0)
        with open(os.devnull, "w") as nowhere:
            call_command("load_duties", stdout=nowhere)
        self.journey = Journey()

    @property
    def candidacy(self):
        return self.journey.unit.candidacies.get()

    def file_and_begin(self) -> None:
        """Recommended, filed, planned and begun by those whose turn it is; a round is open."""
        self.journey.take(self.candidacy, "creating")
        self.journey.open_round()


@contextmanager
def portal(port: int, directory: Path) -> Iterator[None]:
    """The web process of the demo on `port`, without worker and scheduler."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    with (directory / "web.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "config.wsgi:application"], cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
            preexec_fn=dies_with_parent(),
        )  # fmt: skip
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz")
            yield
        finally:
            stop(process)


def _wait_for(address: str, patience: float = 60) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    sys.exit(f"the portal did not answer at {address}")


def measure(port: int, directory: Path) -> dict[str, dict[str, int]]:
    """Every task in the order of a captain's life, with what it took."""
    from playwright.sync_api import sync_playwright  # slow library

    from tests.factories import PASSWORD  # needs Django set up

    scene = Scene()
    with portal(port, directory), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        context = browser.new_context(base_url=f"http://127.0.0.1:{port}", **DESKTOP)
        context.set_default_timeout(20_000)
        context.add_init_script(COUNTER)
        captain = Captain(context.new_page())
        captain.sign_in(scene.journey.captain.username, PASSWORD)
        captain.file()
        scene.file_and_begin()
        captain.record_an_activity(scene.journey.unit.pk)
        captain.assess_the_unit()
        captain.apply()
        browser.close()
    return captain.tasks


def missed(tasks: dict[str, dict[str, int]]) -> list[str]:
    """Targets that were not reached, in words."""
    return [
        f"{task}: {tasks[task][what]} {what}, target ≤ {most}"
        for (task, what), most in TARGETS.items()
        if tasks[task][what] > most
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="./go bench effort")
    parser.add_argument(
        "--quick", action="store_true", help="as every benchmark has it; this one is always quick"
    )
    parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="effort-") as name:
        directory, port = Path(name), free_port()
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "config.settings_demo",
            "DEMO_DATABASE": str(directory / "effort.sqlite3"),
            "SITE_URL": f"http://127.0.0.1:{port}",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # Playwright's loop lives in this thread
        }
        import django  # reads the environment

        django.setup()
        tasks = measure(port, directory)
    for task, counted in tasks.items():
        print(task, *(f"{what} {number}" for what, number in counted.items()), sep="  ")
    problems = missed(tasks)
    for problem in problems:
        print(f"MISSED {problem}")
    print(json.dumps({"name": "effort", "tasks": tasks}, ensure_ascii=False))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
