"""The desk in a browser: the panel follows what is typed, drafts save themselves, phones and screen readers read it."""

import pytest
from django.conf import settings

from core.lifecycle import perform
from creation_cycle.models import Candidacy
from tests import factories as make
from tests.accessibility import assert_accessible
from tests.creation_cycle.desk_world import make_world
from tests.creation_cycle.self_assessment_world import KindsWorld, make_activity
from units.models import Member, Post

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(browser, client, live_server, user) -> None:
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    browser.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
    )


@pytest.fixture
def world(client, live_server, phone):
    """A unit of five whose captain is signed in on the phone."""
    world = make_world(members=5, young=5)
    sign_in(phone, client, live_server, world.captain)
    return world


def creating(world) -> Candidacy:
    Member.objects.create(unit=world.unit, name="第六人", birth_date="1996-05-01")
    candidacy = perform(world.draft(), "submit", by=world.captain)
    candidacy = perform(candidacy, "recommend", by=make.make_officer(world.county))
    candidacy = perform(candidacy, "file", by=make.make_officer(world.city))
    Candidacy.objects.update(plan="一", standard_summary="二", sign="三", carrier="四", pledge="五")
    return perform(candidacy, "begin", by=world.captain)


def test_a_sixth_member_typed_on_the_page_opens_the_button(phone, world):
    candidacy = world.draft()
    phone.goto(candidacy.get_absolute_url())
    assert phone.get_by_role("button", name="提交备案").is_disabled()
    phone.get_by_role("link", name="添加成员").click()
    phone.get_by_label("姓名").fill("李新")
    phone.get_by_role("button", name="保存成员").click()
    phone.get_by_text("请填写出生日期，或填写身份证号码").first.wait_for()
    assert phone.get_by_label("姓名").input_value() == "李新"
    phone.get_by_label("出生日期").fill("1996-05-01")
    phone.get_by_role("button", name="保存成员").click()
    phone.get_by_text("集体人数 6 人，达标（≥6 人").wait_for()
    phone.get_by_role("button", name="提交备案").click()
    phone.get_by_text("备案已提交").wait_for()
    assert Candidacy.objects.get().state == "submitted"


def test_a_draft_saves_itself_and_says_when(phone, world):
    candidacy = world.draft()
    phone.goto(candidacy.get_absolute_url())
    phone.get_by_label("特别推荐", exact=True).check()
    phone.get_by_text("已保存").wait_for()
    phone.get_by_text("特别推荐须写明理由").first.wait_for()
    assert Candidacy.objects.get().channel == "special"


def test_a_wrong_score_is_said_beside_it_while_the_person_goes_on(phone, world):
    candidacy = creating(world)
    first, second, *_ = candidacy.standard.items.all()
    phone.goto(f"/desk/candidacies/{candidacy.pk}/self-assessment/")
    phone.locator(f"#id_item-{first.pk}-points").fill("99")
    phone.locator(f"#id_item-{second.pk}-points").fill("14")
    phone.locator(f"#id_item-{first.pk}-points_error").get_by_text("请填写 0 到 15 之间的分数").wait_for()
    phone.get_by_text("已完成 1/7 项").wait_for()
    done = candidacy.present_self_assessment.entries.exclude(points=None)
    assert [entry.item for entry in done] == [second]


def test_several_cards_fetch_their_conditions(phone, world):
    world.draft()
    other = make.make_unit(world.county, members=4, young=4)
    Post.objects.create(unit=other, user=world.captain, role="captain", starts_on="2020-01-01")
    type(world)(world.city, world.county, world.cycle, other, world.captain).draft()
    phone.goto("/desk/")
    phone.get_by_text("集体人数 5 人，不达标").wait_for()
    phone.get_by_text("集体人数 4 人，不达标").wait_for()


@pytest.mark.parametrize("device", ["page", "phone"])
def test_every_page_is_accessible_and_fits_its_screen(request, client, live_server, device):
    browser = request.getfixturevalue(device)
    world = make_world(members=8, young=6)
    sign_in(browser, client, live_server, world.captain)
    draft = world.draft()
    unit = f"/desk/units/{world.unit.pk}"
    filing = [
        "/desk/",
        draft.get_absolute_url(),
        f"{unit}/",
        f"{unit}/roster/new/",
        f"{unit}/youth-homes/new/",
    ]
    _assert_readable(browser, [*filing, f"/desk/candidacies/{draft.pk}/moves/withdraw/"])
    candidacy = perform(draft, "submit", by=world.captain)
    candidacy = perform(candidacy, "recommend", by=make.make_officer(world.county))
    candidacy = perform(candidacy, "file", by=make.make_officer(world.city))
    work = f"/desk/candidacies/{draft.pk}"
    _assert_readable(browser, [f"{work}/", f"{work}/plan/", f"{work}/story/"])


@pytest.mark.parametrize("device", ["page", "phone"])
def test_the_self_assessment_is_accessible_and_fits_its_screen(request, client, live_server, device):
    browser = request.getfixturevalue(device)
    world = KindsWorld()
    sign_in(browser, client, live_server, world.captain)
    make_activity(world.unit, world.captain, "很长的活动主题" * 8)
    address = f"/desk/candidacies/{world.creating.pk}/self-assessment"
    item = world.items["创建特色"].pk
    _assert_readable(browser, [f"{address}/", f"{address}/items/{item}/evidence/"])
    world.assess_themselves(world.creating, world.captain)
    _assert_readable(browser, [f"{address}/", f"{address}/versions/"])


def test_marks_are_counted_while_the_thumb_goes_on(phone, client, live_server):
    world = KindsWorld()
    sign_in(phone, client, live_server, world.captain)
    phone.goto(f"/desk/candidacies/{world.creating.pk}/self-assessment/")
    card = phone.locator(f"#item-{world.items['制度建设'].pk}")
    card.get_by_role("button", name="会议记录缺失加一次").click()
    card.get_by_role("button", name="会议记录缺失加一次").click()
    card.get_by_text("得 8 分").wait_for()
    card.get_by_role("button", name="会议记录缺失减一次").click()
    card.get_by_text("得 9 分").wait_for()
    phone.get_by_text("已完成 2/5 项").wait_for()
    assert world.entry("制度建设").points == 9


def _assert_readable(browser, addresses) -> None:
    for address in addresses:
        browser.goto(address)
        assert_accessible(browser)
        wider = browser.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wider == 0, f"{address} scrolls sideways"
