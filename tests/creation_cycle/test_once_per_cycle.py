"""One recognition, one star, in one cycle (S1 二.2)."""

import pytest

from core.lifecycle import TransitionBlocked, steps
from creation_cycle.models import Cycle
from creation_cycle.services.filing import open_candidacy
from tests import factories as make
from tests.journey import Journey

pytestmark = pytest.mark.django_db


def test_who_was_recognised_waits_for_the_next_cycle():
    journey = Journey()
    journey.candidacy("certified")

    with pytest.raises(TransitionBlocked, match="已获认定，请参加下一周期"):
        open_candidacy(journey.unit, journey.cycle, by=journey.captain)

    other = make.make_cycle(journey.city)
    draft = open_candidacy(journey.unit, other, by=journey.captain)
    [submit] = [step for step in steps(draft, journey.captain) if step.name == "submit"]
    assert "本周期尚未获认定" in [finding.text for finding in submit.findings]


def test_a_draft_from_before_the_recognition_is_stopped_too():
    journey = Journey()
    certified = journey.candidacy("certified")
    late = open_candidacy(journey.unit, make.make_cycle(journey.city), by=journey.captain)
    late.cycle = Cycle.objects.get(pk=certified.cycle_id)

    [submit] = [step for step in steps(late, journey.captain) if step.name == "submit"]

    assert any("已获认定" in reason.text for reason in submit.reasons)
