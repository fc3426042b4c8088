"""Hands that never touch a mouse: sign in, jump to the text, file, always seeing where one stands."""

import pytest
from playwright.sync_api import Page, expect

from creation_cycle.models import Candidacy
from tests.creation_cycle.desk_world import make_world
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOCUS_MARK = """() => {
  if (document.activeElement === document.body) return true; // between the last stop and the first
  const style = getComputedStyle(document.activeElement);
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return ring || style.boxShadow !== "none";
}"""
"""Whether one sees where the focus is: a ring around the element."""
ROUNDS = 80
"""More stops than any page of the desk has."""


def tab_to(page: Page, role: str, name: str) -> None:
    """Press Tab until that control has the focus; every stop on the way must show itself."""
    wanted = page.get_by_role(role, name=name, exact=True).first
    wanted.wait_for()
    for _ in range(ROUNDS):
        assert page.evaluate(FOCUS_MARK), page.evaluate("document.activeElement.outerHTML")
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab never comes to {role} {name}")


def test_from_the_login_to_a_submitted_filing(page):
    world = make_world()
    world.draft()
    page.goto("/accounts/login/?next=/desk/")
    tab_to(page, "textbox", "用户名 （必填）")
    page.keyboard.type(world.captain.username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")
    tab_to(page, "link", "前往提交备案")
    page.keyboard.press("Enter")
    page.wait_for_url("**#checks")
    tab_to(page, "button", "提交备案")
    page.keyboard.press("Enter")
    expect(page.get_by_text("备案已提交")).to_be_visible()
    assert Candidacy.objects.get().state == "submitted"


def test_skip_link_leads_past_the_head(page):
    page.goto("/honor-roll/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    expect(page.get_by_role("link", name="跳到正文")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#main') !== null")
