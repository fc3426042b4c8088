"""What reviewers see of each other: each rule of names and scores in each phase, never before their own sheet."""

from decimal import Decimal
from itertools import product

import pytest
from django.urls import reverse

from core.lifecycle import perform
from reviews.enums import Disclosure
from reviews.models import Assignment, Round, RoundPart
from reviews.services import rounds, sheets
from tests import factories as make

PHASES = ("own_draft", "own_handed_in", "closed")
REACHED = {
    Disclosure.NEVER: set(),
    Disclosure.SUBMITTED: {"own_handed_in", "closed"},
    Disclosure.CLOSED: {"closed"},
}


@pytest.fixture
def other(world, assignment) -> Assignment:
    """A second reviewer, who has handed in 54.39 points."""
    theirs = rounds.assign(
        assignment.round, assignment.candidacy, make.make_user(name="另一位评审"), by=world.officer
    )
    points = {item.pk: Decimal("7.77") for item in theirs.sheet.standard.items.all()}
    sheets.save_scores(theirs.sheet, points=points, comment="别人的意见")
    perform(theirs.sheet, "submit", by=theirs.reviewer)
    return theirs


def bring_to(phase, world, assignment) -> None:
    if phase == "own_draft":
        return
    world.fill(assignment.sheet)
    perform(assignment.sheet, "submit", by=assignment.reviewer)
    if phase == "closed":
        Round.objects.update(spread_limit=100)  # what leads do about scores that lie apart is not asked here
        perform(assignment.round, "close", by=world.officer)


@pytest.mark.parametrize(("names", "scores", "phase"), list(product(Disclosure, Disclosure, PHASES)))
def test_names_and_scores_show_when_their_rule_says_so(
    client, world, reviewer, assignment, other, names, scores, phase
):
    Round.objects.update(names_from=names, scores_from=scores)
    bring_to(phase, world, assignment)
    text = client.get(reverse("reviews:sheet", args=[assignment.pk])).content.decode()
    assert ("另一位评审" in text) == (phase in REACHED[names])
    assert ("54.39" in text) == (phase in REACHED[scores])
    assert ("别人的意见" in text) == (phase in REACHED[scores])


def test_a_draft_of_another_never_shows(client, world, reviewer, assignment):
    Round.objects.update(names_from="submitted", scores_from="submitted")
    theirs = rounds.assign(
        assignment.round, assignment.candidacy, make.make_user(name="乙"), by=world.officer
    )
    points = {theirs.sheet.standard.items.first().pk: Decimal("7.77")}
    sheets.save_scores(theirs.sheet, points=points, comment="还在想")
    bring_to("own_handed_in", world, assignment)
    text = client.get(reverse("reviews:sheet", args=[assignment.pk])).content.decode()
    assert "<p>乙（审核材料）</p>" in text
    assert "7.77" not in text
    assert "还在想" not in text


def test_who_owes_another_form_of_the_same_unit_stays_blind(client, world, reviewer, assignment, other):
    Round.objects.update(names_from="submitted", scores_from="submitted")
    site = RoundPart.objects.create(round=assignment.round, kind="site", weight=1)
    rounds.assign(assignment.round, assignment.candidacy, reviewer, by=world.officer, part=site)
    bring_to("own_handed_in", world, assignment)
    text = client.get(reverse("reviews:sheet", args=[assignment.pk])).content.decode()
    assert "54.39" not in text
    assert "另一位评审" not in text


def test_nobody_is_shown_for_units_of_others(client, world, reviewer, assignment, other):
    Round.objects.update(names_from="submitted", scores_from="submitted")
    assert client.get(reverse("reviews:sheet", args=[other.pk])).status_code == 404
