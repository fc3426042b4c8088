"""交叉互评 on screen: the officer asks, looks and takes up; a captain scores one other unit and sees only that."""

import pytest
from django.urls import reverse
from zeal import zeal_ignore

from accounts.models import Message
from core.lifecycle import perform
from core.models import Job
from core.services import jobs
from reviews.models import Assignment, PanelPlan, Round, RoundPart
from reviews.services import rounds
from tests import factories as make
from tests.admin.forms import page, posted
from tests.reviews.cross_world import CrossWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> CrossWorld:
    return CrossWorld()


@pytest.fixture
def officer(client, world):
    client.force_login(world.officer)
    return client


def text_of(response) -> str:
    return response.content.decode()


def start_page(round_: Round) -> str:
    return reverse("admin:reviews_panelplan_pair", args=[round_.pk])


# The officer


def test_pairs_are_asked_for_looked_at_and_taken_up(officer, world):
    start = start_page(world.round)
    assert start in text_of(officer.get(page(world.round)))
    assert "待考核的 3 个集体" in text_of(officer.get(start))
    answer = officer.post(start, {"scope": "industry"})
    plan = PanelPlan.objects.get()
    assert answer.url == plan.job.get_absolute_url()
    assert "正在计算" in text_of(officer.get(page(plan)))
    jobs.run(plan.job_id)
    shown = text_of(officer.get(page(plan)))
    assert "共配对 3 个集体；全部集体都有互评集体" in shown
    assert str(world.captain(0)) in shown
    officer.post(reverse("admin:reviews_panelplan_apply", args=[plan.pk]))
    jobs.run(Job.objects.get(kind="apply_panel_plan").pk)
    assert Assignment.objects.filter(part=world.cross).count() == 3
    assert "采用方案" not in text_of(officer.get(page(plan)))
    assert "已采用" in text_of(officer.get(start))


def test_reasons_are_shown_and_even_a_plan_without_pairs_can_be_taken_up(officer, world):
    world.industries("金融", "医疗卫生", "交通运输业")
    officer.post(start_page(world.round), {"scope": "industry"})
    plan = PanelPlan.objects.get()
    jobs.run(plan.job_id)
    shown = text_of(officer.get(page(plan)))
    assert shown.count("同行业没有其他待考核的集体") == 3
    assert "采用方案" in shown
    officer.post(reverse("admin:reviews_panelplan_apply", args=[plan.pk]))
    jobs.run(Job.objects.get(kind="apply_panel_plan").pk)
    assert world.round.unpaired == {candidacy.pk for candidacy in world.candidacies}


def test_a_plan_can_be_thrown_away(officer, world):
    plan = world.compute()
    answer = officer.post(reverse("admin:reviews_panelplan_discard", args=[plan.pk]))
    assert answer.url == start_page(world.round)
    assert not PanelPlan.objects.exists()


def test_only_rounds_with_this_form_offer_it_and_only_to_their_officers(client, world):
    client.force_login(world.journey.auditor)
    assert client.get(start_page(world.round)).status_code == 403
    client.force_login(make.make_officer(make.make_committee("别市", "city")))
    assert client.get(start_page(world.round)).status_code == 404
    client.force_login(world.officer)
    assert client.post(start_page(world.round), {"scope": "anywhere"}).status_code == 200
    RoundPart.objects.filter(pk=world.cross.pk).delete()
    assert client.get(start_page(world.round)).status_code == 404
    assert start_page(world.round) not in text_of(client.get(page(world.round)))
    assert not PanelPlan.objects.exists()


def test_a_captain_who_stepped_back_is_replaced_by_pairing_anew(officer, world):
    given = world.assign(0, 1)
    perform(given, "decline", by=given.reviewer, note="考核期间出差")
    replace = reverse("reviews:replace", args=[given.pk])
    assert replace not in text_of(officer.get(page(given)))
    assert replace not in text_of(officer.get(page(world.round)))
    assert officer.get(replace).status_code == 404


