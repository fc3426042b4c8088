"""Two tabs and a double click, on PostgreSQL with real threads: an import is written once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from core.lifecycle import TransitionBlocked
from core.services import ledger
from tests import factories as make
from tests.units.rosters import confirm, start
from units.models import RosterImport
from units.roster_import import importing
from units.services import rosters

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
HEAD, ROW = ["姓名", "出生年月", "号长"], ["乙二", "1997年3月", "是"]


@pytest.fixture
def unit():
    _, _, county = make.make_line()
    return make.make_unit(county, members=0, young=0)


def race(*calls) -> list:
    """How each call ended, all started together, each on a connection of its own."""
    barrier = Barrier(len(calls))

    def run(call):
        try:
            barrier.wait(timeout=30)
            call()
        except (TransitionBlocked, importing.PlanChanged) as refused:
            return type(refused).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))


def test_of_eight_confirmations_one_writes(unit):
    captain = make.make_captain(unit)
    preview = start(unit, HEAD, ROW, by=captain)
    shown = importing.plan_of(preview).digest
    pk = preview.pk
    calls = [
        lambda: importing.confirm(RosterImport.objects.get(pk=pk), by=captain, shown=shown) for _ in range(8)
    ]
    assert race(*calls) == ["TransitionBlocked"] * 7 + ["done"]
    assert list(unit.members.values_list("name", flat=True)) == ["乙二"]
    assert list(ledger.broken_entries()) == []


def test_an_import_and_a_form_that_name_two_captains_do_not_both_win(unit):
    captain = make.make_captain(unit)
    preview = start(unit, HEAD, ROW, by=captain)
    shown = importing.plan_of(preview).digest
    ended = race(
        lambda: importing.confirm(preview, by=captain, shown=shown),
        lambda: rosters.add_member(unit, by=captain, name="丙三", birth_date="1990-01-01"),
    )
    assert ended in (["PlanChanged", "done"], ["done", "done"])
    assert unit.members.filter(name="丙三").count() == 1
    assert list(ledger.broken_entries()) == []


def test_undoing_twice_at_once_takes_back_once(unit):
    captain = make.make_captain(unit)
    done = confirm(start(unit, HEAD, ROW, by=captain), by=captain)
    assert race(*(lambda: importing.undo(done, by=captain) for _ in range(4))) == [
        "TransitionBlocked"
    ] * 3 + ["done"]
    assert not unit.members.exists()
    assert done.history.filter(move="undo").count() == 1
