"""What people mistype or mean badly: said at the field, kept as typed, shown as text and never run."""

import pytest
from playwright.sync_api import Page, expect

from tests import factories as make
from tests.browser.acts import fill_in
from tests.creation_cycle.desk_world import make_world
from tests.honor_roll.world import make_title
from units.models import Unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ATTACK = "<img src=x onerror=alert(1)><script>alert(2)</script>班组"
RARE = "䶮山𬱟江服务站"


@pytest.fixture
def dialogs(page) -> list[str]:
    """What dialogs said, should any page open one."""
    opened = []
    watch(page, opened)
    return opened


def watch(page: Page, dialogs: list[str]) -> None:
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("birth_date", "2999-01-01", "晚于今天"),
        ("identity_number", "110105194912310021", "校验不通过"),
    ],
)
def test_refused_member_keeps_what_was_typed(sign_in, field, value, reason):
    world = make_world()
    captain = sign_in(world.captain.username)
    captain.goto(f"/desk/units/{world.unit.pk}/roster/")
    captain.get_by_role("link", name="添加成员").click()
    fill_in(captain, name="李新", **{field: value})
    captain.get_by_role("button", name="保存成员").click()
    expect(captain.locator(f"#id_{field}_error")).to_contain_text(reason)
    expect(captain.get_by_label("姓名")).to_have_value("李新")
    expect(captain.locator(f"[name={field}]")).to_have_value(value)
    expect(captain.locator(f"[name={field}]")).to_have_attribute("aria-invalid", "true")
    assert world.unit.members.count() == 12


def test_markup_in_a_name_stays_text_wherever_it_is_shown(page, sign_in, dialogs):
    world = make_world()
    make.make_officer(world.city, username="officer")
    captain, officer = sign_in(world.captain.username), sign_in("officer")
    for window in (captain, officer):
        watch(window, dialogs)
    captain.goto(f"/desk/units/{world.unit.pk}/")
    fill_in(captain, name=ATTACK)
    captain.get_by_role("button", name="保存集体信息").click()
    expect(captain.get_by_role("heading", name=ATTACK)).to_be_visible()
    candidacy = world.draft()
    make_title(Unit.objects.get())
    for window, address in (
        (captain, candidacy.get_absolute_url()),
        (officer, "/admin/creation_cycle/title/"),
        (page, "/"),
        (page, "/honor-roll/"),
        (page, world.unit.get_absolute_url()),
    ):
        window.goto(address)
        expect(window.get_by_text(ATTACK).first).to_be_visible()
    assert dialogs == []


@pytest.mark.parametrize("typed", ["䶮", "𬱟江", RARE])
def test_rare_characters_are_found_on_the_honor_roll(page, typed):
    _, city, _ = make.make_line()
    for name in (RARE, "石岐服务站"):
        make_title(make.make_unit(city, name))
    page.goto("/honor-roll/")
    page.get_by_role("searchbox").fill(typed)
    page.keyboard.press("Enter")
    expect(page.locator(".honor-rows h2")).to_have_text([RARE])
    page.get_by_role("link", name=RARE, exact=True).click()
    expect(page.get_by_role("heading", name=RARE)).to_be_visible()
