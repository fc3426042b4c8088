"""The self-assessment on the desk: cards by kind, progress, errors at their place, completion, versions to read."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.lifecycle import perform
from core.text import chinese_date
from creation_cycle.documents import SELF_ASSESSMENT
from creation_cycle.models import Candidacy
from creation_cycle.services.application import DECLARATION
from tests import factories as make
from tests.creation_cycle.self_assessment_world import KindsWorld, make_activity, make_innovation
from units.enums import UnitRole

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def world(client) -> KindsWorld:
    world = KindsWorld()
    client.force_login(world.captain)
    return world


@pytest.fixture
def address(world) -> str:
    return f"/desk/candidacies/{world.creating.pk}/self-assessment/"


def everything(world) -> dict:
    """An answer to every item, as a page posts it: 6 + 9 + 12 points beside what the portal counts."""
    return {
        world.field("安全事故", "found"): "False",
        world.field("制度建设", f"rule-{world.rule('无领导小组').pk}"): "1",
        world.field("制度建设", f"rule-{world.rule('会议记录缺失').pk}"): "2",
        world.field("志愿服务", f"rule-{world.rule('开展一次活动').pk}"): "10",
        world.field("志愿服务", f"rule-{world.rule('获得表彰').pk}"): "1",
        world.field("创建特色", "points"): "12.5",
    }


def test_what_the_portal_counts_is_measured_when_it_is_shown(client, world, address):
    assert "0 项 / 4 项" in client.get(address).text
    make_innovation(world.unit, world.captain)
    assert "1 项 / 4 项" in client.get(address).text
    assert "1 项 / 4 项" in str(SELF_ASSESSMENT.values(world.creating))


def test_the_printed_form_says_which_rules_were_applied(client, world, address):
    client.post(address, everything(world))
    rows = {row["评分项"]: row["依据"] for row in SELF_ASSESSMENT.values(world.creating)["自评项目"]}
    assert rows["制度建设"] == "无领导小组 -2，会议记录缺失 -2（2 次），得 6 分"
    assert rows["创建特色"] == ""


def test_the_duty_leads_to_the_self_assessment_that_is_being_written(client, world, address):
    place = f"/desk/units/{world.unit.pk}/self-assessment/"
    assert client.get(place).url == address
    world.unit.candidacies.update(state="assessing")
    assert client.get(place).url == "/desk/"


def test_every_kind_is_answered_and_counted_without_javascript(client, world, address):
    page = client.get(address).text
    assert "已完成 1/5 项" in page, "what the portal counts is done by itself"
    page = client.post(address, everything(world), follow=True).text
    assert "已完成 5/5 项" in page
    points = {name: world.entry(name).points for name in world.items}
    assert points == {
        "安全事故": None,
        "制度建设": 6,
        "志愿服务": 9,
        "创建特色": Decimal("12.5"),
        "创新作品": 0,
    }
    assert '自评合计 <strong class="numbers">33.50</strong> 分' in page, "制度建设 counts twice"
    assert "达标线 40 分" in page
    assert "低于达标线" in page


def test_items_without_any_mark_need_a_tick(client, world, address):
    client.post(address, {world.field("制度建设", "evidence"): "台账"})
    assert world.entry("制度建设").points is None
    client.post(address, {world.field("制度建设", "checked"): "on"})
    assert (world.entry("制度建设").points, world.entry("制度建设").marks) == (10, {})


def test_a_refused_value_is_named_at_its_field_while_the_others_are_kept(client, world, address):
    typed = everything(world) | {
        world.field("创建特色", "points"): "15.5",
        world.field("创建特色", "evidence"): "台账齐全",
        world.field("制度建设", f"rule-{world.rule('会议记录缺失').pk}"): "4",
    }
    page = client.post(address, typed).text
    key = world.items["创建特色"].pk
    assert f'id="id_item-{key}-points_error"><p>请填写 0 到 15 之间的分数，最多两位小数。</p></div>' in page
    assert "请填写 0 到 3 之间的整数。" in page
    assert 'value="15.5"' in page
    assert (world.entry("创建特色").points, world.entry("创建特色").evidence) == (None, "台账齐全")
    assert (world.entry("志愿服务").points, world.entry("制度建设").points) == (9, 8), "valid marks are kept"


def test_autosave_brings_progress_points_and_errors_to_their_places(client, world, address):
    typed = {world.field("创建特色", "points"): "99", world.field("制度建设", "checked"): "on"}
    answer = client.post(address, typed, **HTMX).text
    assert 'id="assessment-progress" aria-labelledby="progress-title" hx-swap-oob="true"' in answer
    assert "已完成 2/5 项" in answer
    assert f'id="item-{world.items["制度建设"].pk}-points" hx-swap-oob="true"' in answer
    error = f'id="id_item-{world.items["创建特色"].pk}-points_error" hx-swap-oob="true"><p>请填写 0 到 15'
    assert error in answer


def test_a_score_can_be_taken_back(client, world, address):
    client.post(address, {world.field("创建特色", "points"): "0"})
    assert world.entry("创建特色").points == 0, "nought is a score"
    client.post(address, {world.field("创建特色", "points"): ""})
    assert world.entry("创建特色").points is None


def test_problem_measure_and_deadline_are_kept_apart(client, world, address):
    texts = {"problem": "台账不全", "measure": "每周核对", "measure_due": "2027-01-31"}
    client.post(address, {world.field("创建特色", name): value for name, value in texts.items()})
    entry = world.entry("创建特色")
    assert (entry.problem, entry.measure, str(entry.measure_due)) == tuple(texts.values())


def test_completion_saves_what_is_typed_and_leads_to_the_application(client, world, address):
    make.make_round(world.cycle)
    Candidacy.objects.update(story="事" * 1500)
    page = client.post(address, everything(world) | {"then": "complete"}, follow=True)
    assert page.redirect_chain == [(world.creating.get_absolute_url(), 302)]
    assert "第 1 版自评已完成，合计 33.5 分" in page.text
    assert f"系统数据统计到{chinese_date(clock.today())}" in page.text, "which counts reviewers will go by"
    assert DECLARATION in page.text, "what the click declares stands beside the button"
    client.post(f"/desk/candidacies/{world.creating.pk}/moves/apply/")
    candidacy = Candidacy.objects.get()
    assert candidacy.state == "applied"
    assert candidacy.judged_self_assessment == world.version
    assert candidacy.history.last().note == DECLARATION


def test_completion_names_what_is_missing(client, world, address):
    page = client.post(address, {world.field("安全事故", "found"): "False", "then": "complete"}).text
    assert "还有 3 项未完成：制度建设、志愿服务、创建特色" in page
    assert world.version.is_open


def test_whoever_only_fills_in_does_not_complete(client, world, address):
    client.force_login(world.helper(UnitRole.FILLER))
    assert "完成自评</button>" not in client.get(address).text
    page = client.post(address, everything(world), follow=True).text
    assert "请号长或副号长核对后点“完成自评”" in page
    assert client.post(address, {"then": "complete"}).status_code == 403
    assert world.version.is_open


def test_a_completed_version_is_read_and_a_new_one_begins_as_its_copy(client, world, address):
    client.post(
        address, everything(world) | {world.field("创建特色", "evidence"): "台账齐全", "then": "complete"}
    )
    page = client.get(address).text
    assert "第 1 版自评" in page
    assert "会议记录缺失：2 次" in page
    assert "更新自评（开始新一版）" in page
    client.post(address, {world.field("创建特色", "points"): "1"})
    assert world.entry("创建特色").points == Decimal("12.5"), "completed versions never change"
    assert client.post(f"{address}new/").headers["Location"] == address
    assert "台账齐全</textarea>" in client.get(address).text
    assert world.version.number == 2


def test_history_says_what_changed(client, world, address):
    client.post(address, everything(world) | {"then": "complete"})
    client.post(f"{address}new/")
    changed = {world.field("创建特色", "points"): "14", world.field("创建特色", "problem"): "改了"}
    client.post(address, everything(world) | changed)
    page = client.get(f"{address}versions/").text
    assert "与上一版相比，1 项有变化" in page
    assert "12.50 → 14 分" in page
    assert "（存在问题有修改）" in page
    assert client.get(f"{address}versions/1/").status_code == 200
    assert client.get(f"{address}versions/2/").status_code == 404, "the open version has its own page"


def test_after_the_application_the_page_is_closed(client, world, address):
    world.take(world.creating, "applied")
    assert client.get(address).headers["Location"] == world.creating.get_absolute_url()
    answer = client.post(address, everything(world), **HTMX)
    assert answer.headers["HX-Redirect"] == world.creating.get_absolute_url()
    assert client.get(f"{address}versions/1/").status_code == 200
    assert client.post(f"{address}new/").status_code == 302
    assert world.creating.self_assessments.count() == 1


def test_two_people_answer_at_the_same_time(client, world, address):
    """Different fields both survive; the same field is a choice, and nothing is overwritten unseen."""
    page = client.get(address)
    bases = {f.add_prefix("base"): f["base"].value() for f in page.context["assessment"].items}
    other = world.helper(UnitRole.FILLER)
    mine = bases | {world.field("创建特色", "points"): "10", world.field("创建特色", "problem"): "我写的"}
    theirs = bases | {world.field("创建特色", "points"): "12", world.field("制度建设", "checked"): "on"}
    client.force_login(other)
    client.post(address, theirs)
    client.force_login(world.captain)
    answer = client.post(address, mine)
    assert answer.status_code == 409
    assert f"{other}于" in answer.text
    entry = world.entry("创建特色")
    assert (entry.points, entry.problem) == (12, "我写的")
    assert world.entry("制度建设").points == 10, "a tick that this page did not have is no change of it"


def test_a_declared_veto_stands_in_the_way_of_the_application(client, world, address):
    make.make_round(world.cycle)
    client.post(address, everything(world) | {world.field("安全事故", "found"): "True", "then": "complete"})
    page = client.get(world.creating.get_absolute_url()).text
    assert "自评申报存在一票否决情形：安全事故" in page
    client.post(f"/desk/candidacies/{world.creating.pk}/moves/apply/")
    assert Candidacy.objects.get().state == "creating"


@pytest.mark.parametrize("complete", [False, True])
def test_points_above_the_line_do_not_outweigh_a_declared_veto(client, world, address, complete):
    better = {
        world.field("制度建设", f"rule-{world.rule('无领导小组').pk}"): "0",
        world.field("创建特色", "points"): "15",
    }
    innocent = everything(world) | better
    vetoed = innocent | {world.field("安全事故", "found"): "True"}
    client.post(address, innocent)
    assert "达到达标线" in client.get(address).text
    client.post(address, vetoed | ({"then": "complete"} if complete else {}))
    for page in (address, f"{address}versions/", *([world.version.get_absolute_url()] if complete else [])):
        text = client.get(page).text
        assert "有一票否决情形，按未达标处理" in text
        assert "达到达标线" not in text
    assert SELF_ASSESSMENT.values(world.creating)["自评总分"].endswith("按未达标处理：安全事故")


def test_more_records_ask_no_more_questions(client, world, address):
    found = set()
    for _ in range(3):
        make_activity(world.unit, world.captain)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        found.add(len(queries))
    assert len(found) == 1


def test_a_desk_that_has_never_begun_has_no_version(client, world):
    other = world.another_team()
    draft = world.candidacy("submitted", **other)
    client.force_login(other["captain"])
    address = f"/desk/candidacies/{draft.pk}/self-assessment/"
    assert client.get(address).headers["Location"] == draft.get_absolute_url()
    assert "启动创建后开始第一版自评" in client.get(f"{address}versions/").text
    perform(draft, "withdraw", by=other["captain"])
    assert client.post(f"{address}new/").status_code == 302
    assert not draft.self_assessments.exists()
