"""What units had written before there were versions becomes their first one, and comes back when it is undone."""

import pytest

from tests.scratch import printed_by

BEFORE, AFTER = "0002_standard_item_kinds", "0003_self_assessment_versions"
SCRIPT = f"""
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from core.lifecycle import perform
from creation_cycle.models import Candidacy
from tests.journey import Journey
world = Journey()
teams = [world.another_team() for _ in range(3)]
creating = world.candidacy("creating", **teams[0])
applied = world.candidacy("applied", **teams[1])
not_met = world.to_met(world.candidacy("assessing", **teams[2]), teams[2]["captain"], lost=5)
creating.self_assessments.get().entries.filter(item=world.standard.items.first()).update(
    points=7, problem="台账不全", measure="每周核对"
)

from django.db import connection
def table():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT candidacy_id, COUNT(*), SUM(points), MAX(problem) FROM creation_cycle_selfassessmententry"
            " GROUP BY candidacy_id ORDER BY candidacy_id"
        )
        return [(key, count, float(points), problem) for key, count, points, problem in cursor.fetchall()]

def versions():
    from creation_cycle.models import SelfAssessment
    rows = SelfAssessment.objects.order_by("candidacy_id", "number")
    return [
        (v.candidacy.state, v.number, v.is_open, v.candidacy.judged_self_assessment_id == v.pk, v.entries.count(),
         v.total and float(v.total))
        for v in rows
    ]

call_command("migrate", "creation_cycle", "{BEFORE}", verbosity=0)
print(table() == [(creating.pk, 1, 7.0, "台账不全\\n每周核对"), (applied.pk, 7, 100.0, ""), (not_met.pk, 7, 100.0, "")])
call_command("migrate", "creation_cycle", verbosity=0)
print(versions() == [
    ("creating", 1, True, False, 7, None),
    ("applied", 1, False, True, 7, 100.0),
    ("not_met", 1, False, True, 7, 100.0),
    ("not_met", 2, True, False, 7, None),
])
"""


@pytest.mark.timeout(600)
@pytest.mark.sqlite
def test_data_goes_there_and_back(tmp_path):
    assert printed_by(SCRIPT, f"sqlite:///{tmp_path}/scratch.sqlite3").split() == ["True", "True"]
