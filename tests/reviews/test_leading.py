"""A lead's pages: progress without drafts, opening a sheet again; blind for the units that they score themselves."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Message
from core.lifecycle import perform
from reviews.models import Assignment
from reviews.services import rounds, sheets
from tests import factories as make


@pytest.fixture
def lead(client, world, assignment):
    """A lead who assesses nobody, signed in."""
    person = make.make_user(name="组长")
    assignment.round.leads.add(person)
    client.force_login(person)
    return person


def page(name, *args) -> str:
    return reverse(f"reviews:{name}", args=args)


def text_of(client, name, *args) -> str:
    return client.get(page(name, *args)).content.decode()


def hand_in(world, assignment, points="7.77") -> None:
    items = assignment.sheet.standard.items.all()
    sheets.save_scores(
        assignment.sheet, points={item.pk: Decimal(points) for item in items}, comment="印象不错"
    )
    perform(assignment.sheet, "submit", by=assignment.reviewer)


def test_who_has_handed_in_and_never_what_a_draft_says(client, world, lead, assignment):
    items = assignment.sheet.standard.items.all()
    sheets.save_scores(assignment.sheet, points={items[0].pk: Decimal("7.77")}, comment="还在想")
    text = text_of(client, "lead_round", assignment.round_id)
    assert str(assignment.reviewer) in text
    assert "0/1" in text
    assert "7.77" not in text
    assert client.get(page("lead_sheet", assignment.sheet.pk)).status_code == 404
    hand_in(world, assignment)
    assert "1/1" in text_of(client, "lead_round", assignment.round_id)
    assert "54.39" in text_of(client, "lead_sheet", assignment.sheet.pk)


def test_opening_again_needs_a_reason_and_leaves_a_trace(client, world, lead, assignment):
    hand_in(world, assignment)
    assert (
        "有 1 处需要修改" in client.post(page("reopen", assignment.sheet.pk), {"note": " "}).content.decode()
    )
    answer = client.post(page("reopen", assignment.sheet.pk), {"note": "第三项与材料不符"})
    assert answer.url == page("lead_round", assignment.round_id)
    sheet = assignment.sheet
    sheet.refresh_from_db()
    assert (sheet.state, sheet.total, sheet.submitted_at, sheet.reopened_for) == (
        "draft",
        None,
        None,
        "第三项与材料不符",
    )
    last = sheet.history.last()
    assert (last.move, last.actor, last.note) == ("reopen", lead, "第三项与材料不符")
    told = Message.objects.filter(recipient=assignment.reviewer).latest("pk")
    assert "第三项与材料不符" in told.body
    client.force_login(assignment.reviewer)
    assert "第三项与材料不符" in text_of(client, "sheet", assignment.pk)


def test_a_reopened_sheet_may_come_back_after_the_last_day(client, world, lead, assignment):
    hand_in(world, assignment)
    type(assignment.round).objects.update(closes_on=assignment.round.opens_on)
    perform(assignment.sheet, "reopen", by=lead, note="请复核")
    perform(assignment.sheet, "submit", by=assignment.reviewer)
    assignment.sheet.refresh_from_db()
    assert assignment.sheet.state == "submitted"


def test_nobody_opens_their_own_sheet_again(client, world, assignment):
    assignment.round.leads.add(assignment.reviewer)
    hand_in(world, assignment)
    client.force_login(assignment.reviewer)
    assert "不能退回自己的评分表" in text_of(client, "lead_sheet", assignment.sheet.pk)
    client.post(page("reopen", assignment.sheet.pk), {"note": "我改主意了"})
    assignment.sheet.refresh_from_db()
    assert assignment.sheet.state == "submitted"


def test_a_lead_who_assesses_is_blind_before_their_own_sheet(client, world, lead, assignment):
    own = rounds.assign(assignment.round, assignment.candidacy, lead, by=world.officer)
    hand_in(world, assignment)
    text = text_of(client, "lead_round", assignment.round_id)
    assert "您提交本人对该集体的评分后可以查看" in text
    assert str(assignment.reviewer) not in text
    assert client.get(page("lead_sheet", assignment.sheet.pk)).status_code == 404
    assert client.post(page("reopen", assignment.sheet.pk), {"note": "理由"}).status_code == 404
    hand_in(world, own, "5.00")
    assert "54.39" in text_of(client, "lead_sheet", assignment.sheet.pk)


def test_an_officer_who_assesses_is_blind_in_the_admin_too(client, world, assignment):
    own = rounds.assign(assignment.round, assignment.candidacy, world.officer, by=world.officer)
    hand_in(world, assignment)
    client.force_login(world.officer)
    url = reverse("admin:reviews_scoresheet_change", args=[assignment.sheet.pk])
    assert client.get(url).status_code == 404
    assert (
        client.get(reverse("admin:reviews_scoresheet_move", args=[assignment.sheet.pk, "reopen"])).status_code
        == 404
    )
    hand_in(world, own, "5.00")
    assert client.get(url).status_code == 200


def test_leads_of_another_round_see_nothing(client, world, assignment):
    elsewhere = make.make_user()
    make.make_round(world.cycle, state="planned").leads.add(elsewhere)
    hand_in(world, assignment)
    client.force_login(elsewhere)
    assert client.get(page("lead_round", assignment.round_id)).status_code == 404
    assert client.get(page("lead_sheet", assignment.sheet.pk)).status_code == 404


def test_the_page_asks_as_often_for_three_units_as_for_one(
    client, world, lead, assignment, django_assert_num_queries
):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(page("lead_round", assignment.round_id))
        return len(found)

    one = queries()
    for _ in range(2):
        world.candidacy("assessing", **world.another_team())
    assert Assignment.objects.count() == 3
    assert queries() == one


def test_the_navigation_leads_there(client, world, lead, assignment):
    assert page("lead") in text_of(client, "lead")
    assert assignment.round.name in text_of(client, "lead")
    client.force_login(make.make_user())
    assert "您没有担任评审组长" in text_of(client, "lead")
