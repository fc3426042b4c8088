"""Migrations go forward and back on both databases, and forward again."""

import pytest

from tests.scratch import printed_by, scratch_postgres

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
    said = printed_by(SCRIPT, database_url)
    for app, first in FIRST.items():
        assert said.count(f"Applying {app}.{first}... OK") == 2
        assert said.count(f"Unapplying {app}.{first}... OK") == 1


@pytest.mark.timeout(900)
@pytest.mark.sqlite
def test_sqlite_goes_there_and_back(tmp_path):
    there_and_back(f"sqlite:///{tmp_path}/scratch.sqlite3")


@pytest.mark.timeout(900)
@pytest.mark.postgres
def test_postgresql_goes_there_and_back(database_url):
    with scratch_postgres(database_url, "there_and_back") as url:
        there_and_back(url)
