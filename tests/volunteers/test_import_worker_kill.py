"""A Celery worker killed with SIGKILL amid an import: another one goes on, and every row is there once."""

from collections import Counter

import pytest
import redis
from celery import Celery
from django.core.files.storage import storages

from core.lifecycle import perform
from core.models import Job
from core.services import jobs
from core.spreadsheets import streaming
from tests.volunteers.hanging_worker import EVENTS
from tests.volunteers.register_world import Register, make_volunteer
from tests.volunteers.rosters import received, row, text_file
from tests.workers import PATIENCE, kill, worker
from volunteers.models import ImportFault, Volunteer, VolunteerImport

pytestmark = pytest.mark.redis
MODULE = "tests.volunteers.hanging_worker"


@pytest.fixture
def environment(database_url, redis_url) -> dict[str, str]:
    return {
        "DATABASE_URL": database_url, "TEST_BROKER_URL": redis_url,
        "PRIVATE_ROOT": str(storages["private"].location),
    }  # fmt: skip


@pytest.fixture
def send(redis_url):
    with Celery(broker=redis_url) as client:
        yield client.send_task


@pytest.fixture
def next_event(redis_url):
    with redis.Redis.from_url(redis_url, socket_timeout=PATIENCE + 5) as client:

        def wait() -> str:
            event = client.blpop([EVENTS], timeout=PATIENCE)
            assert event is not None, "the worker told nothing"
            return event[1].decode()

        yield wait


@pytest.mark.parametrize(("hang_in", "comes_back"), [("check", "swept"), ("write", "redelivered")])
def test_every_row_is_there_once(environment, send, next_event, tmp_path, monkeypatch, hang_in, comes_back):
    monkeypatch.setattr(streaming, "ROWS_A_PIECE", 3)
    world = Register()
    people = [row(at) for at in range(1, 9)]
    make_volunteer(world.team, name="李旧名", identity_number=people[4][1], birth_date=people[4][3])
    batch = received(text_file([*people, row(9, phone="1")]), by=world.officer)
    if hang_in == "write":
        jobs.run(batch.check_job_id)
        batch = perform(VolunteerImport.objects.get(pk=batch.pk), "confirm", by=world.officer)
    job = batch.write_job if hang_in == "write" else batch.check_job

    with worker(tmp_path / "first.log", MODULE, HANG_IN=hang_in, **environment) as first:
        send("core.run_job", args=[job.pk])
        assert next_event() == "hanging"
        kill(first)
    job.refresh_from_db()
    assert (job.state, job.done > 0) == (Job.State.RUNNING, True)
    assert Volunteer.objects.count() == (4 if hang_in == "write" else 1)

    again = {"HANG_IN": "nowhere", "JOB_STALE_SECONDS": "0", "REDELIVER_AFTER": "1"}
    with worker(tmp_path / "second.log", MODULE, **environment | again):
        if comes_back == "swept":
            send("core.sweep_jobs")
        assert next_event() == Job.State.DONE
    batch = VolunteerImport.objects.get(pk=batch.pk)
    if hang_in == "check":
        assert not Volunteer.objects.exclude(name="李旧名").exists()
        batch = perform(batch, "confirm", by=world.officer)
        jobs.run(batch.write_job_id)
        batch = VolunteerImport.objects.get(pk=batch.pk)
    assert (batch.state, batch.new_count, batch.changed_count, batch.faulty_count) == ("done", 7, 1, 1)
    written = Counter(one.identity_number for one in Volunteer.objects.all())
    assert written == Counter(one[1] for one in people)
    assert Volunteer.objects.values("number").distinct().count() == 8
    assert ImportFault.objects.count() == 1
