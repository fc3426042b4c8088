"""Rounds of before are checked by the plain mean that they were announced with, there and back, on both databases."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

SCRIPT = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from decimal import Decimal
from reviews.models import Assignment, PartFigure, Round, RoundResult
from reviews.services.results import differences
from tests import factories as make
from tests.journey import Journey
from tests.reviews.test_results import close, hand_in, seat
world = Journey()
world.candidacy("assessing")
assignment = Assignment.objects.get(reviewer=world.reviewer)
Round.objects.update(aggregation="mean", spread_limit=100)
hand_in(world, assignment, 1)
for lost in (1, 1, 1, 8):
    seat(world, assignment, lost)
judged = assignment.candidacy.standard.items.filter(kind="judgement").first()
type(judged).objects.filter(pk=judged.pk).update(kind="deduct")
close(world, assignment)
planned = make.make_round(world.cycle, state="planned")
def stored():
    figure = PartFigure.objects.values("sheets", "method", "figure", "lowest", "highest").get()
    return RoundResult.objects.values().get(), figure
before = stored()
call_command("migrate", "reviews", "0005_marks_of_locked_sheets", verbosity=0)
call_command("migrate", "reviews", verbosity=0)
closed = Round.objects.get(pk=assignment.round_id)
print(closed.aggregation == "mean")
print(Round.objects.get(pk=planned.pk).aggregation == "trimmed")
print(stored() == before)
print(before[0]["deducted"] > 0 and before[0]["spread"] == 49 and before[0]["mean"] == Decimal("83.20"))
print(differences(closed) == [])
call_command("migrate", "reviews", "0006_rounds_in_parts", verbosity=0)
call_command("migrate", "reviews", verbosity=0)
print(differences(closed) == [])
"""


def there_and_back(database_url: str) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["True"] * 6, done.stdout


@pytest.mark.timeout(600)
@pytest.mark.sqlite
def test_sqlite_keeps_them(tmp_path):
    there_and_back(f"sqlite:///{tmp_path}/scratch.sqlite3")


@pytest.mark.timeout(600)
@pytest.mark.postgres
def test_postgresql_keeps_them(database_url):
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE parts_there_and_back")
    try:
        there_and_back(f"{database_url.rsplit('/', 1)[0]}/parts_there_and_back")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE parts_there_and_back WITH (FORCE)")
