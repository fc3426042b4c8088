"""Takes the manuals' pictures from a freshly seeded, running demo and writes them to docs/manual/img/.

    ./go demo --fresh                              # in one terminal
    .venv/bin/python docs/manual/take_screenshots.py   # in another; --address for another port, names for a few

Each picture is one entry of SHOTS: who is signed in, where, what is clicked on the way. It only looks: no click
here moves a record, and the roster that is pasted for one picture is never confirmed. Needs what `./go test` needs
(Playwright, Chromium).
"""

import argparse
import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).resolve().parent / "img"
ROOT = IMAGES.parents[2]
sys.path.insert(0, str(ROOT))

from deploy.browser import executable  # noqa: E402  (the project's root has to be on the path)
from deploy.fonts import with_chinese_fonts  # noqa: E402
from tests.chromium import ARGUMENTS, DESKTOP, PHONE  # noqa: E402

COLOURS = 128
PASSWORD = "Demo-2026-Pass!"  # noqa: S105  (the demo's one password, published on purpose)
SIZES = {"desktop": {**DESKTOP, "viewport": {"width": 1280, "height": 860}}, "phone": PHONE}


@dataclass(frozen=True)
class Shot:
    """One picture. `way` are selectors clicked one after the other (with a text: filled in), `at` the one on top.

    `handed` is where an address is shown that somebody else gets: it is opened in the end, by nobody who is signed in.
    """

    name: str
    path: str
    by: str = ""
    way: tuple[str | tuple[str, str], ...] = ()
    at: str = ""
    handed: str = ""
    size: str = "desktop"


def waiting(state: str) -> str:
    """The staff's list of candidacies in one state of the live cycle's committee."""
    return f"/admin/creation_cycle/candidacy/?state__exact={state}"


RUNNING_ROUND = "/admin/reviews/round/?state__exact=open"
CLOSED_ROUND = "/admin/reviews/round/?state__exact=closed"
NOTICE = "main a[href^='/notices/']:not([href*=objections])"
FIRST_ROW = "#result_list tbody th a"
CANDIDACY = ".desk-candidacy a"
CREATING = "captain55"
"""The captain of a unit that is creating: the story in `demo/scenes.py` is the same every time."""
ASSIGNMENT = "main a[href^='/review/']:not([href='/review/'])"
UNIT_PAGES = "main a[href$='/log/']"
TABS = ".unit-nav a[href$='/{}/']"
CARD = "main tbody th a"
JUDGED = ".desk-item:has(input[name$='-points'])"
ROSTER = """某单位青年文明号成员名单
名字\t性别\t出生年月\t政治面貌\t志愿者编号
陈一鸣\t男\t1998年5月\t共青团员\t0000001
林小满\t女\t1995.11\t群众\t0000002
周知夏\t女\t98-6\t共青团员\t0000003
合计\t3人"""
"""As offices have it: a title above the header, dates in two ways, one of them wrong, a sum below. Invented people."""