@pytest.mark.parametrize(("weight", "status"), [(10, 302), (11, 200)])
def test_ten_percent_is_the_most_by_default(officer, world, weight, status):
    data = posted(officer, page(world.round))
    rows = {data[f"parts-{row}-kind"]: row for row in (0, 1)}
    data |= {
        f"parts-{rows['cross']}-weight": weight,
        f"parts-{rows['materials']}-weight": 100 - weight,
    }
    with zeal_ignore():  # Django's formsets look every row up by its key
        answer = officer.post(page(world.round), data)
    assert answer.status_code == status
    world.cross.refresh_from_db()
    assert world.cross.weight == 10
    if status == 200:
        assert "交叉互评最多占 10%" in text_of(answer)


# The captain


@pytest.fixture
def assessing(world) -> CrossWorld:
    """0 assesses 1, 1 assesses 2, 2 assesses 0; everybody is also assessed by the panel."""
    for judge, unit in ((0, 1), (1, 2), (2, 0)):
        world.assign(judge, unit)
    for candidacy in world.candidacies:
        rounds.assign(world.round, candidacy, world.journey.reviewer, by=world.officer, part=world.part)
        perform(candidacy, "assess", by=world.officer)
    return world


def seat(world, unit: int) -> Assignment:
    return Assignment.objects.get(part=world.cross, candidacy=world.candidacies[unit])


def test_a_captain_scores_the_other_unit_and_hands_in(client, assessing):
    client.force_login(assessing.captain(0))
    listed = text_of(client.get(reverse("reviews:list")))
    assert "（交叉互评）" in listed
    assert assessing.units[1].name in listed
    assert assessing.units[2].name not in listed
    own = seat(assessing, 1)
    assert f"您代表“{assessing.units[0]}”参加交叉互评" in text_of(
        client.get(reverse("reviews:sheet", args=[own.pk]))
    )
    assessing.journey.fill(own.sheet)
    assert client.post(reverse("reviews:submit", args=[own.pk])).status_code == 302
    own.sheet.refresh_from_db()
    assert own.sheet.state == "submitted"


def test_a_captain_opens_no_sheet_but_their_own_and_no_page_of_leads(client, assessing):
    client.force_login(assessing.captain(0))
    of_others = [*Assignment.objects.exclude(reviewer=assessing.captain(0))]
    assert len(of_others) == 5
    for other in of_others:
        assert client.get(reverse("reviews:sheet", args=[other.pk])).status_code == 404
    assert client.get(reverse("reviews:lead_round", args=[assessing.round.pk])).status_code == 404


def test_who_assesses_a_unit_is_hidden_from_it_and_known_to_leads(client, assessing):
    judge = assessing.captain(2)
    client.force_login(assessing.captain(0))
    candidacy = assessing.candidacies[0]
    seen = [reverse("reviews:list"), reverse("accounts:inbox"), f"/desk/candidacies/{candidacy.pk}/"]
    for address in seen:
        answer = client.get(address)
        assert answer.status_code == 200
        assert str(judge) not in text_of(answer)
    assert not Message.objects.filter(recipient=assessing.captain(0), body__contains=str(judge)).exists()
    client.force_login(assessing.officer)
    led = text_of(client.get(reverse("reviews:lead_round", args=[assessing.round.pk])))
    assert f"（代表{assessing.units[2]}）" in led


def test_captains_see_no_colleagues_even_where_reviewers_do(client, assessing):
    Round.objects.filter(pk=assessing.round.pk).update(names_from="submitted", scores_from="submitted")
    for given in Assignment.objects.select_related("sheet"):
        assessing.journey.fill(given.sheet)
        perform(given.sheet, "submit", by=given.reviewer)
    panel = assessing.journey.reviewer
    client.force_login(assessing.captain(0))
    shown = text_of(client.get(reverse("reviews:sheet", args=[seat(assessing, 1).pk])))
    assert str(panel) not in shown
    client.force_login(panel)
    of_panel = Assignment.objects.get(reviewer=panel, candidacy=assessing.candidacies[1])
    shown = text_of(client.get(reverse("reviews:sheet", args=[of_panel.pk])))
    assert str(assessing.captain(0)) in shown
