"""The opening under a real kill, and two of them at once: each title exactly one recheck, none without findings."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection

from core.services import jobs
from creation_cycle.models import Recheck, RecheckFinding, Title
from creation_cycle.services import recheck_opening as opening
from tests.creation_cycle.recheck_world import OPENS, YEAR, RecheckWorld, on

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parent.parent.parent
UNITS = 12
SLOWLY = """
import sys, time, django
django.setup()
from django.core.management import call_command
from creation_cycle.services import recheck_opening as opening
opening.CHUNK = 2
step = opening.open_chunk
def slowly(job):
    more = step(job)
    print(job.checkpoint, flush=True)
    time.sleep(float(sys.argv[1]))
    return more
opening.open_chunk = slowly
call_command("run_rechecks", year=int(sys.argv[2]))
"""
"""Chunks of two titles, each told before it is committed."""


def run(database_url: str, pause: float) -> subprocess.Popen:
    environment = {**os.environ, "DATABASE_URL": database_url}
    command = [sys.executable, "-c", SLOWLY, str(pause), str(YEAR)]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def assert_each_title_once():
    assert Recheck.objects.count() == Title.objects.count() == UNITS
    assert Recheck.objects.values("title").distinct().count() == UNITS
    assert RecheckFinding.objects.count() == UNITS


@pytest.fixture
def world():
    """Every unit lacks one thing: its youth home."""
    world = RecheckWorld(units=UNITS)
    for unit in world.units:
        unit.youth_homes.all().delete()
    return world


def test_killed_in_the_middle_and_run_again(world, database_url):
    process = run(database_url, pause=1.0)
    for _ in range(3):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    left = Recheck.objects.count()
    assert 0 < left < UNITS

    again = run(database_url, pause=0)
    told, _ = again.communicate(timeout=120)
    assert again.returncode == 0, told
    assert_each_title_once()
    third = run(database_url, pause=0)
    third.communicate(timeout=120)
    assert_each_title_once()


def test_opened_twice_at_once(world, monkeypatch):
    monkeypatch.setattr(opening, "CHUNK", 3)
    with on(OPENS):
        started = [opening.start(YEAR, plans=[world.plan], by=None) for _ in range(2)]
    barrier, faults = threading.Barrier(2), []

    def go(job):
        try:
            barrier.wait(timeout=30)
            with on(OPENS):
                jobs.run(job.pk)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=[job]) for job in started]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert faults == []
    assert_each_title_once()
