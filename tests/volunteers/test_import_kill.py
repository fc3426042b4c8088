"""An import whose process is killed with SIGKILL in the middle of writing, and two imports at once."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection

from core.lifecycle import perform
from core.services import jobs
from tests.source_scan import ROOT
from tests.volunteers.register_world import Register
from tests.volunteers.rosters import checked, row, workbook
from volunteers.models import Volunteer, VolunteerImport
from volunteers.services import importing

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PATIENCE = 120


def test_a_killed_import_is_completed_and_nobody_is_written_twice(database_url, settings, capsys):
    world = Register()
    batch = checked(workbook([row(at) for at in range(1, 9)]), by=world.officer)
    environment = os.environ | {
        "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "config.settings_test",
        "PRIVATE_ROOT": str(storages["private"].location),
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.volunteers.hanging_import", str(batch.pk), world.officer.username]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as child:
        said = [line.strip() for line in iter(child.stdout.readline, "hanging\n")]
        assert child.poll() is None, said
        os.kill(child.pid, signal.SIGKILL)
        child.wait(PATIENCE)
    assert Volunteer.objects.count() == 3
    settings.JOB_STALE_SECONDS = 0
    call_command("import_volunteers", resume=batch.pk, by=world.officer.username)
    batch.refresh_from_db()
    assert (batch.state, Volunteer.objects.count()) == ("done", 8)
    assert Volunteer.objects.values("identity_index").distinct().count() == 8


def test_two_imports_of_the_same_people_at_once_write_each_once(monkeypatch):
    monkeypatch.setattr(importing, "ROWS_A_STEP", 5)
    world = Register()
    people = [row(at) for at in range(1, 31)]
    batches = [checked(workbook(rows), by=world.officer) for rows in (people, people[::-1])]
    batches = [perform(batch, "confirm", by=world.officer) for batch in batches]
    barrier = Barrier(2)

    def run(batch):
        try:
            barrier.wait(timeout=30)
            jobs.run(batch.write_job_id)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, batches))
    assert Volunteer.objects.count() == 30
    assert set(VolunteerImport.objects.values_list("state", flat=True)) == {"done"}
    assert Volunteer.objects.values("number").distinct().count() == 30
