"""The smallest end-to-end path through the services: from a draft to a certificate number."""

from datetime import timedelta

import pytest
import time_machine

from core import clock, workdays
from core.lifecycle import perform
from core.models import LedgerEntry
from core.services import ledger
from creation_cycle.enums import CandidacyState, CertificateState
from creation_cycle.models import Certificate, SelfAssessmentEntry
from creation_cycle.services import certificates, notices
from creation_cycle.services.filing import open_candidacy
from reviews.services import rounds
from tests import factories as make
from units.enums import OfficeRole

pytestmark = pytest.mark.django_db


def test_from_draft_to_certificate():
    _, city, county = make.make_line()
    make.make_rule_set(city)
    make.make_standard(city)
    cycle = make.make_cycle(city)
    make.make_round(cycle, state="closed")
    make.make_round(cycle, state="closed")
    unit = make.make_unit(county)
    captain, recommender = make.make_captain(unit), make.make_officer(county)
    officer, approver = make.make_officer(city), make.make_officer(city, OfficeRole.APPROVER)
    reviewer = make.make_user()

    candidacy = open_candidacy(unit, cycle, by=captain)
    candidacy = perform(candidacy, "submit", by=captain)
    candidacy = perform(candidacy, "recommend", by=recommender)
    candidacy = perform(candidacy, "file", by=officer)
    assert candidacy.filing_number.startswith("BA442000-")
    assert candidacy.roster_snapshot.headcount == 12
    for name in ("plan", "standard_summary", "sign", "carrier", "pledge", "story"):
        setattr(candidacy, name, "内容")
    candidacy.save()
    candidacy = perform(candidacy, "begin", by=captain)
    for item in candidacy.standard.items.all():
        SelfAssessmentEntry.objects.create(candidacy=candidacy, item=item, points=item.points)
    round_ = make.make_round(cycle)
    candidacy = perform(candidacy, "apply", by=captain)
    sheet = rounds.assign(round_, candidacy, reviewer, by=officer).sheet
    candidacy = perform(candidacy, "assess", by=officer)
    points = {item.pk: item.points - 1 for item in candidacy.standard.items.all()}
    rounds.save_scores(sheet, points=points, remarks={}, comment="好")
    perform(sheet, "lock", by=reviewer)
    perform(round_, "close", by=officer)
    candidacy = type(candidacy).objects.get(pk=candidacy.pk)
    assert candidacy.state == CandidacyState.MET
    candidacy = perform(candidacy, "nominate", by=officer)
    notice = notices.draft_notice(cycle, by=officer, title="公示", candidacies=[candidacy])
    notice = perform(notice, "open", by=officer)
    assert notice.closes_on == workdays.add_workdays(clock.today(), 5).date
    day_after = clock.now() + (notice.closes_on - clock.today()) + timedelta(days=1)
    with time_machine.travel(day_after, tick=False):
        candidacy = perform(candidacy, "certify", by=approver, decision_number="示例发〔2026〕1号")
        certificate = Certificate.objects.get(recognition__candidacy=candidacy)
        assert certificate.state == CertificateState.QUEUED
        certificate = certificates.draw(certificate)
    assert certificate.state == CertificateState.ISSUED
    with certificate.file.open() as pdf:
        assert pdf.read(5) == b"%PDF-"
    assert unit.titles.get().star == 1
    assert list(ledger.broken_entries()) == []
    assert [entry.move for entry in LedgerEntry.objects.of(candidacy)] == [
        "create",
        "submit",
        "recommend",
        "file",
        "begin",
        "apply",
        "assess",
        "meet",
        "nominate",
        "publicise",
        "certify",
    ]
