"""`/desk/`: what next for each unit, at a cost that does not grow with what is listed; strangers find nothing."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.services.inbox import notify
from core import clock
from core.lifecycle import perform
from core.models import Holiday
from creation_cycle.enums import CandidacyState
from creation_cycle.models import Candidacy, Title
from creation_cycle.queries.desk import desk_places
from creation_cycle.queries.next_steps import SENTENCES, next_step_of
from creation_cycle.queries.stages import stages_of
from creation_cycle.urls import urlpatterns
from tests import factories as make
from tests.creation_cycle.desk_world import make_world
from units.enums import OfficeRole
from units.models import Post

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return response.content.decode()


def test_without_a_unit_the_desk_says_who_can_help(client):
    client.force_login(make.make_user())
    assert "您还没有负责填报的集体" in text_of(client.get("/desk/"))


def test_visitors_are_sent_to_the_login(client):
    assert client.get("/desk/").headers["Location"] == "/accounts/login/?next=/desk/"


def test_card_says_what_by_when_what_blocks_and_where_to_mend_it(client):
    today = datetime.fromisoformat("2026-06-22T09:00+08:00")
    with time_machine.travel(today, tick=False):
        Holiday.objects.create(date="2026-01-01", is_workday=False, name="元旦", published_year=2026)
        world = make_world(members=5, young=5, complaint_phone="")
        type(world.cycle).objects.update(filing_closes_on="2026-06-30")
        world.draft()
        client.force_login(world.captain)
        page = text_of(client.get("/desk/"))
    assert "填写并提交备案" in page
    assert "还有 <strong>6</strong> 个工作日" in page
    assert "2026年6月30日</time> 24:00 截止" in page
    assert "暂按周末计算" not in page
    assert "还需处理 2 项" in page
    assert f'<a href="/desk/units/{world.unit.pk}/roster/">核对花名册</a>' in page
    assert f'<a href="/desk/units/{world.unit.pk}/">补充集体信息</a>' in page


def test_deadline_in_a_year_without_published_holidays_is_marked(client):
    world = make_world()
    world.draft()
    client.force_login(world.captain)
    assert "暂按周末计算" in text_of(client.get("/desk/"))


def test_unread_messages_are_counted(client):
    world = make_world()
    notify([world.captain], title="甲")
    notify([world.captain, make.make_user()], title="乙")
    client.force_login(world.captain)
    assert "2 条未读消息" in text_of(client.get("/desk/"))


def test_titles_and_past_candidacies_stay_in_sight(client):
    world = make_world()
    perform(world.draft(), "withdraw", by=world.captain)
    Title.objects.create(
        unit=world.unit, level="city", committee=world.city, name="示例市青年文明号", star=2,
        first_recognised_on="2022-01-01", last_recognised_on="2024-01-01",
    )  # fmt: skip
    client.force_login(world.captain)
    page = text_of(client.get("/desk/"))
    assert "示例市青年文明号" in page
    assert "二星级" in page
    assert "以往申报（1）" in page
    assert "开始申报" in page


def test_a_cycle_to_come_is_announced(client):
    world = make_world()
    soon = clock.today() + timedelta(days=7)
    later = dict.fromkeys(
        ("filing_closes_on", "creating_on", "assessing_on", "certifying_on"), soon + timedelta(days=60)
    )
    type(world.cycle).objects.update(filing_opens_on=soon, **later)
    client.force_login(world.captain)
    page = text_of(client.get("/desk/"))
    assert "目前没有可以参加的创建周期" in page
    assert f"{world.cycle.name}自" in page
    assert "开始申报" not in page


def _more_units(world, count):
    """`count` further units of the same captain, each with another employer and with history of its own."""
    for _ in range(count):
        unit = make.make_unit(world.county)
        make.make_captain(unit)
        Post.objects.filter(unit=unit).update(user=world.captain)
        for index in range(3):
            candidacy = Candidacy(unit=unit, cycle=make.make_cycle(world.city), level="city")
            candidacy.save()
            perform(candidacy, "withdraw", by=world.captain) if index else perform(
                candidacy, "submit", by=world.captain
            )


@pytest.mark.parametrize("units", [1, 3])
def test_desk_costs_the_same_for_one_unit_and_three(client, units, django_assert_num_queries):
    world = make_world()
    Post.objects.all().delete()
    _more_units(world, units)
    client.force_login(world.captain)
    with django_assert_num_queries(31):
        page = text_of(client.get("/desk/"))
    assert page.count("等待示例街道团工委审核推荐") == units
    assert page.count("以往申报（2）") == units


@pytest.mark.parametrize("units", [2, 3])
def test_with_several_drafts_each_card_fetches_what_blocks_it(client, units):
    world = make_world(members=5, young=5)
    world.draft()
    for _ in range(units - 1):
        unit = make.make_unit(world.county, members=4, young=4)
        Post.objects.create(unit=unit, user=world.captain, role="captain", starts_on="2020-01-01")
        type(world)(world.city, world.county, world.cycle, unit, world.captain).draft()
    client.force_login(world.captain)
    page = text_of(client.get("/desk/"))
    assert "不达标" not in page, "one page does not measure many units"
    assert page.count("核对集体信息和花名册") == units
    cards = [text_of(client.get(address)) for address in re.findall(r'hx-get="([^"]+/next-step/)"', page)]
    assert sorted(re.findall(r"集体人数 (\d) 人，不达标", "".join(cards))) == ["4"] * (units - 1) + ["5"]


def test_navigation_shows_the_desk_to_keepers_with_what_waits_for_them(rf):
    world = make_world()
    request = rf.get("/")
    request.user = world.captain
    assert [(item.url, item.count) for item in desk_places(request)] == [("/desk/", 0)]
    candidacy = world.draft()
    assert [item.count for item in desk_places(request)] == [1]
    perform(candidacy, "submit", by=world.captain)
    assert [item.count for item in desk_places(request)] == [0]
    request.user = make.make_user()
    assert desk_places(request) == []


STRANGERS = {
    "captain of another unit": lambda world: make.make_captain(make.make_unit(world.county)),
    "officer of the organizer": lambda world: make.make_officer(world.city),
    "auditor": lambda world: make.make_officer(world.county, OfficeRole.AUDITOR),
    "system administrator": lambda world: make.make_user(is_superuser=True, is_staff=True),
    "captain of long ago": lambda world: _former_captain(world),
}
FREE = {
    "desk", "region_options", "committee_options", "employer_options",
    "adjustment", "adjustment_statement", "adjustment_appeal", "recheck",
}  # fmt: skip
POSTED = {
    "start", "youth_home_end", "member_return", "candidacy_submit", "candidacy_begin", "candidacy_apply",
    "self_assessment_new",
}  # fmt: skip


def _former_captain(world):
    user = make.make_user()
    Post.objects.create(
        unit=world.unit, user=user, role="filler", starts_on="2020-01-01", ends_on="2021-01-01"
    )
    return user


def _address(name, world, candidacy) -> str:
    keys = {
        ("unit_pk",): [world.unit.pk],
        ("unit_pk", "pk"): [world.unit.pk, (_row(name, world) or candidacy).pk],
        ("pk",): [candidacy.pk],
    }
    return reverse(f"creation_cycle:{name}", args=keys[PAGES[name]])


def _row(name, world):
    rows = {"member": world.unit.members.last(), "youth": world.unit.youth_homes.first()}
    return next((row for start, row in rows.items() if name.startswith(start)), None)


def _plain(pattern) -> bool:
    """Pages of a unit, a candidacy, a member or a pairing; the others are in tests/address_world.py."""
    keys = tuple(pattern.pattern.converters)
    return keys in (("unit_pk",), ("pk",)) or pattern.name.startswith(("member", "youth"))


PAGES = {
    pattern.name: tuple(pattern.pattern.converters)
    for pattern in sorted(urlpatterns, key=lambda pattern: pattern.name)
    if pattern.name not in FREE and _plain(pattern)
}


@pytest.mark.parametrize("stranger", STRANGERS)
def test_strangers_find_none_of_the_pages(client, stranger):
    world = make_world()
    candidacy = perform(world.draft(), "submit", by=world.captain)
    client.force_login(STRANGERS[stranger](world))
    asked = {name: client.post if name in POSTED else client.get for name in PAGES}
    found = {name: ask(_address(name, world, candidacy)).status_code for name, ask in asked.items()}
    assert found == dict.fromkeys(PAGES, 404)


def test_keepers_find_them(client):
    world = make_world()
    candidacy = perform(world.draft(), "submit", by=world.captain)
    client.force_login(world.captain)
    pages = [name for name in PAGES if name not in POSTED]
    found = {name: client.get(_address(name, world, candidacy)).status_code for name in pages}
    not_yet = {"plan": 302, "story": 302, "self_assessment": 302, "certificate": 404}
    assert found == dict.fromkeys(pages, 200) | not_yet | {"unit_candidacy": 302, "unit_self_assessment": 302}


def test_a_member_of_another_roster_is_not_found_under_the_own_unit(client):
    world = make_world()
    stranger = make.make_unit(world.county).members.first()
    client.force_login(world.captain)
    address = reverse("creation_cycle:member", args=[world.unit.pk, stranger.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"name": "改名"}).status_code == 404


@pytest.mark.parametrize("move", ["certify", "file", "meet", "lapse", "no-such-move"])
def test_moves_of_others_have_no_address(client, move):
    world = make_world()
    candidacy = world.draft()
    client.force_login(world.captain)
    assert client.post(f"/desk/candidacies/{candidacy.pk}/moves/{move}/").status_code == 404
    assert Candidacy.objects.get().state == CandidacyState.DRAFT


def test_moves_are_posted(client):
    world = make_world()
    candidacy = world.draft()
    client.force_login(world.captain)
    response = client.get(f"/desk/candidacies/{candidacy.pk}/moves/submit/", follow=True)
    assert "刚才这一步没有办理" in response.text
    assert type(candidacy).objects.get().state == "draft"


def test_every_state_has_a_next_step():
    assert set(SENTENCES) == set(CandidacyState)


@pytest.mark.parametrize("state", [S for S in CandidacyState if S not in ("filed", "creating", "not_met")])
def test_next_step_and_stages_can_be_told_in_every_state(state):
    world = make_world()
    candidacy = world.draft()
    candidacy.__dict__["state"] = state
    assert next_step_of(candidacy, None).title
    assert [stage.status for stage in stages_of(candidacy)].count("here") == 1


def test_stages_carry_the_days_on_which_they_were_entered():
    with time_machine.travel(datetime.fromisoformat("2026-03-02T23:30+08:00"), tick=False):
        world = make_world()
        candidacy = perform(world.draft(), "submit", by=world.captain)
    with time_machine.travel(datetime.fromisoformat("2026-03-09T10:00+08:00"), tick=False):
        candidacy = perform(candidacy, "recommend", by=make.make_officer(world.county))
        candidacy = perform(candidacy, "file", by=make.make_officer(world.city))
        shown = [(stage.label, stage.status, str(stage.date or "")) for stage in stages_of(candidacy)]
        assert shown == [
            ("备案", "done", "2026-03-02"), ("创建", "here", "2026-03-09"), ("考核", "ahead", ""),
            ("认定", "ahead", ""), ("监督", "ahead", ""), ("调整", "ahead", ""),
        ]  # fmt: skip
        withdrawn = perform(candidacy, "withdraw", by=world.captain)
        assert [stage.status for stage in stages_of(withdrawn)].index("here") == 1, (
            "it stands where it was given up"
        )


def test_the_tab_leads_to_the_live_filing_else_to_the_last_one_else_to_the_desk(client):
    world = make_world()
    client.force_login(world.captain)
    tab = f"/desk/units/{world.unit.pk}/candidacy/"
    assert client.get(tab).url == "/desk/"
    past = perform(world.draft(), "withdraw", by=world.captain, note="本周期暂不创建")
    assert client.get(tab).url == past.get_absolute_url()
    live = world.draft()
    assert client.get(tab).url == live.get_absolute_url()


def test_every_page_of_a_unit_has_its_tabs_and_says_which_is_open(client):
    world = make_world()
    candidacy = world.draft()
    client.force_login(world.captain)
    pages = {
        f"/desk/units/{world.unit.pk}/": "集体信息",
        f"/desk/units/{world.unit.pk}/youth-homes/new/": "集体信息",
        f"/desk/units/{world.unit.pk}/roster/": "花名册",
        candidacy.get_absolute_url(): "创建申报",
        f"{candidacy.get_absolute_url()}documents/": "创建申报",
        f"{candidacy.get_absolute_url()}self-assessment/versions/": "创建申报",
    }
    open_tab = re.compile(r'<li><a href="[^"]+" aria-current="page">([^<]+)</a></li>')
    found = {url: open_tab.findall(client.get(url).content.decode()) for url in pages}
    assert found == {url: [label] for url, label in pages.items()}
