"""Drafts below their forms: which columns may be written when, and never the state."""

import pytest

from core.lifecycle import TransitionBlocked, perform
from creation_cycle.models import Candidacy
from creation_cycle.services.drafts import save_draft
from tests import factories as make
from tests.creation_cycle.desk_world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.mark.parametrize("column", ["state", "level", "filing_number", "recommended_by", "cycle"])
def test_only_draft_columns_can_be_written(world, column):
    candidacy = world.draft()
    with pytest.raises(KeyError, match=column):
        save_draft(candidacy, **{column: "x"})


def test_the_plan_waits_for_the_filing(world):
    with pytest.raises(TransitionBlocked, match="当前状态为“草稿”"):
        save_draft(world.draft(), plan="早了")


def test_a_save_that_comes_late_does_not_turn_the_state_back(world):
    """The row as the form read it says FILED; by the time it saves, creation has begun."""
    candidacy = perform(world.draft(), "submit", by=world.captain)
    candidacy = perform(candidacy, "recommend", by=make.make_officer(world.county))
    stale = perform(candidacy, "file", by=make.make_officer(world.city))
    save_draft(stale, plan="一", standard_summary="二", sign="三", carrier="四", pledge="五")
    perform(stale, "begin", by=world.captain)
    saved = save_draft(stale, plan="改")
    assert (saved.state, saved.plan, stale.state) == ("creating", "改", "filed")
    assert Candidacy.objects.get().state == "creating"