SHOTS = (
    Shot("honor-roll", "/honor-roll/"),
    Shot("unit", "/honor-roll/?q=东区街道示例户政服务窗口", way=(".honor-rows a",)),
    Shot("notice", "/notices/", way=(NOTICE,)),
    Shot("object", "/notices/", way=(NOTICE, "main a[href$='/object/']"), size="phone"),
    Shot("verify", "/honor-roll/?stars=2", way=(".honor-rows a", "main a[href^='/verify/']"), size="phone"),
    Shot("rules", "/rules/"),
    Shot("transparency", "/transparency/"),
    Shot("desk", "/desk/", by="captain"),
    Shot("desk-phone", "/desk/", by="captain", size="phone"),
    Shot("roster", "/desk/", by="captain", way=("text=花名册",)),
    Shot(
        "roster-import",
        "/desk/",
        by="captain",
        way=(
            "text=花名册",
            "text=导入花名册",
            ("textarea[name=pasted]", ROSTER),
            "text=读取并预览",
        ),
        at=".import-figures",
    ),
    Shot("log", "/desk/", by="captain", way=(UNIT_PAGES,)),
    Shot(
        "activity",
        "/desk/",
        by="captain",
        way=(UNIT_PAGES, ".log-rows a:has-text('开放周'), .log-rows a:has-text('号声嘹亮')"),
    ),
    Shot("duties", "/desk/", by=CREATING, way=(UNIT_PAGES, TABS.format("duties"))),
    Shot("growth-card", "/desk/", by="captain", way=(UNIT_PAGES, TABS.format("growth"), CARD)),
    Shot(
        "growth-own",
        "/desk/",
        by="captain",
        way=(UNIT_PAGES, TABS.format("growth"), CARD, "#link summary"),
        handed="#link .growth-address",
        size="phone",
    ),
    Shot("innovations", "/desk/", by="captain", way=(UNIT_PAGES, TABS.format("innovations"))),
    Shot("links", "/desk/", by="captain", way=(UNIT_PAGES, TABS.format("links"))),
    Shot("unit-form", "/desk/", by="captain", way=("a:text-is('集体信息')",)),
    Shot("filing", "/desk/", by="captain", way=(CANDIDACY,), at="#checks"),
    Shot("created-next", "/desk/", by="captain2", way=(CANDIDACY,)),
    Shot("plan", "/desk/", by="captain2", way=(CANDIDACY, "main a[href$='/plan/']")),
    Shot(
        "self-assessment",
        "/desk/",
        by=CREATING,
        way=(CANDIDACY, "main a[href$='/self-assessment/']", f"{JUDGED} summary"),
        at=JUDGED,
    ),
    Shot("documents", "/desk/", by=CREATING, way=(CANDIDACY, "main a[href$='/documents/']")),
    Shot("dashboard-county", "/admin/", by="county"),
    Shot("recommend", waiting("submitted"), by="county", way=(FIRST_ROW,)),
    Shot("dashboard", "/admin/", by="officer"),
    Shot("file", waiting("recommended"), by="officer", way=(FIRST_ROW,)),
    Shot("rule-sets", "/admin/creation_cycle/ruleset/", by="officer"),
    Shot("standard-import", "/admin/creation_cycle/standard/import/", by="officer"),
    Shot("committee-year", "/admin/workspace/duty/years/", by="officer", way=(".waiting a.what",)),
    Shot("rectification-new", "/admin/reviews/rectification/add/", by="officer"),
    Shot("round", RUNNING_ROUND, by="officer", way=(FIRST_ROW,)),
    Shot("assignments", RUNNING_ROUND, by="officer", way=(FIRST_ROW,), at="#assignments-group"),
    Shot("objection", "/admin/creation_cycle/objection/", by="officer", way=(FIRST_ROW,)),
    Shot("import", "/admin/creation_cycle/title/import/", by="officer"),
    Shot("admin-notice", "/admin/creation_cycle/notice/", by="officer", way=(FIRST_ROW,)),
    Shot("dashboard-approver", "/admin/", by="approver"),
    Shot("certify", waiting("publicised"), by="approver", way=(FIRST_ROW,)),
    Shot("reviews", "/review/", by="reviewer", size="phone"),
    Shot("sheet", "/review/", by="reviewer", way=(ASSIGNMENT,), at=".score-item:has(ul a)", size="phone"),
    Shot("lead", "/review/lead/", by="reviewer3", way=("main tbody th a",)),
    Shot(
        "result",
        CLOSED_ROUND,
        by="officer",
        way=(FIRST_ROW, "a:text-is('评审进度')", "a:text-is('考核结果')"),
    ),
    Shot(
        "selection",
        "/admin/reviews/selection/?state__exact=draft",
        by="officer",
        way=(FIRST_ROW, "a:text-is('拟定结论')"),
    ),
    Shot("quiz", "/admin/reviews/quiz/", by="officer", way=(FIRST_ROW,)),
    Shot("audit", waiting("certified"), by="auditor", way=(FIRST_ROW,)),
    Shot("users", "/admin/accounts/user/", by="admin"),
)


def take(browser: Browser, address: str, shot: Shot) -> None:
    with browser.new_context(base_url=address, **SIZES[shot.size]) as context:
        page = context.new_page()
        if shot.by:
            sign_in(page, shot.by)
        page.goto(shot.path)
        for step in shot.way:
            follow(page, step)
        if shot.handed:
            address = page.locator(shot.handed).first.inner_text()
            context.clear_cookies()
            page.goto(address)
        if shot.at:
            page.locator(shot.at).first.evaluate("e => e.scrollIntoView({behavior: 'instant'})")
        save(page.screenshot(), IMAGES / f"{shot.name}.png")


def follow(page: Page, step: str | tuple[str, str]) -> None:
    """Click a selector, or fill one with a text."""
    if isinstance(step, tuple):
        page.locator(step[0]).fill(step[1])
        return
    page.locator(step).first.click()
    page.wait_for_load_state("networkidle")


def sign_in(page: Page, username: str) -> None:
    page.goto("/accounts/login/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit], main form button").first.click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def save(picture: bytes, file: Path) -> None:
    """A palette of few colours: screenshots have few, and the repository stays small."""
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="only these pictures")
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    options = parser.parse_args()
    chosen = [shot for shot in SHOTS if not options.names or shot.name in options.names]
    IMAGES.mkdir(exist_ok=True)
    environment = with_chinese_fonts(os.environ, Path(sys.executable))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS, env=environment)
        for shot in chosen:
            take(browser, options.address, shot)
        browser.close()


if __name__ == "__main__":
    main()
