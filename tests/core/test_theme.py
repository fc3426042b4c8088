"""The theme's promises: contrast, no inline code, icons that exist, a frame that needs nothing to stand."""

import re
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import include, path
from lxml import etree

from core import context
from core.context import NavItem, nav_items, register_nav


def nothing(request):
    return HttpResponse()


app_name = "theme"
accounts = [path(f"{name}/", nothing, name=name) for name in ("login", "logout", "password_change")]
urlpatterns = [path("accounts/", include((accounts, "accounts")))]

TEMPLATES = [
    file
    for file in Path(settings.BASE_DIR, "templates").rglob("*.html")
    if "admin" not in file.relative_to(settings.BASE_DIR).parts
]
TEXT_PAIRS = [
    ("ink", "paper"), ("ink", "mist"), ("slate", "paper"), ("slate", "mist"), ("slate", "idle-tint"),
    ("on-red", "red"), ("on-red", "red-hover"), ("red-ink", "paper"), ("red-ink", "red-tint"),
    *((tone, f"{tone}-tint") for tone in ("ok", "wait", "stop", "info", "idle")),
    *(("ink", f"{tone}-tint") for tone in ("ok", "wait", "stop", "info", "idle")),
]  # fmt: skip


def tokens(theme: str) -> dict[str, str]:
    css = Path(settings.BASE_DIR, "static/css/tokens.css").read_text()
    block = re.search(rf'\[data-bs-theme="{theme}"\][^{{]*{{(.*?)}}', css, re.S)[1]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    """WCAG 2 relative luminance."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_has_contrast_on_its_ground(theme, text, ground):
    named = tokens(theme)
    assert contrast(named[text], named[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_edges_of_fields_can_be_seen(theme):
    named = tokens(theme)
    assert contrast(named["line-strong"], named["paper"]) >= 3


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_no_inline_style_or_script(file):
    """The content security policy would drop it silently."""
    text = file.read_text()
    assert re.findall(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=|javascript:", text) == []


def icon_names() -> set[str]:
    sprite = etree.parse(finders.find("img/icons.svg"))
    return {symbol.get("id") for symbol in sprite.iter("{http://www.w3.org/2000/svg}symbol")}


def test_every_icon_that_a_template_names_is_drawn():
    named = {name for file in TEMPLATES for name in re.findall(r'{% icon "([\w-]+)"', file.read_text())}
    assert named, "templates use icons"
    assert named - icon_names() == set()


class Person:
    is_authenticated = True

    def __str__(self):
        return "<b>王小明</b>"


@pytest.fixture
def page(rf, settings):
    """The frame as a given user sees it."""

    def render(user) -> str:
        request = rf.get("/desk/")
        request.user = user
        return render_to_string("404.html", {"user": user}, request)

    settings.ROOT_URLCONF = sys.modules[__name__].__name__
    return render


@pytest.fixture
def nav(monkeypatch):
    """An empty registry of places for the time of a test."""
    monkeypatch.setattr(context, "_nav_sources", [])


@pytest.mark.usefixtures("nav")
def test_visitors_see_no_workplaces_and_cost_no_query(page):
    register_nav(lambda request: pytest.fail("asked for a visitor"))
    html = page(AnonymousUser())
    assert 'aria-label="工作区"' not in html
    assert 'href="/accounts/login/"' in html
    assert 'href="#main"' in html


@pytest.mark.usefixtures("nav")
def test_places_of_all_apps_stand_in_order(page):
    register_nav(lambda request: [NavItem("管理后台", "/admin/", order=90)])
    register_nav(lambda request: [NavItem("我的工作台", "/desk/", order=10, count=3)])
    html = page(Person())
    assert html.index("我的工作台") < html.index("管理后台")
    assert '<a href="/desk/" aria-current="page">' in html
    assert "&lt;b&gt;王小明&lt;/b&gt;" in html


@pytest.mark.usefixtures("nav")
def test_registering_twice_shows_a_place_once(rf):
    def places(request):
        return [NavItem("评审", "/review/")]

    register_nav(places)
    register_nav(places)
    request = rf.get("/")
    request.user = Person()
    assert [item.label for item in nav_items(request)] == ["评审"]


def test_demo_says_so_with_its_date(page, settings):
    assert "演示环境" not in page(AnonymousUser())
    settings.DEMO = True
    settings.DEMO_CLOCK_FILE = "/nonexistent"
    html = page(AnonymousUser())
    assert "除已公布的称号外，人员与数据均为虚构" in html
    assert 'href="/demo/clock/"' in html


def test_footer_names_what_is_known_of_the_owner(page, settings):
    settings.PORTAL_OWNER = "共青团<示范>省委员会"
    html = page(AnonymousUser())
    assert "主办单位：共青团&lt;示范&gt;省委员会" in html
    assert "备案号" not in html


def test_the_page_for_failures_needs_no_context():
    html = render_to_string("500.html")
    assert "系统出错" in html
    assert "/accounts/" not in html
