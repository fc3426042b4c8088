"""Two objections in a notice's last minute, on PostgreSQL with real threads: both are kept."""

from datetime import timedelta

import pytest

from core import clock
from core.lifecycle import perform
from creation_cycle.models import Candidacy, Notice, Objection
from creation_cycle.services import notices
from creation_cycle.services.objections import object_to
from tests import factories as make
from tests.creation_cycle.objections import findings
from tests.creation_cycle.test_candidacy_races import outcome, race
from tests.honor_roll.world import make_candidacy, make_notice

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def notice() -> Notice:
    """Its last day is today."""
    _, city, county = make.make_line()
    cycle = make.make_cycle(city)
    make.make_officer(city)
    return make_notice(cycle, [make_candidacy(make.make_unit(county), cycle)], days=0)


def objecting(notice: Notice, text: str):
    candidacy = notice.entries.get().candidacy
    return lambda: object_to(notice, candidacy, content=text)


def test_two_objections_of_the_last_minute_are_both_kept(notice):
    """While the scheduler looks for notices that are over, with the last day as yesterday's."""
    today = clock.today()
    won, told = outcome(
        race(
            objecting(notice, "异议一"),
            objecting(notice, "异议二"),
            lambda: notices.close_due(today),
            lambda: notices.recount(today),
        )
    )
    assert told == []
    assert len(won) == 4
    kept = Objection.objects.order_by("content")
    assert [objection.content for objection in kept] == ["异议一", "异议二"]
    assert len({objection.tracking_code for objection in kept}) == 2
    candidacy = Candidacy.objects.get()
    assert (candidacy.state, candidacy.history.filter(move="contest").count()) == ("contested", 1)
    assert Notice.objects.get().state == "open"


def test_a_notice_that_closes_meanwhile_takes_all_or_refuses_in_words(notice):
    Notice.objects.update(
        closes_on=clock.today() - timedelta(days=1), opened_on=clock.today() - timedelta(days=8)
    )
    won, told = outcome(race(objecting(notice, "迟到"), lambda: notices.close_due(clock.today())))
    assert told == [["该集体的公示已经结束，不再受理异议"]]
    assert won == [1]
    assert not Objection.objects.exists()


def test_the_last_two_dismissed_at_once_let_the_unit_go_on(notice):
    """Each sees the other as done or waits for it: none leaves the unit behind."""
    objections = [objecting(notice, text)() for text in ("异议一", "异议二")]
    officer = notice.cycle.committee.offices.get(role="officer").user
    for objection in objections:
        perform(objection, "accept", by=officer)
    found = findings("dismiss")
    _, told = outcome(
        race(*[lambda one=one: perform(one, "dismiss", by=officer, **found) for one in objections])
    )
    assert told == []
    assert Candidacy.objects.get().state == "publicised"
