"""A clear and fresh answer before an award, late answers, and what a person makes of an adverse one."""

from datetime import timedelta

import pytest

from core import clock
from core.lifecycle import TransitionBlocked, blockers, perform
from credit.enums import Conclusion, QueryScope
from credit.models import CreditCase, DecisionSnapshot, RedListEntry
from credit.queries.clearance import clear_and_fresh
from credit.services import queries
from credit.subjects import employer_subject, member_subject
from tests.credit.world import COMPANY, PERSON, answered, listed, make_credit_officer, make_policy
from tests.journey import Journey

pytestmark = pytest.mark.django_db


@pytest.fixture
def journey():
    return Journey()


@pytest.fixture
def clerk(journey):
    return make_credit_officer(journey.city)


def test_an_answer_counts_through_its_last_day_and_the_newest_one_speaks(journey, clerk):
    today = clock.today()
    answered(COMPANY, journey.city, by=clerk, on=today - timedelta(days=10), valid_until=today)
    assert clear_and_fresh(COMPANY, today).ok
    assert not clear_and_fresh(COMPANY, today + timedelta(days=1)).ok
    assert not clear_and_fresh(COMPANY, today - timedelta(days=11)).ok, "not known before it was given"
    answered(COMPANY, journey.city, Conclusion.ADVERSE, by=clerk)
    assert clear_and_fresh(COMPANY, today).blocks


def test_an_answer_is_given_once_and_never_rewritten(journey, clerk):
    query = answered(COMPANY, journey.city, by=clerk)
    with pytest.raises(TransitionBlocked, match="已登记结论"):
        queries.record_answer(query, Conclusion.ADVERSE, by=clerk)


def test_nobody_is_asked_about_without_authority_or_number(journey, clerk):
    with pytest.raises(TransitionBlocked, match="授权书编号"):
        queries.ask(PERSON, committee=journey.city, authorisation=" ", by=clerk)
    nameless = member_subject(journey.unit.members.first())
    assert nameless.keys
    with pytest.raises(TransitionBlocked, match="没有证件号码"):
        queries.ask(type(PERSON)("person", "李示例"), committee=journey.city, authorisation="1号", by=clerk)


@pytest.mark.parametrize("conclusion", [Conclusion.ADVERSE, Conclusion.NOT_FOUND])
def test_an_answer_other_than_clear_waits_for_a_person(journey, clerk, conclusion):
    query = answered(COMPANY, journey.city, conclusion, by=clerk)
    finding = clear_and_fresh(COMPANY, clock.today())
    assert "系统不会自动否决" in finding.text
    perform(query.case, "accept", by=clerk, note="已于去年整改完毕")
    assert "已于去年整改完毕" in clear_and_fresh(COMPANY, clock.today()).text
    assert clear_and_fresh(COMPANY, clock.today()).ok
    perform(CreditCase.objects.get(), "uphold", by=clerk, note="复查发现未整改")
    assert clear_and_fresh(COMPANY, clock.today()).blocks


def test_proposing_and_certifying_wait_for_the_answers_and_keep_them(journey, clerk):
    make_policy(journey.city)
    journey.cycle.credit_query = QueryScope.EMPLOYER_AND_CAPTAIN
    journey.cycle.save(update_fields=["credit_query"])
    candidacy = journey.candidacy("met")
    texts = [finding.text for finding in blockers(candidacy, "nominate", journey.officer)]
    assert [text for text in texts if "没有信用查询结果" in text] == texts
    assert len(texts) == 2
    captain = journey.unit.members.get(is_captain=True)
    for subject in (employer_subject(journey.unit.employer), member_subject(captain)):
        answered(subject, journey.city, by=clerk, unit=journey.unit)
    candidacy = journey.take(candidacy, "certified")
    kept = DecisionSnapshot.objects.filter(source_key=f"candidacy:{candidacy.pk}")
    assert [(row.decision, row.role) for row in kept] == [
        ("拟认定", "所属单位"), ("拟认定", "号长"), ("已认定", "所属单位"), ("已认定", "号长"),
    ]  # fmt: skip
    entry = RedListEntry.objects.get()
    assert (entry.source_key, entry.state) == (f"title:{candidacy.recognition.title_id}", "nominated")


def test_a_cycle_that_asks_for_nothing_is_not_held_up(journey):
    assert blockers(journey.candidacy("met"), "nominate", journey.officer) == []


def test_a_revoked_title_pauses_its_entry_and_an_overturned_decision_gives_it_back(journey, clerk):
    make_policy(journey.city, query_scope=QueryScope.NONE)
    candidacy = journey.candidacy("certified")
    title, entry = candidacy.recognition.title, RedListEntry.objects.get()
    entry = perform(perform(entry, "vet", by=clerk), "publicise", by=clerk)
    entry = listed(entry, make_credit_officer(journey.city))
    title = perform(title, "revoke", by=None, note="示例文号", reason="弄虚作假（示例文号）")
    entry.refresh_from_db()
    assert (entry.state, entry.is_public) == ("suspended", False)
    assert "弄虚作假" in entry.reason
    perform(title, "reinstate", by=None, note="申诉成立")
    entry.refresh_from_db()
    assert (entry.state, entry.honour_fault) == ("suspended", "")
    assert perform(entry, "reinstate", by=clerk, note="称号已恢复").is_public
