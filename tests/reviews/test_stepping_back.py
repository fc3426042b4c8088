"""回避, 谢绝, 交回: the page offers what fits, organizers hear what is missing, the place is filled with history."""

import pytest
from django.urls import reverse

from accounts.models import Message
from core.lifecycle import TransitionBlocked, blockers, perform
from reviews.models import Assignment, Score
from reviews.queries.vacancies import vacancies
from reviews.services import rounds
from tests import factories as make
from tests.reviews.panels_world import PanelsWorld, make_reviewer
from units.models import Affiliation

pytestmark = pytest.mark.django_db


@pytest.fixture
def panels() -> PanelsWorld:
    return PanelsWorld(units=1, each=2)


@pytest.fixture
def given(panels) -> Assignment:
    """One of the two on the panel, with an empty sheet."""
    entries = panels.pool(2)
    made = [
        rounds.assign(panels.round, panels.candidacies[0], entry.user, by=panels.officer) for entry in entries
    ]
    perform(panels.candidacies[0], "assess", by=panels.officer)
    return made[0]


def page_of(client, assignment, name: str = "step_back", user=None):
    client.force_login(user or assignment.reviewer)
    return reverse(f"reviews:{name}", args=[assignment.pk])


def begin_scoring(assignment) -> None:
    item = assignment.candidacy.standard.items.first()
    Score.objects.create(sheet=assignment.sheet, item=item, points=1)


def chosen(response) -> str:
    return response.context["form"]["way"].initial


def test_before_the_first_score_declining_fits(client, given):
    answer = client.get(page_of(client, given))
    assert chosen(answer) == "decline"
    for word in ("申请回避", "谢绝评审", "交回评审"):
        assert word in answer.content.decode()


def test_after_the_first_score_handing_back_fits_and_declining_says_why_not(client, given):
    begin_scoring(given)
    answer = client.get(page_of(client, given))
    assert chosen(answer) == "hand_back"
    assert "已经开始评分，请改用“交回评审”" in answer.content.decode()
    refused = client.post(page_of(client, given), {"way": "decline", "note": "没有时间"})
    assert refused.status_code == 200
    given.refresh_from_db()
    assert given.state == "assigned"


def test_a_known_conflict_makes_recusal_fit(client, given):
    Affiliation.objects.create(user=given.reviewer, employer=given.candidacy.unit.employer)
    answer = client.get(page_of(client, given))
    assert chosen(answer) == "recuse"
    assert "您须回避：您与该集体属同一工作单位" in answer.content.decode()


@pytest.mark.parametrize(
    ("way", "state"), [("recuse", "recused"), ("decline", "declined"), ("hand_back", "returned")]
)
def test_each_way_leads_to_its_state_and_organizers_hear_what_is_missing(client, panels, given, way, state):
    Message.objects.all().delete()
    answer = client.post(page_of(client, given), {"way": way, "note": "考核期间出差"})
    assert answer.url == reverse("reviews:list")
    given.refresh_from_db()
    assert (given.state, given.reason) == (state, "考核期间出差")
    [message] = Message.objects.filter(recipient=panels.officer)
    assert message.body == "考核期间出差\n该集体的审核材料现有 1 名评审人员，至少须 2 名，请补派。"


def test_a_reason_is_asked_for(client, given):
    answer = client.post(page_of(client, given), {"way": "recuse", "note": "  "})
    assert answer.status_code == 200
    given.refresh_from_db()
    assert given.state == "assigned"


def test_all_reviewers_gone_is_seen_on_the_round_and_blocks_its_end(client, panels, given):
    for assignment in panels.round.assignments.all():
        perform(assignment, "recuse", by=assignment.reviewer, note="同一单位")
    [vacancy] = vacancies(panels.round, most=9)
    assert (vacancy.seats, vacancy.missing, len(vacancy.left)) == (0, 2, 2)
    unit = panels.candidacies[0].unit
    texts = [finding.text for finding in blockers(panels.round, "close", panels.officer)]
    assert texts == [f"{unit}：只有 0 名评审人员，缺 2 名"]
    client.force_login(panels.officer)
    page = client.get(reverse("admin:reviews_round_change", args=[panels.round.pk])).content.decode()
    assert "待补派：评审人员已退出" in page
    assert reverse("reviews:replace", args=[given.pk]) in page
    assert "缺 2 名" in client.get(reverse("reviews:lead_round", args=[panels.round.pk])).content.decode()


def test_two_where_three_are_needed_blocks_the_end(panels, given):
    panels.round.min_reviewers = 3
    panels.round.save()
    texts = [finding.text for finding in blockers(panels.round, "close", panels.officer)]
    assert texts == [f"{panels.candidacies[0].unit}：只有 2 名评审人员，缺 1 名"]


def test_every_form_needs_its_own_panel(panels):
    site = panels.add_part("site")
    candidacy = panels.candidacies[0]
    for entry in panels.pool(2):
        rounds.assign(panels.round, candidacy, entry.user, by=panels.officer, part=panels.part)
    texts = [finding.text for finding in blockers(candidacy, "assess", panels.officer)]
    assert texts == ["现场检查：已指派 0 名评审人员"]
    for assignment in candidacy.assignments.all():
        rounds.assign(panels.round, candidacy, assignment.reviewer, by=panels.officer, part=site)
    assert blockers(candidacy, "assess", panels.officer) == []


# Filling the place


def test_the_place_is_filled_by_the_officer_and_the_history_stays(client, panels, given):
    perform(given, "decline", by=given.reviewer, note="考核期间出差")
    newcomer = make_reviewer(panels.city, "新评审").user
    barred = make_reviewer(panels.city, "同事", employer=given.candidacy.unit.employer).user
    outsider = make.make_user(name="库外人员")
    url = page_of(client, given, "replace", panels.officer)
    groups = dict(client.get(url).context["form"].fields["reviewer"].choices[1:])
    assert [key for key, _ in groups["评审人员库"]] == [newcomer.pk]
    assert outsider.pk in [key for key, _ in groups["其他人员"]]
    assert client.post(url, {"reviewer": barred.pk}).status_code == 200
    assert client.post(url, {"reviewer": newcomer.pk}).status_code == 302
    made = Assignment.objects.get(reviewer=newcomer)
    assert made.replaces == given
    assert made.part == given.part
    assert client.get(url).status_code == 404
    assert vacancies(panels.round, most=9) == []


def test_a_lead_fills_it_too_and_others_do_not(client, panels, given):
    perform(given, "decline", by=given.reviewer, note="考核期间出差")
    lead = make.make_user()
    url = page_of(client, given, "replace", lead)
    assert client.get(url).status_code == 404
    panels.round.leads.add(lead)
    assert client.get(url).status_code == 200
    for other in (
        given.reviewer,
        panels.journey.captain,
        make.make_officer(make.make_committee("外市", "city")),
    ):
        assert client.get(page_of(client, given, "replace", other)).status_code == 404


def test_nobody_replaces_who_still_assesses(client, panels, given):
    assert client.get(page_of(client, given, "replace", panels.officer)).status_code == 404
    with pytest.raises(TransitionBlocked, match="仍在评审"):
        rounds.assign(panels.round, given.candidacy, make.make_user(), by=panels.officer, replaces=given)


def test_whoever_recused_themselves_is_not_assigned_again(panels, given):
    perform(given, "recuse", by=given.reviewer, note="亲属")
    with pytest.raises(TransitionBlocked, match="本轮已申请回避"):
        rounds.assign(panels.round, given.candidacy, given.reviewer, by=panels.officer)
