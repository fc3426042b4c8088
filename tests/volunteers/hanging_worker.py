"""Loaded by a real worker: with HANG_IN=check or HANG_IN=write an import stops in its second stretch, told to Redis.

The stretch's rows are written and not committed then; `test_import_worker_kill.py` kills the worker. With
REDELIVER_AFTER Redis gives a dead worker's message to another one after so many seconds.
"""

import os
import signal
from itertools import count

import redis
from celery import current_app
from django.conf import settings

from core.services.jobs import on_finished
from volunteers.importing import staging
from volunteers.services import importing

EVENTS = "volunteer-import-events"
_calls = count(1)
importing.ROWS_A_STEP = 3
if after := os.environ.get("REDELIVER_AFTER"):
    current_app.conf.broker_transport_options |= {"visibility_timeout": int(after)}


def hanging(function):
    def called(*args, **values):
        answer = function(*args, **values)
        if next(_calls) == 2:
            tell("hanging")
            signal.pause()
        return answer

    return called


def tell(event: str) -> None:
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as client:
        client.rpush(EVENTS, event)


@on_finished
def tell_end(job) -> None:
    if job.kind in (importing.CHECK, importing.WRITE) and "HANG_IN" in os.environ:
        tell(job.state)


if os.environ.get("HANG_IN") == "check":
    staging.stage = hanging(staging.stage)
if os.environ.get("HANG_IN") == "write":
    staging.write = hanging(staging.write)
