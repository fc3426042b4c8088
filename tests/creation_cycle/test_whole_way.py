"""The whole path through the services: from a draft to a certificate number, told by one ledger."""

from datetime import UTC, datetime

import pytest

from core import clock, workdays
from core.models import LedgerEntry
from core.services import ledger
from creation_cycle.enums import CandidacyState, CertificateState
from creation_cycle.models import Certificate
from creation_cycle.services import issuing
from tests.journey import Journey

pytestmark = pytest.mark.django_db


def test_from_draft_to_certificate():
    journey = Journey()
    candidacy = journey.candidacy("filed")
    assert candidacy.filing_number.startswith("BA442000-")
    assert candidacy.roster_snapshot.headcount == 12

    candidacy = journey.take(candidacy, "met")
    assert candidacy.state == CandidacyState.MET

    candidacy = journey.take(candidacy, "publicised")
    notice = candidacy.notice_entries.get().notice
    assert notice.closes_on == workdays.add_workdays(clock.today(), 5).date

    candidacy = journey.take(candidacy, "certified")
    certificate = Certificate.objects.get(recognition__candidacy=candidacy)
    assert certificate.state == CertificateState.QUEUED
    certificate = issuing.draw(certificate)
    assert certificate.state == CertificateState.ISSUED
    with certificate.file.open() as pdf:
        assert pdf.read(5) == b"%PDF-"
    assert journey.unit.titles.get().star == 1
    assert list(ledger.broken_entries()) == []
    assert [entry.move for entry in LedgerEntry.objects.of(candidacy)] == [
        "create", "submit", "recommend", "file", "begin", "apply", "assess", "meet", "nominate", "publicise", "certify",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (datetime(2031, 12, 31, 15, 59, tzinfo=UTC), "BA442000-2031-0001"),
        (datetime(2031, 12, 31, 16, 0, tzinfo=UTC), "BA442000-2032-0001"),
    ],
)
def test_the_filing_number_has_the_year_of_filing_as_clocks_in_china_show_it(moment, number):
    journey = Journey()
    candidacy = journey.candidacy("recommended")
    with clock.pretend(moment):
        assert journey.take(candidacy, "filed").filing_number == number
