"""A worker killed in the middle of a batch, while it draws and while it writes: no certificate lost, none twice."""

import hashlib

import pytest
import redis
from celery import Celery
from django.conf import settings

from core.models import Job, LedgerEntry
from core.services import ledger
from creation_cycle.certificates.number import parse_number
from creation_cycle.enums import CertificateState
from creation_cycle.models import Certificate
from creation_cycle.services import issuing
from tests.creation_cycle.certificate_batch import EVENTS, make_waiting
from tests.workers import PATIENCE, kill, worker

pytestmark = pytest.mark.redis

MODULE = "tests.creation_cycle.certificate_batch"
NUMBER = 45


@pytest.mark.parametrize("stop_at", ["draw", "write"])
def test_a_batch_survives_its_worker(database_url, redis_url, tmp_path, stop_at):
    waiting = make_waiting(NUMBER)
    ids = [certificate.pk for certificate in waiting]
    job = Job.objects.create(kind=issuing.KIND, title="制发证书", total=NUMBER, arguments={"ids": ids})
    environment = {
        "DATABASE_URL": database_url, "TEST_BROKER_URL": redis_url, "TEST_MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }  # fmt: skip
    with (
        Celery(broker=redis_url) as app,
        redis.Redis.from_url(redis_url, socket_timeout=PATIENCE + 5) as told,
    ):
        with worker(tmp_path / "first.log", MODULE, STOP_AT=stop_at, **environment) as first:
            app.send_task("core.run_job", args=[job.pk])
            assert told.blpop([EVENTS], timeout=PATIENCE)[1] == b"hanging"
            kill(first)
        job.refresh_from_db()
        assert (job.state, job.done) == (Job.State.RUNNING, issuing.CHUNK)
        assert Certificate.objects.filter(state=CertificateState.ISSUED).count() == issuing.CHUNK
        with worker(tmp_path / "second.log", MODULE, STOP_AT="never", JOB_STALE_SECONDS="0", **environment):
            app.send_task("core.sweep_jobs")
            assert told.blpop([EVENTS], timeout=PATIENCE)[1].decode() == Job.State.DONE
    job.refresh_from_db()
    assert (job.state, job.done, job.failed) == (Job.State.DONE, NUMBER, 0)
    assert_each_issued_once(ids)


def assert_each_issued_once(ids: list[int]) -> None:
    papers = list(Certificate.objects.order_by("pk"))
    assert [paper.pk for paper in papers] == ids
    assert [parse_number(paper.number).sequence for paper in papers] == list(range(1, NUMBER + 1))
    assert {paper.state for paper in papers} == {CertificateState.ISSUED}
    issues = LedgerEntry.objects.filter(record_type="creation_cycle.certificate", move="issue")
    assert sorted(issues.values_list("record_id", flat=True)) == ids
    for paper in papers:
        with paper.file.open() as file:
            assert hashlib.sha256(file.read()).hexdigest() == paper.file_hash
    assert not list(ledger.broken_entries())
