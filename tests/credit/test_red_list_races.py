"""The last place of a list is given once, and an answer is recorded once, whoever comes at the same moment."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from core import clock
from core.lifecycle import TransitionBlocked, perform
from core.models import LedgerEntry
from credit.enums import Conclusion, QueryScope, SubjectKind
from credit.models import ListQuota, RedListEntry
from credit.services import queries, red_list
from credit.subjects import Subject
from tests import factories as make
from tests.credit.world import COMPANY, honour, later, make_credit_officer, make_policy

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def at_once(*acts) -> list:
    """Run in threads that start together; what each gave or raised."""
    gate, found = Barrier(len(acts)), []

    def run(act):
        try:
            gate.wait(5)
            found.append(act())
        except TransitionBlocked as blocked:
            found.append(blocked)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    [thread.start() for thread in threads]
    [thread.join(20) for thread in threads]
    return found


def test_the_last_place_is_given_once():
    city = make.make_line()[1]
    clerk, second = make_credit_officer(city), make_credit_officer(city)
    policy = make_policy(city, query_scope=QueryScope.NONE)
    entries = [
        perform(
            perform(honour(city, Subject(SubjectKind.COLLECTIVE, f"集体{n}"), key=f"k:{n}"), "vet", by=clerk),
            "publicise",
            by=clerk,
        )
        for n in range(4)
    ]
    with later(days=15):
        moment = clock.now()
        ListQuota.objects.create(policy=policy, year=clock.today().year, places=1, reason="示例")

    def enlist(entry):
        with clock.pretend(moment):
            return perform(entry, "enlist", by=second)

    found = at_once(*[lambda entry=entry: enlist(entry) for entry in entries])
    assert sum(isinstance(answer, TransitionBlocked) for answer in found) == 3
    assert RedListEntry.objects.filter(state="listed").count() == 1


def test_two_answers_at_once_leave_one():
    city = make.make_line()[1]
    clerk = make_credit_officer(city)
    query = queries.ask(COMPANY, committee=city, authorisation="依据", by=clerk)
    found = at_once(
        lambda: queries.record_answer(query, Conclusion.CLEAR, by=clerk),
        lambda: queries.record_answer(query, Conclusion.ADVERSE),
    )
    assert sum(isinstance(answer, TransitionBlocked) for answer in found) == 1
    query.refresh_from_db()
    assert query.conclusion != Conclusion.PENDING
    assert LedgerEntry.objects.of(query).count() == 2


def test_an_honour_posted_twice_at_once_is_one_entry():
    city = make.make_line()[1]
    make_policy(city)
    subject = Subject(SubjectKind.COLLECTIVE, "示例集体")
    at_once(*[lambda: honour(city, subject, key="title:1")] * 3)
    assert RedListEntry.objects.get().source_key == "title:1"
    assert red_list.suspend_honour("title:2", "没有") is None
