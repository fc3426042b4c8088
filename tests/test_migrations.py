"""Migrations go forward and back on both databases, and forward again."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

FIRST = {
    "reviews": "0001_initial",
    "creation_cycle": "0001_initial",
    "workspace": "0001_initial",
    "credit": "0001_red_list_and_queries",
    "volunteers": "0001_initial",
    "units": "0001_initial",
}
"""Apps whose tables hang on others', the highest first; accounts and core carry Django's own history."""

SCRIPT = f"""
import django
django.setup()
from django.core.management import call_command
call_command("migrate", no_color=True)
for app in {list(FIRST)}:
    call_command("migrate", app, "zero", no_color=True)
call_command("migrate", no_color=True)
"""


def there_and_back(database_url: str) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for app, first in FIRST.items():
        assert done.stdout.count(f"Applying {app}.{first}... OK") == 2
        assert done.stdout.count(f"Unapplying {app}.{first}... OK") == 1


@pytest.mark.timeout(900)
@pytest.mark.sqlite
def test_sqlite_goes_there_and_back(tmp_path):
    there_and_back(f"sqlite:///{tmp_path}/scratch.sqlite3")


@pytest.mark.timeout(900)
@pytest.mark.postgres
def test_postgresql_goes_there_and_back(database_url):
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE there_and_back")
    try:
        there_and_back(f"{database_url.rsplit('/', 1)[0]}/there_and_back")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE there_and_back WITH (FORCE)")
