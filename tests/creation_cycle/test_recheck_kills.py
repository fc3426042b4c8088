"""`manage.py run_rechecks` killed in the middle of a chunk, and two of them at once: each title exactly one recheck.

What a run shall wait for is locked by the test, so that it stands still where it is to be killed or overtaken.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction

from accounts.models import Message
from core.models import Job, LedgerEntry
from core.services.ledger import broken_entries
from creation_cycle.models import Recheck, RecheckFinding, RecheckYear, Title
from creation_cycle.services import recheck_opening as opening
from demo.scale import units as scale
from deploy.processes import dies_with_parent
from tests import factories as make
from tests.creation_cycle.recheck_world import YEAR, make_recheck, make_year
from units.models import Unit

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[2]
UNITS, PATIENCE = 2 * opening.CHUNK + 40, 60
AMID_SECOND = opening.CHUNK + 60
"""The place of a title that belongs to the second of three chunks."""


@pytest.fixture
def titles() -> list[Title]:
    """More than two chunks of them; one unit in six or so lacks something, and one has a captain to be told."""
    scale.make(UNITS)
    titles = list(Title.objects.order_by("pk").select_related("unit"))
    make.make_captain(titles[AMID_SECOND].unit)
    for body in {title.committee for title in titles}:
        make_year(body)
    return titles


@contextmanager
def running(database_url: str) -> Iterator[subprocess.Popen]:
    """The command as anybody types it."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_rechecks", "--year", str(YEAR)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=dies_with_parent(signal.SIGKILL),
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def ended(process: subprocess.Popen) -> str:
    told, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, told
    return told


def waiting(count: int) -> None:
    """Until so many sessions of this database wait for a lock."""
    until = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute("SELECT pg_stat_clear_snapshot(), pg_sleep(0.05)")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0] == count:
                return
    raise AssertionError(f"{count} runs never came to where they have to wait")


def written() -> tuple[int, ...]:
    """Rechecks, findings, entries of the ledger that belong to rechecks, messages."""
    entries = LedgerEntry.objects.filter(record_type="creation_cycle.recheck")
    return Recheck.objects.count(), RecheckFinding.objects.count(), entries.count(), Message.objects.count()


def assert_each_title_once(titles: list[Title]) -> None:
    asked = Recheck.objects.filter(year=YEAR).order_by("title")
    assert list(asked.values_list("title", flat=True)) == [title.pk for title in titles]
    rules = asked.exclude(rule_set=None).first().rule_set
    on = asked.first().plan.opens_on
    lacking = {
        (unit, finding.rule)
        for unit, findings in rules.lacks(Unit.objects.all(), on, "recheck")
        for finding in findings
    }
    filed = list(RecheckFinding.objects.values_list("recheck__title__unit", "rule"))
    assert lacking
    assert sorted(filed) == sorted(lacking)
    assert written() == (UNITS, len(lacking), UNITS, 1)
    assert list(broken_entries()) == []
    assert not RecheckYear.objects.filter(opened_at=None).exists()


def hold_rechecks(title: Title) -> None:
    """A row of ours that may yet become this title's only recheck of the year: the second chunk writes none before."""
    make_recheck(RecheckYear.objects.get(committee=title.committee), title)


def hold_messages(title: Title) -> None:
    """The only message belongs to the second chunk, which has written everything else by then."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {Message._meta.db_table} IN SHARE MODE")


def hold_commit(title: Title) -> None:
    """References are checked at the commit: the client is gone, and the chunk is kept nevertheless."""
    assert Title.objects.select_for_update().get(pk=title.pk)


@pytest.mark.parametrize("hold", [hold_rechecks, hold_messages, hold_commit])
def test_killed_in_the_middle_and_run_again(titles, database_url, hold):
    with running(database_url) as process, transaction.atomic():
        hold(titles[AMID_SECOND])
        waiting(1)
        process.send_signal(signal.SIGKILL)
        assert process.wait(PATIENCE) == -signal.SIGKILL
        transaction.set_rollback(True)
    if hold is not hold_commit:
        job = Job.objects.get()
        assert (job.state, job.done) == (Job.State.RUNNING, opening.CHUNK)
        assert Recheck.objects.count() == opening.CHUNK

    with running(database_url) as process:
        assert "已完成" in ended(process)
    assert_each_title_once(titles)


def test_a_run_overtaken_by_another_and_one_more(titles, database_url):
    """The first stands in its first chunk when the second comes, which goes on for it."""
    with ExitStack() as processes:
        with transaction.atomic():
            list(RecheckYear.objects.select_for_update())
            runs = []
            for number in (1, 2):
                runs.append(processes.enter_context(running(database_url)))
                waiting(number)
        for process in runs:
            ended(process)
    assert_each_title_once(titles)

    before = written()
    with running(database_url) as process:
        ended(process)
    assert written() == before


def test_two_runs_started_together(titles, database_url):
    """In whatever order they come: not even the year's arrangements stand before."""
    RecheckYear.objects.all().delete()
    with running(database_url) as one, running(database_url) as other:
        ended(one)
        ended(other)
    assert_each_title_once(titles)
