"""Assigning reviewers on the round's page: through the service, with conflicts told at the reviewer's row."""

import pytest
from django.urls import reverse
from zeal import zeal_ignore

from core.models import LedgerEntry
from reviews.models import Assignment
from tests import factories as make
from units.models import Affiliation

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(journey):
    return make.make_round(journey.cycle, name="第三次")


def assign(client, round_, *rows):
    data = {
        "name": round_.name, "opens_on": round_.opens_on, "closes_on": round_.closes_on, "min_reviewers": 1,
        "assignments-TOTAL_FORMS": len(rows), "assignments-INITIAL_FORMS": 0,
    }  # fmt: skip
    for number, (candidacy, reviewer) in enumerate(rows):
        data |= {
            f"assignments-{number}-candidacy": candidacy.pk,
            f"assignments-{number}-reviewer": reviewer.pk,
        }
    return client.post(reverse("admin:reviews_round_change", args=[round_.pk]), data)


def test_assignment_opens_a_sheet_and_is_on_record(journey, round_, as_user):
    candidacy = journey.candidacy("creating")
    journey.round = round_
    candidacy = journey.take(candidacy, "applied")
    assert assign(as_user(journey.officer), round_, (candidacy, journey.reviewer)).status_code == 302
    assignment = Assignment.objects.get()
    assert assignment.sheet.is_draft
    assert LedgerEntry.objects.of(assignment).get().actor == journey.officer


def test_conflict_of_interest_stands_at_its_row_and_nothing_is_assigned(journey, round_, as_user):
    journey.round = round_
    candidacy = journey.take(journey.candidacy("creating"), "applied")
    colleague = make.make_user(name="同事甲")
    Affiliation.objects.create(user=colleague, employer=journey.unit.employer)
    with zeal_ignore():  # django's formsets look each row's choices up by itself
        response = assign(
            as_user(journey.officer), round_, (candidacy, journey.reviewer), (candidacy, colleague)
        )
    page = response.content.decode()
    assert "同事甲须回避：您与该集体属同一工作单位" in page
    assert page.index("assignments-1-candidacy") < page.index("同事甲须回避")
    assert Assignment.objects.count() == 0


def test_draft_sheets_are_their_reviewers_own(journey, people, as_user):
    journey.candidacy("assessing")
    sheet = Assignment.objects.get().sheet
    url = reverse("admin:reviews_scoresheet_change", args=[sheet.pk])
    assert as_user(people["admin"]).get(url).status_code == 404
    assert as_user(journey.officer).get(url).status_code == 404
