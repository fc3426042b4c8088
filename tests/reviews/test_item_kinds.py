"""A sheet with every kind of item: what reviewers answer, what the portal counts, and what one veto does."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core import clock
from core.lifecycle import TransitionBlocked, perform
from creation_cycle.enums import ItemKind
from creation_cycle.models import Candidacy, ScoringRule
from creation_cycle.rubric import RubricItem
from creation_cycle.rule_lines import RuleLine
from creation_cycle.services import standards
from reviews.models import Assignment
from tests import factories as make
from tests.journey import Journey
from workspace.models import Activity, ActivityType

D = Decimal
ITEMS = [
    RubricItem("否决项", "重大责任事故", ItemKind.VETO),
    RubricItem("基础建设", "领导小组", ItemKind.DEDUCT, D(5), rules=(RuleLine("无领导小组", D(2)),)),
    RubricItem("工作业绩", "中心工作", ItemKind.JUDGEMENT, D(20), weight=D("1.5"), bonus_max=D(2)),
    RubricItem("社会评价", "志愿服务", ItemKind.AUTO, D(5), auto_source="youth_home_sessions", full_at=D(4)),
]


@pytest.fixture
def world(db) -> Journey:
    """The journey under a standard of four kinds, of which three are answered by people; three sessions were held."""
    journey = Journey()
    standard = standards.draft_of(
        ITEMS,
        committee=journey.city,
        level="city",
        industry=None,
        name="考核表",
        pass_line=D(30),
        by=journey.officer,
    )
    perform(standard, "publish", by=journey.officer)
    kind = ActivityType.objects.create(code="volunteering", name="志愿服务")
    for _ in range(3):
        hold_session(journey.unit, kind)
    return journey


def hold_session(unit, kind) -> None:
    Activity.objects.create(
        unit=unit, day=clock.today(), activity_type=kind, theme="辅导作业", people=5,
        youth_home=unit.youth_homes.get(), created_by=make.make_user(),
    )  # fmt: skip


@pytest.fixture
def assignment(world) -> Assignment:
    world.candidacy("assessing")
    return Assignment.objects.get(reviewer=world.reviewer)


@pytest.fixture
def page(client, world, assignment) -> str:
    client.force_login(world.reviewer)
    return reverse("reviews:sheet", args=[assignment.pk])


def keys(assignment) -> dict[str, int]:
    return dict(assignment.sheet.standard.items.values_list("name", "pk"))


def answers(assignment, **changes) -> dict:
    key = keys(assignment)
    given = {
        f"found-{key['重大责任事故']}": "no",
        f"rule-{ScoringRule.objects.get().pk}": "on",
        f"points-{key['中心工作']}": "21",
        "comment": "",
    }
    return {**given, **{f"{name}-{key['重大责任事故']}": value for name, value in changes.items()}}


def test_people_answer_three_and_the_portal_the_fourth(client, page):
    text = client.get(page).content.decode()
    assert text.count('type="number"') == 1
    assert text.count('type="checkbox"') == 2
    assert text.count('type="radio"') == 2
    assert "系统统计：" in text
    assert "3 场 / 4 场，得 3.75 分" in text
    assert "满分 20 分，另可加 2 分" in text
    assert "无领导小组" in text
    assert "−2 分" in text
    assert "未评 3 项" in text


def test_the_total_weighs_dimensions_and_takes_system_data_along(client, page, assignment, world):
    client.post(page, answers(assignment))
    perform(assignment.sheet, "submit", by=world.reviewer)
    assignment.sheet.refresh_from_db()
    assert assignment.sheet.total == D("38.25")  # 3 + 21 × 1.5 + 3.75
    text = client.get(page).content.decode()
    assert "3 场 / 4 场，得 3.75 分" in text
    assert "您的评分：38.25 分" in text


def test_what_is_recorded_after_the_application_changes_no_sheet(client, page, assignment, world):
    client.post(page, answers(assignment))
    hold_session(world.unit, ActivityType.objects.get())
    assert assignment.sheet.points_given() == D("38.25")


def test_bonus_ends_where_the_item_says(client, page, assignment):
    key = keys(assignment)["中心工作"]
    text = client.post(page, {**answers(assignment), f"points-{key}": "22.01"}).content.decode()
    assert "请填写 0 到 22 之间的分数，最多两位小数。" in text


def test_a_veto_needs_its_evidence(client, page, assignment):
    text = client.post(page, answers(assignment, found="yes")).content.decode()
    assert "请写明具体情形和依据。" in text
    assert not assignment.sheet.scores.filter(found=True).exists()
    text = client.post(page, {f"remark-{keys(assignment)['重大责任事故']}": "说明"}).content.decode()
    assert "请先选择有或无" in text


def test_an_unanswered_veto_keeps_the_sheet_open(client, page, assignment, world):
    given = answers(assignment)
    del given[f"found-{keys(assignment)['重大责任事故']}"]
    client.post(page, given)
    with pytest.raises(TransitionBlocked, match="未评 1 项"):
        perform(assignment.sheet, "submit", by=world.reviewer)


def test_system_data_cannot_be_typed_in(client, page, assignment):
    client.post(page, {**answers(assignment), f"points-{keys(assignment)['志愿服务']}": "5"})
    assert assignment.sheet.points_given() == D("38.25")


def test_without_a_veto_the_points_decide(client, page, assignment, world):
    client.post(page, answers(assignment))
    perform(assignment.sheet, "submit", by=world.reviewer)
    perform(world.round, "close", by=world.officer)
    candidacy = Candidacy.objects.get(pk=assignment.candidacy_id)
    assert (candidacy.state, candidacy.round_results.get().veto) == ("met", "")


def test_rules_make_the_points_and_the_page_says_so(client, page, assignment):
    client.post(page, answers(assignment))
    score = assignment.sheet.scores.get(item__name="领导小组")
    assert (score.points, score.marks) == (3, {str(ScoringRule.objects.get().pk): 1})
    assert '得 <strong class="numbers">3</strong> 分' in client.get(page).content.decode()


def test_an_autosave_brings_the_points_along(client, page, assignment):
    text = client.post(page, answers(assignment), headers={"hx_request": "true"}).content.decode()
    assert f'id="points-of-{keys(assignment)["领导小组"]}" hx-swap-oob="true"' in text
    assert '得 <strong class="numbers">3</strong> 分' in text


def test_a_rule_scored_item_counts_only_when_it_was_gone_through(client, page, assignment):
    given = {name: value for name, value in answers(assignment).items() if not name.startswith("rule-")}
    client.post(page, given)
    assert not assignment.sheet.scores.filter(item__name="领导小组").exists()
    client.post(page, {**given, f"checked-{keys(assignment)['领导小组']}": "on"})
    assert assignment.sheet.scores.get(item__name="领导小组").points == 5


def test_a_remark_without_going_through_the_rules_is_not_lost(client, page, assignment):
    key = keys(assignment)["领导小组"]
    text = client.post(page, {f"remark-{key}": "台账不全"}).content.decode()
    assert "请先逐条核对细则" in text
    assert "台账不全</textarea>" in text


def test_the_reason_of_a_deduction_stands_on_the_last_look(client, page, assignment):
    client.post(page, answers(assignment))
    text = client.get(reverse("reviews:submit", args=[assignment.pk])).content.decode()
    assert "无领导小组 −2" in text
