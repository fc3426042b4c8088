"""Many certificates that wait, as rows of a certified year would leave them; and a worker that stops where told.

Loaded by a real worker as a module of tasks: with STOP_AT=draw or STOP_AT=write it tells through Redis that it hangs
in its second chunk, and waits there to be killed.
"""

import os
import signal
from datetime import date
from itertools import count

import redis
from django.conf import settings

from core.services import ledger
from core.services.jobs import on_finished
from creation_cycle.models import Certificate, Recognition, Title
from creation_cycle.services import issuing
from creation_cycle.services.certificates import next_number
from tests import factories as make
from units.models import Unit

EVENTS = "certificate-batch-events"
_calls = count(1)


def make_waiting(number: int) -> list[Certificate]:
    """So many units with a title, and a certificate in the queue for each, numbered in a row."""
    city = make.make_line()[1]
    cycle = make.make_cycle(city)
    day = date(2026, 12, 1)
    units = Unit.objects.bulk_create(
        Unit(name=f"第{at}窗口", slug=f"batch-{at}", committee=city, region=city.region)
        for at in range(number)
    )
    titles = Title.objects.bulk_create(
        Title(unit=unit, level=city.level, committee=city, name="中山市青年文明号", star=1,
              first_recognised_on=day, last_recognised_on=day)
        for unit in units
    )  # fmt: skip
    recognitions = Recognition.objects.bulk_create(
        Recognition(
            title=title, cycle=cycle, label=cycle.name, star=1, recognised_on=day, decision_number="示例1号"
        )
        for title in titles
    )
    waiting = [
        Certificate.objects.create(
            title=recognition.title,
            recognition=recognition,
            star=1,
            dated_on=day,
            number=next_number(recognition),
        )
        for recognition in recognitions
    ]
    for certificate in waiting:
        ledger.append_creation(certificate, by=None)
    return waiting


def hang_in_second_chunk(function):
    """Do the first half of the second call's work, tell, and wait."""

    def stopped(work, *rest):
        if next(_calls) == 2:
            half = list(work)[: len(work) // 2]
            function({key: work[key] for key in half} if isinstance(work, dict) else half, *rest)
            tell("hanging")
            signal.pause()
        return function(work, *rest)

    return stopped


def tell(event: str) -> None:
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as client:
        client.rpush(EVENTS, event)


@on_finished
def tell_end(job) -> None:
    if job.kind == issuing.KIND and "STOP_AT" in os.environ:
        tell(job.state)


if os.environ.get("STOP_AT") == "draw":
    issuing.draw_next = hang_in_second_chunk(issuing.draw_next)
if os.environ.get("STOP_AT") == "write":
    issuing.issue = hang_in_second_chunk(issuing.issue)
