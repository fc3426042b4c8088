"""A real worker killed with SIGKILL in the middle of a chunk; the sweeper lets another one go on."""

from datetime import date, timedelta

import pytest
import redis
from celery import Celery

from core.models import Holiday, Job
from tests.core.counting_job import EVENTS, KIND
from tests.workers import PATIENCE, kill, worker

pytestmark = pytest.mark.redis

MODULE = "tests.core.counting_job"


@pytest.fixture
def environment(database_url, redis_url) -> dict[str, str]:
    return {"DATABASE_URL": database_url, "TEST_BROKER_URL": redis_url}


@pytest.fixture
def send(redis_url):
    with Celery(broker=redis_url) as client:
        yield client.send_task


@pytest.fixture
def next_event(redis_url):
    """Waits for what the job tells; a worker that stays silent fails the test."""
    with redis.Redis.from_url(redis_url, socket_timeout=PATIENCE + 5) as client:

        def wait() -> str:
            event = client.blpop([EVENTS], timeout=PATIENCE)
            assert event is not None, "the worker told nothing"
            return event[1].decode()

        yield wait


def numbers() -> list[int]:
    days = Holiday.objects.order_by("date").values_list("date", flat=True)
    return [(day - date(2030, 1, 1)) // timedelta(days=1) for day in days]


def test_a_killed_job_is_resumed_and_every_chunk_happens_once(environment, send, next_event, tmp_path):
    job = Job.objects.create(kind=KIND, title="逐个登记", total=6)

    with worker(tmp_path / "first.log", MODULE, HANG_AT="3", **environment) as first:
        send("core.run_job", args=[job.pk])
        assert next_event() == "hanging"
        kill(first)
    job.refresh_from_db()
    assert (job.state, job.done, job.checkpoint, numbers()) == (Job.State.RUNNING, 3, {"next": 3}, [0, 1, 2])

    with worker(tmp_path / "second.log", MODULE, JOB_STALE_SECONDS="0", **environment):
        send("core.sweep_jobs")
        assert next_event() == Job.State.DONE
    job.refresh_from_db()
    assert (job.state, job.done, job.claimed_done) == (Job.State.DONE, 6, 3)
    assert numbers() == [0, 1, 2, 3, 4, 5]
