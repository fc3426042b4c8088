"""The filing form without JavaScript and its live panel with it; every refusal says why before the click."""

import re
from datetime import timedelta

import pytest

from core import clock
from core.lifecycle import perform
from creation_cycle.enums import CandidacyState, Channel
from creation_cycle.models import Candidacy
from tests import factories as make
from tests.creation_cycle.desk_world import make_world
from units.enums import UnitRole

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def text_of(response) -> str:
    return response.content.decode()


def words_of(page: str) -> str:
    """What a person reads, without markup and line breaks."""
    return re.sub(r"<[^>]+>|\n\s*", "", page)


def submit(client, candidacy):
    return client.post(f"/desk/candidacies/{candidacy.pk}/moves/submit/", follow=True)


def state_of(candidacy) -> str:
    return Candidacy.objects.get(pk=candidacy.pk).state


def test_from_the_desk_to_a_submitted_filing_without_javascript(client):
    world = make_world()
    client.force_login(world.captain)
    desk = client.get("/desk/")
    assert f'name="cycle" value="{world.cycle.pk}"' in text_of(desk)
    page = client.post(f"/desk/units/{world.unit.pk}/candidacies/", {"cycle": world.cycle.pk}, follow=True)
    candidacy = Candidacy.objects.get()
    assert page.redirect_chain[-1][0] == candidacy.get_absolute_url() == f"/desk/candidacies/{candidacy.pk}/"
    client.post(candidacy.get_absolute_url(), {"kind": "new", "channel": "regular", "channel_reason": ""})
    page = submit(client, candidacy)
    assert "备案已提交" in text_of(page)
    assert "等待示例街道团工委审核推荐" in text_of(page)
    assert state_of(candidacy) == CandidacyState.SUBMITTED
    assert [entry.move for entry in candidacy.history] == ["create", "submit"]


def test_panel_shows_the_arithmetic_of_every_rule_before_anything_is_submitted(client):
    world = make_world(members=18, young=9)
    client.force_login(world.captain)
    page = text_of(client.get(world.draft().get_absolute_url()))
    assert "18 人中 9 人 ≤35 岁 = 50.0%，达标（≥50%，示例条款）" in words_of(page)
    assert '<a href="/rules/#示例条款">示例条款</a>' in page
    assert '<button class="btn btn-primary desk-move">提交备案</button>' in page


def test_panel_follows_the_roster_through_htmx(client):
    world = make_world(members=5, young=5)
    candidacy = world.draft()
    client.force_login(world.captain)
    panel = f"/desk/candidacies/{candidacy.pk}/checks/"
    assert "集体人数 5 人，不达标" in text_of(client.get(panel, **HTMX))
    form = {"name": "新成员", "birth_date": "1996-05-01", "is_chinese": "on"}
    added = client.post(f"/desk/units/{world.unit.pk}/roster/new/", form, **HTMX)
    assert added.headers["HX-Trigger"] == '{"roster-changed": {}}'
    assert text_of(added).lstrip().startswith('<section class="surface" id="roster"')
    assert "集体人数 6 人，达标" in text_of(client.get(panel, **HTMX))


def test_autosave_keeps_the_draft_and_says_when(client):
    world = make_world()
    candidacy = world.draft()
    client.force_login(world.captain)
    form = {"kind": "new", "channel": "special", "channel_reason": "乡村振兴重点岗位"}
    answer = client.post(candidacy.get_absolute_url(), form, **HTMX)
    assert "已保存" in text_of(answer)
    assert answer.headers["HX-Trigger"] == '{"draft-saved": {}}'
    candidacy = Candidacy.objects.get()
    assert (candidacy.channel, candidacy.channel_reason) == (Channel.SPECIAL, "乡村振兴重点岗位")


def test_autosave_names_what_it_left_out_and_keeps_the_rest(client):
    world = make_world()
    candidacy = world.draft()
    client.force_login(world.captain)
    form = {"kind": "no-such-kind", "channel": "regular", "channel_reason": "草稿"}
    assert "申报类型</a>（" in text_of(client.post(candidacy.get_absolute_url(), form, **HTMX))
    candidacy = Candidacy.objects.get()
    assert (candidacy.kind, candidacy.channel_reason) == ("new", "草稿")


def test_refused_form_keeps_what_was_typed(client):
    world = make_world()
    candidacy = world.draft()
    client.force_login(world.captain)
    typed = {"kind": "no-such-kind", "channel": "special", "channel_reason": "山区教学点"}
    page = text_of(client.post(candidacy.get_absolute_url(), typed))
    assert "有 1 处需要修改" in page
    assert "山区教学点</textarea>" in page


def test_a_posted_state_is_ignored(client):
    world = make_world()
    candidacy = world.draft()
    client.force_login(world.captain)
    form = {
        "kind": "new",
        "channel": "regular",
        "state": "certified",
        "level": "national",
        "decision_number": "1",
    }
    client.post(candidacy.get_absolute_url(), form)
    candidacy = Candidacy.objects.get()
    assert (candidacy.state, candidacy.level, candidacy.decision_number) == ("draft", "city", "")


