"""A job kind for `test_job_kill.py`: loaded by a real worker, tells of itself through Redis lists."""

import os
import signal
from datetime import date, timedelta

import redis
from django.conf import settings

from core.models import Holiday
from core.services.jobs import job_kind, on_finished

KIND = "count_and_hang"
EVENTS = "counting-job-events"


@job_kind(KIND, title="逐个登记")
def step(job) -> bool:
    """One row a chunk; in the chunk named by HANG_AT it waits, its row written and not committed."""
    number = job.checkpoint.get("next", 0)
    Holiday.objects.create(date=date(2030, 1, 1) + timedelta(number), name="测试", published_year=2030)
    if os.environ.get("HANG_AT") == str(number):
        tell("hanging")
        signal.pause()
    job.advance(1, checkpoint={"next": number + 1})
    return number + 1 < job.total


@on_finished
def tell_end(job) -> None:
    if job.kind == KIND:
        tell(job.state)


def tell(event: str) -> None:
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as client:
        client.rpush(EVENTS, event)
