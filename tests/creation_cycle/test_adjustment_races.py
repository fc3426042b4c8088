"""At the same moment, on PostgreSQL with real threads: a title is decided about once, and its papers agree with it."""

from datetime import timedelta

import pytest

from core.lifecycle import perform
from core.services import ledger
from creation_cycle.enums import AdjustmentKind
from creation_cycle.models import Adjustment, Candidacy, Certificate, Title
from creation_cycle.services import adjustments
from tests import factories as make
from tests.creation_cycle.adjustment_world import ANSWER, DECISION, AdjustmentWorld, on_day
from tests.creation_cycle.test_candidacy_races import outcome, race
from tests.honor_roll.world import make_title
from tests.journey import Journey
from units.enums import OfficeRole

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
RACERS = 6


def test_of_many_who_decide_one_does_and_one_star_is_lost():
    world = AdjustmentWorld(star=3)
    adjustment = world.stated(AdjustmentKind.LOWER_STAR)
    approvers = [make.make_officer(world.city, OfficeRole.APPROVER) for _ in range(RACERS)]

    def decide(by):
        copy = Adjustment.objects.get(pk=adjustment.pk)
        return lambda: adjustments.decide(copy, by=by, **DECISION)

    won, told = outcome(race(*(decide(approver) for approver in approvers)))
    assert ([record.state for record in won], len(told)) == (["in_effect"], RACERS - 1)
    assert Title.objects.get(pk=world.title.pk).star == 2
    assert Certificate.objects.filter(title=world.title, state="queued").count() == 1
    assert list(ledger.broken_entries()) == []


def test_one_appeal_however_often_it_is_sent_in_the_last_minute():
    world = AdjustmentWorld()
    adjustment = world.in_effect(AdjustmentKind.WARN)
    deputies = [make.make_captain(world.unit, "deputy") for _ in range(RACERS)]

    def appeal(by):
        copy = Adjustment.objects.get(pk=adjustment.pk)

        def call():
            with on_day(adjustment.appeal_until):
                return adjustments.appeal(copy, appeal_reasons=f"{by}不服", by=by)

        return call

    won, told = outcome(race(*(appeal(deputy) for deputy in deputies)))
    assert (len(won), len(told)) == (1, RACERS - 1)
    assert adjustment.history.filter(move="appeal").count() == 1


def test_upheld_or_overturned_but_not_both():
    world = AdjustmentWorld(star=2)
    adjustment = world.appealed(AdjustmentKind.LOWER_STAR)

    def answer(move, by):
        copy = Adjustment.objects.get(pk=adjustment.pk)
        return lambda: perform(copy, move, by=by, **ANSWER)

    results = race(answer("uphold", world.upper_officer), answer("overturn", world.upper_approver))
    won, _ = outcome(results)
    adjustment.refresh_from_db()
    star = Title.objects.get(pk=world.title.pk).star
    assert (len(won), star) == (1, 2 if adjustment.state == "overturned" else 1)


def test_a_title_is_not_raised_while_it_is_revoked():
    """Either the star is won and the title revoked after it, or it is revoked and nothing is certified."""
    journey = Journey()
    title = make_title(journey.unit, star=1)
    Title.objects.filter(pk=title.pk).update(committee=journey.city)
    candidacy = journey.candidacy("publicised")
    said = {"facts": "材料不实。", "clause": "工作指引 二.3", "basis": "other", "basis_key": ""}
    title.refresh_from_db()
    proposal = adjustments.propose(title, AdjustmentKind.REVOKE, by=journey.officer, **said)
    told = perform(proposal, "notify", by=journey.officer)
    heard = adjustments.hand_in_statement(told, statement="情况如下。", by=journey.captain)
    last_day = candidacy.notice_entries.get().notice.closes_on
    second = make.make_officer(journey.city, OfficeRole.APPROVER)

    def certify():
        copy = Candidacy.objects.get(pk=candidacy.pk)
        with on_day(last_day + timedelta(days=1)):
            return perform(copy, "certify", by=journey.approver, decision_number="示例发〔2026〕1号")

    def revoke():
        copy = Adjustment.objects.get(pk=heard.pk)
        return adjustments.decide(copy, by=second, **DECISION)

    race(certify, revoke)
    title.refresh_from_db()
    candidacy.refresh_from_db()
    assert title.state == "revoked"
    assert Title.objects.in_force().filter(unit=journey.unit).count() == 0
    assert title.recognitions.count() == (2 if candidacy.state == "certified" else 1)
    assert not Certificate.objects.filter(title=title).exclude(state="revoked").exists()
