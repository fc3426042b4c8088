"""At the same moment, on PostgreSQL with real threads: one batch is started, one number follows a revoked paper."""

import pytest

from core.lifecycle import perform
from core.models import Job
from creation_cycle.models import Certificate
from creation_cycle.services import issuing
from creation_cycle.services.certificate_batch import start_batch
from tests import factories as make
from tests.creation_cycle.certificate_batch import make_waiting
from tests.creation_cycle.test_candidacy_races import outcome, race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
RACERS = 6


def test_of_many_who_press_the_button_one_starts_the_batch():
    waiting = make_waiting(3)
    cycle = waiting[0].recognition.cycle
    officers = [make.make_officer(cycle.committee) for _ in range(RACERS)]

    won, told = outcome(
        race(*(lambda by=officer: tuple(start_batch(cycle, by=by)) for officer in officers)),
    )
    assert (len(won), len(told)) == (1, RACERS - 1)
    assert Job.objects.get().arguments["ids"] == [certificate.pk for certificate in waiting]
    assert "已有任务在办" in str(told[0])


def test_of_many_who_give_a_revoked_paper_again_one_does():
    certificate = issuing.draw(make_waiting(1)[0])
    committee = certificate.title.committee
    perform(certificate, "revoke", by=make.make_officer(committee), note="误发")
    officers = [make.make_officer(committee) for _ in range(RACERS)]

    def renew(by):
        copy = Certificate.objects.get(pk=certificate.pk)
        return lambda: perform(copy, "renew", by=by, note="误撤销")

    won, told = outcome(race(*(renew(officer) for officer in officers)))
    assert (len(won), len(told)) == (1, RACERS - 1)
    assert Certificate.objects.current().count() == 1
    assert Certificate.objects.count() == 2
