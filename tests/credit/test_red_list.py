"""The way onto the red list and off it: conditions with arithmetic, notice, objection, places, re-test, consent."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core import clock
from core.lifecycle import TransitionBlocked, perform, steps
from credit.enums import Conclusion, ConsentPurpose, EntryState, PublicBasis, QueryScope, SubjectKind
from credit.models import Consent, ListQuota, RedListEntry
from credit.queries import public
from credit.services import calendar, consents, objections, red_list
from credit.tasks import follow_the_calendar
from tests import factories as make
from tests.credit.world import (
    AGE,
    CLEAN,
    COMPANY,
    CONSENT,
    PERSON,
    SERVICE,
    answered,
    consent,
    honour,
    later,
    listed,
    make_credit_officer,
    make_policy,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make.make_line()[1]


@pytest.fixture
def clerk(city):
    return make_credit_officer(city)


@pytest.fixture
def second(city):
    return make_credit_officer(city)


def texts_of(entry, move, by):
    [step] = [step for step in steps(entry, by) if step.name == move]
    return {finding.rule: finding for finding in step.findings if finding.rule}, step


def test_every_condition_answers_with_its_arithmetic_and_clause(city, clerk):
    make_policy(city, SubjectKind.PERSON, rules=[SERVICE, AGE, CLEAN, CONSENT])
    entry = honour(city, PERSON, hours=1200, star=4)
    found, step = texts_of(entry, "vet", clerk)
    assert not step.ok
    assert found["service"].measured == "志愿服务 1200 小时，4 星"
    assert found["service"].required == "时长不少于 1500 小时或星级不低于 5 星"
    assert found["age"].text.startswith("年龄 7")
    assert "登记查询结论 0 次" in found["clean_years"].text
    assert {finding.clause for finding in found.values()} == {"示例条款"}


def test_stars_stand_in_for_hours(city, clerk):
    make_policy(city, SubjectKind.PERSON, rules=[SERVICE], query_scope=QueryScope.NONE)
    entry = honour(city, PERSON, hours=10, star=5)
    assert perform(entry, "vet", by=clerk).state == EntryState.CHECKED


def test_the_whole_way_takes_two_people_a_notice_and_an_answer(city, clerk, second):
    make_policy(city, SubjectKind.ORGANISATION)
    entry = honour(city, COMPANY)
    with pytest.raises(TransitionBlocked, match="没有信用查询结果"):
        perform(entry, "vet", by=clerk)
    answered(COMPANY, city, by=clerk)
    entry = perform(perform(entry, "vet", by=clerk), "publicise", by=clerk)
    with pytest.raises(TransitionBlocked, match="尚未届满"):
        perform(entry, "enlist", by=second)
    with later(days=15):
        with pytest.raises(TransitionBlocked, match="列入人不得是核查人"):
            perform(entry, "enlist", by=clerk)
        entry = perform(entry, "enlist", by=second)
        assert list(public.red_list(q="志愿服务队")) == [entry]
    with later(days=15 + 750):
        follow_the_calendar()
    entry.refresh_from_db()
    assert (entry.state, entry.is_public) == (EntryState.EXPIRED, False)


def test_an_objection_holds_it_up_and_one_that_is_upheld_bars_it(city, clerk, second):
    make_policy(city, query_scope=QueryScope.NONE)
    entry = perform(perform(honour(city, COMPANY_UNIT), "vet", by=clerk), "publicise", by=clerk)
    objection = objections.object_to(entry, content="名实不符")
    with later(days=15):
        with pytest.raises(TransitionBlocked, match="1 件异议尚未办结"):
            perform(entry, "enlist", by=second)
        with pytest.raises(TransitionBlocked, match="公示期已满"):
            objections.object_to(entry, content="迟到的异议")
        perform(objection, "uphold", by=second, note="查实")
        with pytest.raises(TransitionBlocked, match="1 件异议成立"):
            perform(entry, "enlist", by=second)


COMPANY_UNIT = type(COMPANY)(SubjectKind.COLLECTIVE, "示例青年突击队")


def test_places_of_the_year_run_out(city, clerk, second):
    policy = make_policy(city, query_scope=QueryScope.NONE)
    ListQuota.objects.create(policy=policy, year=clock.today().year, places=1, reason="示例")
    first, other = (
        perform(perform(honour(city, COMPANY_UNIT, key=key), "vet", by=clerk), "publicise", by=clerk)
        for key in ("test:1", "test:2")
    )
    listed(first, second)
    with pytest.raises(TransitionBlocked, match="名额 1 个，已列入 1 个"):
        listed(other, second)


def test_a_lost_honour_pauses_and_only_a_person_ends_it(city, clerk, second):
    make_policy(city, query_scope=QueryScope.NONE)
    entry = perform(
        perform(honour(city, COMPANY_UNIT, key="title:7"), "vet", by=clerk), "publicise", by=clerk
    )
    entry = listed(entry, second)
    red_list.suspend_honour("title:7", "称号已撤销")
    again = red_list.suspend_honour("title:7", "称号已撤销")
    assert (again.state, again.is_public, again.reason) == ("suspended", False, "称号已撤销")
    with pytest.raises(TransitionBlocked, match="荣誉已失效"):
        perform(again, "reinstate", by=second, note="想恢复")
    assert perform(again, "remove", by=second, note="称号已撤销").state == EntryState.REMOVED


def test_the_same_honour_is_posted_once_and_anew_after_it_ran_out(city, clerk, second):
    make_policy(city, query_scope=QueryScope.NONE)
    first = honour(city, COMPANY_UNIT, key="title:9")
    assert honour(city, COMPANY_UNIT, key="title:9") == first
    listed(perform(perform(first, "vet", by=clerk), "publicise", by=clerk), second)
    with later(days=800):
        calendar.expire_due(clock.today())
        assert honour(city, COMPANY_UNIT, key="title:9").source_key == "title:9#2"
    assert honour(city.parent, COMPANY_UNIT, key="other") is None, "no list above takes it up"


@pytest.mark.parametrize(
    ("conclusion", "outcome", "state"),
    [
        (Conclusion.CLEAR, "passed", "listed"),
        (Conclusion.ADVERSE, "waiting", "listed"),
        (None, "waiting", "listed"),
    ],
)
def test_a_retest_looks_again(city, clerk, second, conclusion, outcome, state):
    make_policy(city, SubjectKind.ORGANISATION, retest_months=6)
    answered(COMPANY, city, by=clerk)
    entry = listed(perform(perform(honour(city, COMPANY), "vet", by=clerk), "publicise", by=clerk), second)
    with later(days=220):
        if conclusion:
            answered(COMPANY, city, conclusion, by=clerk)
        note = calendar.retest(entry, clock.today())
        entry.refresh_from_db()
        wanted = "paused" if conclusion == Conclusion.ADVERSE else outcome
        assert note.outcome == wanted
        assert entry.state == ("suspended" if wanted == "paused" else state)
    if conclusion is None:
        with later(days=300):
            assert calendar.retest(entry, clock.today()).outcome == "paused"


# Nothing personal without a basis


def test_a_person_is_public_with_consent_masked_and_gone_when_it_is_taken_back(city, clerk, second, client):
    make_policy(city, SubjectKind.PERSON, query_scope=QueryScope.NONE)
    entry = perform(honour(city, PERSON), "vet", by=clerk)
    with pytest.raises(TransitionBlocked, match="没有登记本人单独同意"):
        perform(entry, "publicise", by=clerk)
    given = consents.record(
        Consent(
            subject_kind="person", name=PERSON.name, identity_number=PERSON.identity_number, committee=city,
            purpose=ConsentPurpose.LIST, text_version="2026-1", document_number="1号",
        ),
        by=clerk,
    )  # fmt: skip
    listed(perform(entry, "publicise", by=clerk), second)
    page = client.get("/credit/red-list/").text
    assert "张*例" in page
    assert PERSON.name not in page
    consents.withdraw(given)
    assert "张*例" not in client.get("/credit/red-list/").text
    entry.refresh_from_db()
    assert (entry.state, entry.reason) == (EntryState.REMOVED, "本人撤回同意")


@pytest.mark.parametrize(
    "values",
    [
        {"public_basis": ""},
        {"public_basis": PublicBasis.NOT_PERSONAL},
        {"public_basis": PublicBasis.CONSENT},
        {"public_basis": PublicBasis.LAW},
    ],
)
def test_the_database_shows_no_person_without_a_basis(city, clerk, second, values):
    make_policy(city, SubjectKind.PERSON, query_scope=QueryScope.NONE)
    consent(PERSON, city, by=clerk)
    entry = perform(perform(honour(city, PERSON), "vet", by=clerk), "publicise", by=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        RedListEntry.objects.filter(pk=entry.pk).update(**{"consent": None, "public_law": "", **values})


def test_personal_data_is_deleted_in_time_and_not_before(city, clerk, settings):
    settings.CREDIT_RETENTION_DAYS = 100
    make_policy(city, SubjectKind.PERSON)
    query = answered(PERSON, city, by=clerk)
    entry = perform(honour(city, PERSON), "decline", by=clerk, note="撤回推荐")
    with later(days=100):
        assert calendar.forget(clock.today()) == 0
    with later(days=102):
        assert calendar.forget(clock.today()) == 2
        assert calendar.forget(clock.today()) == 0
    for record in (query, entry):
        record.refresh_from_db()
        assert (record.name, record.identity_number) == ("（已删除）", "")
        assert record.subject_key.startswith("gone:")


def test_retention_waits_for_live_entries(city, clerk, settings):
    settings.CREDIT_RETENTION_DAYS = 1
    make_policy(city, SubjectKind.PERSON)
    entry = honour(city, PERSON)
    with later(days=30):
        calendar.forget(clock.today())
    entry.refresh_from_db()
    assert entry.name == PERSON.name
    assert clock.today() + timedelta(days=1) > entry.nominated_on
