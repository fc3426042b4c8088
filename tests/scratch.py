"""Scripts that migrate there and back, each in a process and on a database of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


def printed_by(script: str, database_url: str) -> str:
    """What the script prints; it sets Django up itself. Fails the test when it ends with an error."""
    environment = {
        **os.environ, "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "config.settings_test",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def scratch_postgres(database_url: str, name: str) -> Iterator[str]:
    """The URL of an empty database beside the test's own."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{database_url.rsplit('/', 1)[0]}/{name}"
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
