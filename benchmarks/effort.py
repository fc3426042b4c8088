"""`./go bench effort`: how much a captain types, clicks and waits for, counted by doing it in a real browser.

The portal is started on a database of its own with a unit whose profile and roster exist. Chromium does what a
captain does: files, records one activity, assesses the unit, applies. The page itself counts presses, changed
fields, chosen files and loads. The last line is one JSON object; the exit code is 1 when a target is missed.
"""

import argparse
import json
import os
import shutil
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
  const read = () => JSON.parse(localStorage.getItem("effort") || '{"fields":[],"clicks":0,"loads":0,"uploads":0}');
  const write = (change) => { const effort = read(); change(effort); localStorage.setItem("effort", JSON.stringify(effort)); };
  write((effort) => { effort.loads += 1; });
  const reacts = "a, button, summary, label, select, input[type=checkbox], input[type=radio]";
  addEventListener("pointerdown", (event) => {
    if (event.isTrusted && event.target.closest(reacts)) write((effort) => { effort.clicks += 1; });
  }, true);
  addEventListener("change", ({ target }) => {
    if (target.type === "file") write((effort) => { effort.uploads += target.files.length; });
    if (["checkbox", "radio", "file"].includes(target.type)) return;
    write((effort) => { if (!effort.fields.includes(target.name)) effort.fields.push(target.name); });
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
            page.get_by_role("link", name="记一条").first.click()
            page.get_by_label("类型").select_option(label="志愿服务")
            page.get_by_label("主题").fill("社区课后陪读")
            page.get_by_label("地点").fill("社区活动室")
            page.get_by_label("参加人数").fill("8")
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
            page.get_by_text("第 1 版自评已完成").wait_for()

    def apply(self) -> None:
        with self.task("application", None) as page:
            page.get_by_role("button", name="申请达标考核").click()
            page.get_by_text("已申请达标考核").wait_for()


class Scene:
    """The portal's database as the captain finds it, and what the others do in between."""

    def __init__(self):
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        for command in ("load_regions", "load_rulesets", "load_duties"):
            call_command(command, stdout=open(os.devnull, "w"))
        from tests.journey import Journey

        self.journey = Journey()
        self.journey.captain.username = "captain"
        self.journey.captain.save()

    @property
    def candidacy(self):
        return self.journey.unit.candidacies.get()

    def file_and_begin(self) -> None:
        """Recommended, filed, planned and begun by those whose turn it is; a round is open."""
        self.journey.take(self.candidacy, "creating")
        self.journey.open_round()


@contextmanager
def portal(port: int, database: Path) -> Iterator[None]:
    """The web process of the demo on `port`, without worker and scheduler."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "config.wsgi:application"]
    with (database.parent / "web.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, preexec_fn=dies_with_parent)
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz")
            yield
        finally:
            stop(process)
