"""The cycle's clockwork: dates move it, and its end lapses what is still live."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from core import clock
from core.lifecycle import TransitionBlocked, perform
from creation_cycle.enums import CandidacyState, CycleState
from creation_cycle.models import Candidacy, Cycle
from creation_cycle.services import cycles
from creation_cycle.services.filing import open_candidacy
from tests import factories as make

pytestmark = pytest.mark.django_db

DATES = ("filing_opens_on", "creating_on", "assessing_on", "certifying_on")
STATES = (CycleState.FILING, CycleState.CREATING, CycleState.ASSESSING, CycleState.CERTIFYING)


def planned_cycle() -> Cycle:
    _, city, _ = make.make_line()
    today = clock.today()
    days = {name: today + timedelta(days=10 * number) for number, name in enumerate(DATES, start=1)}
    return make.make_cycle(
        city,
        state="planned",
        **days,
        filing_closes_on=today + timedelta(days=15),
        closes_on=today + timedelta(days=60),
    )


@pytest.mark.parametrize(("column", "state"), list(zip(DATES, STATES, strict=True)))
def test_each_stage_begins_on_its_day_and_not_before(column, state):
    cycle = planned_cycle()
    day = getattr(cycle, column)

    with time_machine.travel(noon(day - timedelta(days=1)), tick=False):
        cycles.advance_due(clock.today())
    assert Cycle.objects.get().state != state

    with time_machine.travel(noon(day), tick=False):
        cycles.advance_due(clock.today())
        assert cycles.advance_due(clock.today()) == 0
    assert Cycle.objects.get().state == state


def test_a_cycle_that_slept_catches_up_and_lapses_what_is_live():
    cycle = planned_cycle()
    unit = make.make_unit(make.make_committee("街道", "county", parent=cycle.committee))
    candidacy = open_candidacy(unit, cycle, by=make.make_captain(unit))

    with time_machine.travel(noon(cycle.closes_on), tick=False):
        cycles.advance_due(clock.today())
        assert Cycle.objects.get().state == CycleState.CERTIFYING
    with time_machine.travel(noon(cycle.closes_on + timedelta(days=1)), tick=False):
        cycles.advance_due(clock.today())

    assert Cycle.objects.get().state == CycleState.CLOSED
    assert Candidacy.objects.get().state == CandidacyState.LAPSED
    assert candidacy.history.last().actor is None


def test_nobody_moves_a_cycle_by_hand():
    _, city, _ = make.make_line()
    cycle = make.make_cycle(city, state="certifying")

    with pytest.raises(PermissionDenied):
        perform(cycle, "close", by=make.make_user(is_superuser=True, is_staff=True))
    with pytest.raises(TransitionBlocked, match="周期于"):
        perform(cycle, "close", by=None)


def noon(day):
    """A moment of `day` that is the same day in every time zone near ours."""
    return f"{day:%Y-%m-%d}T12:00:00+08:00"
