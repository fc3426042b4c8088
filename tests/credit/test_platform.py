"""Queries over the network, against a real server process that also times out, breaks and talks nonsense."""

import subprocess
import sys
from dataclasses import replace

import httpx
import pytest
from django.conf import settings as django_settings
from django.db import connection

from core import clock
from core.services import jobs
from credit import providers
from credit.enums import Conclusion, SubjectKind
from credit.models import CreditQuery
from credit.providers import http
from credit.services import asking, consents, queries
from credit.subjects import Subject
from credit.tasks import ask_again
from tests import factories as make
from tests.credit.world import PERSON, consent, make_credit_officer
from tests.servers import free_port
from units.enums import Level

pytestmark = pytest.mark.django_db
CODES = ["91350100M000100Y43", "91110000600037341L", "91440000123456789M"]


@pytest.fixture(scope="module")
def platform():
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.credit.platform", str(port)], cwd=django_settings.BASE_DIR
    )
    address = f"http://127.0.0.1:{port}/"
    with httpx.Client(transport=httpx.HTTPTransport(retries=8)) as client:
        client.get(address)
    yield address
    process.terminate()
    process.wait()


@pytest.fixture
def ask(platform, settings):
    """Ask about a name; the platform is set up, the breaker closed."""
    settings.CREDIT_HTTP_URL, settings.CREDIT_HTTP_TOKEN = platform, "test-token"
    settings.CREDIT_HTTP_TIMEOUT = 0.5
    http.breaker.close()
    city = make.make_committee("示例市团委", Level.CITY)
    clerk = make_credit_officer(city)

    def put(name: str) -> CreditQuery:
        subject = Subject(SubjectKind.ORGANISATION, name, credit_code=CODES[0])
        return queries.ask(subject, committee=city, authorisation="依据", by=clerk, provider="http")

    yield put
    http.breaker.close()


def run() -> None:
    """The hourly beat and the worker, in this process."""
    ask_again()
    job = jobs.Job.objects.latest("pk")
    jobs.run(job.pk)


def asked(platform, name: str) -> int:
    return httpx.get(platform).json()[name]


def test_without_an_address_nobody_can_choose_it(settings):
    settings.CREDIT_HTTP_URL = ""
    assert "http" not in dict(providers.choices())


def test_answers_are_recorded_by_the_job_and_an_adverse_one_opens_a_case(ask):
    good, adverse = ask("good-1"), ask("adverse-1")
    run()
    good.refresh_from_db()
    assert (good.conclusion, good.file_reference) == (Conclusion.CLEAR, "P-1")
    assert CreditQuery.objects.get(pk=adverse.pk).case.state == "open"


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("slow-1", "没有及时答复"),
        ("broken-1", "答复异常（500）"),
        ("garbage-1", "无法识别"),
        ("report-1", "无法识别"),
    ],
)
def test_what_is_no_answer_leaves_the_query_waiting_and_says_why(ask, name, fault):
    query = ask(name)
    assert asking.keep(asking.attempt(query)) is False
    query.refresh_from_db()
    assert (query.conclusion, query.attempts) == (Conclusion.PENDING, 1)
    assert fault in query.fault


@pytest.mark.parametrize("name", ["flaky-2", "late-2"])
def test_a_failed_or_late_answer_arrives_in_a_later_turn(ask, platform, name):
    query = ask(name)
    run()
    query.refresh_from_db()
    assert (query.conclusion, query.fault) == (Conclusion.CLEAR, "")
    assert asked(platform, name) == 2


def test_a_dead_platform_is_left_alone_after_five_failures(ask, platform):
    rows = [ask(f"broken-{number}") for number in range(10, 18)]
    run()
    tries = [httpx.get(platform).json().get(f"broken-{number}", 0) for number in range(10, 18)]
    assert sum(tries) == http.FAILURES
    rows[-1].refresh_from_db()
    assert "暂停提问" in rows[-1].fault


def test_nobody_is_asked_about_once_the_authority_was_taken_back(ask, platform):
    query = ask("good-withdrawn")
    given = consent(PERSON, query.committee, "query", by=query.asked_by)
    CreditQuery.objects.filter(pk=query.pk).update(consent=given)
    consents.withdraw(given)
    ask_again()
    assert "good-withdrawn" not in httpx.get(platform).json()
    assert "撤回授权" in CreditQuery.objects.get(pk=query.pk).fault


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_while_the_platform_thinks(ask, monkeypatch):
    """The provider itself looks: no transaction is open when it is asked, in the job as in the worker."""
    query, seen = ask("good-free"), []

    def watching(asked):
        seen.append((asked.pk, connection.in_atomic_block))
        return http.ask(asked)

    monkeypatch.setitem(providers._providers, "http", replace(providers.named("http"), ask=watching))
    run()
    assert seen == [(query.pk, False)]
    query.refresh_from_db()
    assert query.conclusion == Conclusion.CLEAR


def test_what_happened_while_the_platform_was_thinking_stands(ask):
    by_hand, taken_back = ask("good-hand"), ask("good-back")
    made = [asking.attempt(query) for query in (by_hand, taken_back)]
    queries.record_answer(
        by_hand, Conclusion.ADVERSE, answered_on=clock.today(), source_name="人工", by=by_hand.asked_by
    )
    given = consent(PERSON, taken_back.committee, "query", by=taken_back.asked_by)
    CreditQuery.objects.filter(pk=taken_back.pk).update(consent=given)
    consents.withdraw(given)

    assert [asking.keep(one) for one in made] == [False, False]
    by_hand.refresh_from_db()
    taken_back.refresh_from_db()
    assert (by_hand.conclusion, by_hand.attempts) == (Conclusion.ADVERSE, 0)
    assert taken_back.conclusion == Conclusion.PENDING
    assert "撤回授权" in taken_back.fault
