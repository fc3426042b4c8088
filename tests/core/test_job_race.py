"""Eight workers reach for one job at the same moment: one works, on PostgreSQL with real threads."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from core.models import Holiday, Job
from core.services import jobs

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
RACERS = 8


@pytest.fixture(autouse=True)
def counting(monkeypatch):
    """A kind whose chunk would break the unique date if anybody did it a second time."""
    autodiscover_modules("tasks")  # now, so that the portal's own kinds land in the true registry
    monkeypatch.setattr(jobs, "_kinds", {})

    @jobs.job_kind("count", title="逐个登记")
    def step(job):
        day = date(2030, 1, 1) + timedelta(job.done)
        Holiday.objects.create(date=day, name="测试", published_year=2030)
        job.advance(1, checkpoint={"next": job.done + 1})
        return job.done < job.total


def together(call) -> list:
    """What `call` returned to each racer; all of them start at once."""
    barrier = Barrier(RACERS)

    def race(_):
        try:
            barrier.wait()
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(RACERS) as pool:
        return list(pool.map(race, range(RACERS)))


@pytest.mark.parametrize("before", [{}, {"state": "running", "claim": "0" * 32}], ids=["queued", "abandoned"])
def test_one_of_eight_gets_the_claim(before):
    long_ago = timezone.now() - timedelta(hours=1)
    job = Job.objects.create(kind="count", title="逐个登记", total=5, heartbeat=long_ago, **before)
    claims = together(lambda: jobs._claim(job.pk))
    job.refresh_from_db()
    assert [claim for claim in claims if claim] == [job.claim]
    assert job.attempts == 1


def test_eight_runs_do_the_work_once():
    job = Job.objects.create(kind="count", title="逐个登记", total=40)
    together(lambda: jobs.run(job.pk))
    job.refresh_from_db()
    assert (job.state, job.done, Holiday.objects.count()) == (Job.State.DONE, 40, 40)


def test_the_sweeper_leaves_a_worker_alone_that_is_amid_a_long_chunk(settings):
    heard = []

    @jobs.job_kind("long", title="一步很久")
    def step(job):
        with ThreadPoolExecutor(1) as pool:
            heard.append(pool.submit(swept_elsewhere).result())
        return False

    def swept_elsewhere():
        try:
            return jobs.sweep()
        finally:
            connection.close()

    job = Job.objects.create(kind="long", title="一步很久")
    settings.JOB_STALE_SECONDS = 0
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (heard, job.state) == ([[]], Job.State.DONE)