@pytest.mark.parametrize(
    ("unit", "sentence"),
    [
        ({"members": 5, "young": 5}, "集体人数 5 人，不达标"),
        ({"members": 19, "young": 9}, "19 人中 9 人 ≤35 岁 = 47.3%，不达标"),
        ({"captain_age": 41}, "号长 41 周岁，不达标"),
    ],
)
def test_a_rule_that_is_not_met_disables_the_button_and_refuses_the_post(client, unit, sentence):
    candidacy = (world := make_world(**unit)).draft()
    client.force_login(world.captain)
    page = text_of(client.get(candidacy.get_absolute_url()))
    assert sentence in page
    assert 'disabled aria-describedby="checks-failed">提交备案</button>' in page
    assert sentence in text_of(submit(client, candidacy))
    assert state_of(candidacy) == CandidacyState.DRAFT


def test_a_closed_window_refuses(client):
    world = make_world()
    candidacy = world.draft()
    type(world.cycle).objects.update(filing_closes_on=clock.today() - timedelta(days=1))
    client.force_login(world.captain)
    assert "备案时间：" in text_of(submit(client, candidacy)).split("<main")[1]
    assert state_of(candidacy) == CandidacyState.DRAFT


def test_a_second_live_candidacy_is_refused_with_its_reason(client):
    world = make_world()
    world.draft()
    client.force_login(world.captain)
    page = client.post(f"/desk/units/{world.unit.pk}/candidacies/", {"cycle": world.cycle.pk}, follow=True)
    assert "本集体已有一份进行中的申报" in text_of(page)
    assert Candidacy.objects.count() == 1


@pytest.mark.parametrize("window", [{"filing_closes_on": -1}, {"filing_opens_on": 1}])
def test_a_cycle_that_is_not_open_cannot_be_joined(client, window):
    world = make_world()
    days = {column: clock.today() + timedelta(days=days) for column, days in window.items()}
    dates = dict.fromkeys(
        ("creating_on", "assessing_on", "certifying_on"), clock.today() + timedelta(days=100)
    )
    type(world.cycle).objects.update(**dates, **days)
    client.force_login(world.captain)
    page = client.post(f"/desk/units/{world.unit.pk}/candidacies/", {"cycle": world.cycle.pk}, follow=True)
    assert "目前不接受备案" in text_of(page)
    assert not Candidacy.objects.exists()


def test_another_citys_cycle_cannot_be_joined(client):
    world = make_world()
    elsewhere = make.make_cycle(
        make.make_committee("另一市团委", "city", region=make.make_region("440600", "佛山市"))
    )
    client.force_login(world.captain)
    client.post(f"/desk/units/{world.unit.pk}/candidacies/", {"cycle": elsewhere.pk})
    assert not Candidacy.objects.exists()


def test_what_was_returned_says_why_on_top_and_can_be_submitted_again(client):
    world = make_world()
    candidacy = perform(world.draft(), "submit", by=world.captain)
    recommender = make.make_officer(world.county)
    perform(candidacy, "return_for_changes", by=recommender, note="请补充 <结对> 材料")
    client.force_login(world.captain)
    page = text_of(client.get(candidacy.get_absolute_url()))
    assert "退回意见：请补充 &lt;结对&gt; 材料" in page
    submit(client, candidacy)
    assert state_of(candidacy) == CandidacyState.SUBMITTED


def test_a_page_left_open_cannot_write_into_a_submitted_filing(client):
    world = make_world()
    candidacy = perform(world.draft(), "submit", by=world.captain)
    client.force_login(world.captain)
    form = {"kind": "star", "channel": "special", "channel_reason": "迟到"}
    answer = client.post(candidacy.get_absolute_url(), form, **HTMX)
    assert answer.headers["HX-Redirect"] == candidacy.get_absolute_url()
    page = client.post(candidacy.get_absolute_url(), form, follow=True)
    assert "内容不能再修改" in text_of(page)
    candidacy = Candidacy.objects.get()
    assert (candidacy.state, candidacy.kind, candidacy.channel_reason) == ("submitted", "new", "")


def test_a_filler_edits_but_does_not_move(client):
    world = make_world()
    candidacy = world.draft()
    client.force_login(make.make_captain(world.unit, UnitRole.FILLER))
    client.post(
        candidacy.get_absolute_url(), {"kind": "new", "channel": "regular", "channel_reason": "填报员所写"}
    )
    assert Candidacy.objects.get().channel_reason == "填报员所写"
    assert "这一步由号长办理" in text_of(client.get(candidacy.get_absolute_url()))
    assert submit(client, candidacy).status_code == 403
    assert client.get(f"/desk/candidacies/{candidacy.pk}/moves/withdraw/").status_code == 403
    assert state_of(candidacy) == CandidacyState.DRAFT


def test_withdrawing_asks_first(client):
    world = make_world()
    candidacy = world.draft()
    client.force_login(world.captain)
    address = f"/desk/candidacies/{candidacy.pk}/moves/withdraw/"
    assert "此操作不能撤销" in text_of(client.get(address))
    assert state_of(candidacy) == CandidacyState.DRAFT
    assert "申报已撤回" in text_of(client.post(address, follow=True))
    assert state_of(candidacy) == CandidacyState.WITHDRAWN
    assert "不能撤回" in text_of(client.get(address, follow=True))


@pytest.mark.parametrize("name", ["𬱟䶮村青年突击队", '<script>alert("x")</script>', "A&B“窗口”"])
def test_names_are_shown_as_they_are_and_never_run(client, name):
    world = make_world(name=name)
    client.force_login(world.captain)
    candidacy = world.draft()
    for address in ("/desk/", candidacy.get_absolute_url(), f"/desk/units/{world.unit.pk}/"):
        page = text_of(client.get(address))
        assert "<script>alert" not in page
        shown = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
        assert shown in page
