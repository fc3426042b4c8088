"""What a page points at exists: links, pictures, files named in passing, and what comments in code cite."""

import re
from pathlib import Path

import pytest
from PIL import Image

from tests.docs.markdown import DOCS, ROOT, headings, links, pages

NAMED_FILE = re.compile(r"`([\w.-]+/[\w./-]+\.(?:py|md|html|css|js|toml|csv|svg|sh|conf))`")
APPS = sorted(app.parent for app in ROOT.glob("*/apps.py"))
CODE = [*APPS, *(ROOT / name for name in ("deploy", "static", "templates", "tests"))]
CITATIONS = {"architecture.md": r"DESIGN §(\d+)", "domain.md": r"domain\.md §([\d.]+)"}
LARGEST_PICTURE = 200_000
by_name = pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))


def anchors(page: Path) -> set[str]:
    """As GitHub makes them from headings."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings(page)}


def is_there(page: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    found = (page.parent / path).resolve() if path else page
    return found.exists() and (not anchor or anchor in anchors(found))


@by_name
def test_links_and_pictures(page):
    assert [target for target in links(page) if not is_there(page, target)] == []


@by_name
def test_files_that_are_named(page):
    named = NAMED_FILE.findall(page.read_text(encoding="utf-8"))
    places = [ROOT, ROOT / "templates", page.parent, *APPS]

    assert [name for name in named if not any((place / name).exists() for place in places)] == []


def test_every_page_is_listed():
    listed = {(DOCS / target).resolve() for target in links(DOCS / "README.md")}

    assert set(DOCS.rglob("*.md")) - listed - {DOCS / "README.md"} == set()


def test_pictures_are_small_and_all_are_used():
    shown = {(page.parent / target).resolve() for page in pages() for target in links(page)}
    pictures = set((DOCS / "manual" / "img").glob("*.png"))

    assert pictures - shown == set()
    assert [picture.name for picture in pictures if picture.stat().st_size > LARGEST_PICTURE] == []


def test_pictures_fit_on_a_page():
    """A broken file does not open; wider ones would be shown scaled down until nobody can read them."""
    for picture in (DOCS / "manual" / "img").glob("*.png"):
        with Image.open(picture) as image:
            image.verify()
            assert image.width in (780, 1280), picture.name


def cited(pattern: str) -> set[str]:
    """What comments and docstrings cite by number, all over the project."""
    files = [
        file
        for folder in CODE
        for ending in ("py", "toml", "css", "html")
        for file in folder.rglob(f"*.{ending}")
    ]
    found = [re.findall(pattern, file.read_text(encoding="utf-8")) for file in files]
    return {number.rstrip(".") for numbers in found for number in numbers}


@pytest.mark.parametrize("page", CITATIONS)
def test_chapters_that_the_code_cites(page):
    numbers = {heading.split(" ")[0] for heading in headings(DOCS / page)}

    assert cited(CITATIONS[page]) - numbers == set()


def test_eligibility_rules_that_the_code_cites():
    numbers = re.findall(r"E[01]\d", (DOCS / "domain.md").read_text(encoding="utf-8"))

    assert cited(r"\b(E[01]\d)\b") - set(numbers) == set()
