"""Objections and notices of before keep what they say, there and back, on both databases."""

import pytest

from tests.scratch import printed_by, scratch_postgres

SCRIPT = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from core.lifecycle import perform
from creation_cycle.models import Notice, NoticeEntry, Objection
from creation_cycle.services.objections import object_to
from tests import factories as make
from tests.creation_cycle.objections import conclude
from tests.honor_roll.world import make_public_world
cycle, unit, candidacy, notice = make_public_world()
officer = make.make_officer(cycle.committee)
named = {"name": "上官某", "contact": "0760"}
received, accepted, declined, upheld, dismissed = [
    object_to(notice, candidacy, content=str(number), **(named if number else {})) for number in range(5)
]
perform(accepted, "accept", by=officer)
perform(declined, "decline", by=officer, note="理由")
conclude(upheld, "uphold", by=officer)
conclude(dismissed, "dismiss", by=officer)
Notice.objects.filter(taken_down_on=None).get()
call_command("migrate", "creation_cycle", "0004_smallest_unit_of_points", verbosity=0)
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT state FROM creation_cycle_objection ORDER BY content")
    print([state for [state] in cursor.fetchall()] == ["received", "received", "dismissed", "upheld", "dismissed"])
call_command("migrate", "creation_cycle", verbosity=0)
kept = Objection.objects.order_by("content")
print([o.is_anonymous for o in kept] == [True, False, False, False, False])
print([o.outcome for o in kept] == ["", "", "untrue", "true", "untrue"])
print([o.accept_by is None for o in kept] == [False, False, True, True, True])
print([o.concluded_on is None for o in kept] == [True, True, False, False, False])
print([o.name for o in kept] == ["", "上官某", "上官某", "上官某", "上官某"])
print(NoticeEntry.objects.get().unit_name == unit.name)
notice = Notice.objects.get()
print((notice.taken_down_on - notice.closes_on).days == cycle.notice_days_up + 1)
"""


@pytest.mark.timeout(600)
@pytest.mark.sqlite
def test_sqlite_keeps_them(tmp_path):
    assert printed_by(SCRIPT, f"sqlite:///{tmp_path}/scratch.sqlite3").split() == ["True"] * 8


@pytest.mark.timeout(600)
@pytest.mark.postgres
def test_postgresql_keeps_them(database_url):
    with scratch_postgres(database_url, "objections_there_and_back") as url:
        assert printed_by(SCRIPT, url).split() == ["True"] * 8
