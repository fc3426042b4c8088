"""Rounds of before are checked by the plain mean that they were announced with, there and back, on both databases."""

import pytest

from tests.scratch import printed_by, scratch_postgres

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


@pytest.mark.timeout(600)
@pytest.mark.sqlite
def test_sqlite_keeps_them(tmp_path):
    assert printed_by(SCRIPT, f"sqlite:///{tmp_path}/scratch.sqlite3").split() == ["True"] * 6


@pytest.mark.timeout(600)
@pytest.mark.postgres
def test_postgresql_keeps_them(database_url):
    with scratch_postgres(database_url, "parts_there_and_back") as url:
        assert printed_by(SCRIPT, url).split() == ["True"] * 6
