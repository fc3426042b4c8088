"""Confirming, undoing and forgetting an import: what is written, once, and what can be taken back."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.crypto import blind_index
from core.lifecycle import TransitionBlocked
from core.models import LedgerEntry
from core.services import ledger
from tests import factories as make
from tests.units.rosters import confirm, identity, start
from units.models import Member, RosterImport
from units.roster_import import importing, undoing
from units.tasks import forget_roster_imports
from workspace.models import GrowthCard

pytestmark = pytest.mark.django_db
WOMAN = identity(date(1998, 5, 3), 12)
HEAD = ["姓名", "出生年月", "证件号码", "岗位", "号长"]
NEW = ["乙二", "1997年3月", "", "窗口岗", "是"]
KNOWN = ["甲一", "1998.5.3", WOMAN, "导办岗", ""]
FAULTY = ["丙三", "不详", "", "", ""]


@pytest.fixture
def unit():
    _, _, county = make.make_line()
    unit = make.make_unit(county, members=0, young=0)
    Member.objects.create(unit=unit, name="甲一", birth_date=date(1998, 5, 1))
    return unit


@pytest.fixture
def captain(unit):
    return make.make_captain(unit)


def facts(unit) -> list:
    return list(unit.members.order_by("pk").values_list("name", "birth_date", "position", "is_captain"))


BEFORE = [("甲一", date(1998, 5, 1), "", False)]
AFTER = [("甲一", date(1998, 5, 3), "导办岗", False), ("乙二", date(1997, 3, 1), "窗口岗", True)]


def column(model, name: str) -> list:
    """The column as the database keeps it, past every field of ours."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{name}" FROM {model._meta.db_table} ORDER BY id')
        return [row[0] for row in cursor.fetchall()]


def test_nothing_is_written_before_it_is_confirmed(unit, captain):
    preview = start(unit, HEAD, NEW, KNOWN, by=captain)
    assert importing.plan_of(preview).counts == {"faulty": 0, "new": 1, "update": 1, "skip": 0}
    assert (facts(unit), LedgerEntry.objects.of(unit).count()) == (BEFORE, 0)


def test_what_is_confirmed_is_written_with_lines_that_name_nobody(unit, captain):
    done = confirm(start(unit, HEAD, NEW, KNOWN, by=captain), by=captain)
    assert facts(unit) == AFTER
    known = unit.members.get(name="甲一")
    assert (known.identity_number, known.identity_index, known.sex) == (WOMAN, blind_index(WOMAN), "female")
    assert (done.state, done.created_count, done.updated_count, done.left_out_count) == ("confirmed", 1, 1, 0)
    assert [entry.note for entry in LedgerEntry.objects.of(unit)] == [
        "表格导入：新增 1 人，更新 1 人，现有 2 人"
    ]
    assert [entry.label for entry in done.history] == ["确认导入"]
    assert list(ledger.broken_entries()) == []


def test_what_was_uploaded_is_never_readable_in_the_database_and_gone_after_confirming(unit, captain):
    preview = start(unit, HEAD, KNOWN, by=captain)
    [table] = column(RosterImport, "table")
    assert table.startswith("v1.")
    done = confirm(preview, by=captain)
    assert (done.table, column(RosterImport, "outcome")[0][:3]) == ("", "v1.")
    assert column(Member, "identity_number")[0].startswith("v1.")


def test_confirming_twice_writes_once_and_says_so(unit, captain):
    preview = start(unit, HEAD, NEW, by=captain)
    confirm(preview, by=captain)
    with pytest.raises(TransitionBlocked, match="当前状态为“已导入”"):
        importing.confirm(preview, by=captain, shown="")
    assert unit.members.count() == 2


def test_a_roster_that_changed_since_the_preview_is_shown_again(unit, captain):
    preview = start(unit, HEAD, NEW, by=captain)
    shown = importing.plan_of(preview).digest
    Member.objects.create(unit=unit, name="号长", birth_date=date(1990, 1, 1), is_captain=True)
    with pytest.raises(importing.PlanChanged):
        importing.confirm(preview, by=captain, shown=shown)
    assert unit.members.count() == 2
    assert importing.plan_of(preview).counts["faulty"] == 1


def test_faulty_rows_stop_everything_unless_left_out_on_purpose(unit, captain):
    preview = start(unit, HEAD, NEW, FAULTY, by=captain)
    with pytest.raises(importing.NotImportable, match="有 1 行有误"):
        confirm(preview, by=captain)
    assert facts(unit) == BEFORE
    done = confirm(preview, by=captain, only_good=True)
    assert (unit.members.count(), done.created_count, done.left_out_count) == (2, 1, 1)


@pytest.mark.parametrize(
    "rows", [[KNOWN[:2]], [["丙三", "不详"]], [["", ""]]], ids=["same", "faulty", "empty"]
)
def test_a_table_that_brings_nothing_is_not_imported(unit, captain, rows):
    preview = start(unit, HEAD[:2], *rows, by=captain, mode="add_only")
    with pytest.raises(importing.NotImportable):
        confirm(preview, by=captain, only_good=True)


def test_a_captain_hands_over_in_one_table(unit, captain):
    unit.members.update(is_captain=True)
    handover = [["乙二", "1997.3", "", "", "是"], ["甲一", "1998.5", "", "", "否"]]
    done = confirm(start(unit, HEAD, *handover, by=captain, mode="overwrite"), by=captain)
    assert dict(unit.members.values_list("name", "is_captain")) == {"甲一": False, "乙二": True}
    importing.undo(done, by=captain)
    assert dict(unit.members.values_list("name", "is_captain")) == {"甲一": True}


def test_only_who_keeps_the_unit_confirms_and_undoes(unit, captain):
    preview = start(unit, HEAD, NEW, by=captain)
    with pytest.raises(PermissionDenied):
        confirm(preview, by=make.make_user(is_superuser=False))
    done = confirm(preview, by=captain)
    with pytest.raises(PermissionDenied):
        importing.undo(done, by=make.make_user())


def statements(county, rows: int) -> tuple[int, int]:
    """How many it takes to confirm and to undo an import of `rows` new and as many known people."""
    unit = make.make_unit(county, members=0, young=0)
    captain, names = make.make_captain(unit), [chr(0x4E00 + number) for number in range(2 * rows)]
    born = date(1990, 1, 2)
    Member.objects.bulk_create(Member(unit=unit, name=name, birth_date=born) for name in names[:rows])
    preview = start(unit, HEAD, *([name, "1990.1.2", "", "窗口岗", ""] for name in names), by=captain)
    with CaptureQueriesContext(connection) as confirming:
        done = confirm(preview, by=captain)
    assert (done.created_count, done.updated_count) == (rows, rows)
    with CaptureQueriesContext(connection) as taking_back:
        importing.undo(done, by=captain)
    assert unit.members.filter(position="").count() == unit.members.count() == rows
    return len(confirming), len(taking_back)


def test_writing_costs_the_same_for_one_row_and_fifty(unit):
    assert statements(unit.committee, 1) == statements(unit.committee, 50)


def test_undoing_takes_everything_back(unit, captain):
    done = importing.undo(confirm(start(unit, HEAD, NEW, KNOWN, by=captain), by=captain), by=captain)
    assert facts(unit) == BEFORE
    assert (done.state, undoing.left_in_place(done)) == ("undone", [])
    assert unit.members.get().identity_index is None
    assert LedgerEntry.objects.of(unit).last().note == "撤销表格导入：移除 1 人，恢复 1 人，现有 1 人"
    with pytest.raises(TransitionBlocked, match="当前状态为“已撤销”"):
        importing.undo(done, by=captain)


def test_what_somebody_worked_on_since_stays_and_is_named(unit, captain):
    other = ["丁四", "1996.1", "", "", ""]
    done = confirm(start(unit, HEAD, NEW, other, KNOWN, by=captain), by=captain)
    unit.members.filter(name="乙二").update(volunteer_number="V1")
    unit.members.filter(name="甲一").update(position="后来改的岗位")
    done = importing.undo(done, by=captain)
    assert undoing.left_in_place(done) == [("乙二", "导入后又有改动"), ("甲一", "“岗位”导入后又有改动")]
    assert dict(unit.members.values_list("name", "position")) == {"甲一": "后来改的岗位", "乙二": "窗口岗"}
    assert unit.members.get(name="甲一").identity_number == "", "what nobody touched went back"


def test_a_member_to_whom_records_point_stays(unit, captain):
    done = confirm(start(unit, HEAD, NEW, by=captain), by=captain)
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    GrowthCard.objects.create(member=unit.members.get(name="乙二"), created_by=captain, **days)
    done = importing.undo(done, by=captain)
    assert undoing.left_in_place(done) == [("乙二", "已有其他记录（如成长计划卡）")]


def test_a_captain_is_not_given_back_while_there_is_another(unit, captain):
    unit.members.update(is_captain=True)
    done = confirm(
        start(unit, HEAD, ["甲一", "1998.5", "", "", "否"], by=captain, mode="overwrite"), by=captain
    )
    Member.objects.create(unit=unit, name="新号长", birth_date=date(1990, 1, 1), is_captain=True)
    assert undoing.left_in_place(importing.undo(done, by=captain)) == [("甲一", "现在另有号长")]


def test_a_day_of_joining_after_the_member_left_is_not_given_back(unit, captain):
    unit.members.update(joined_on=date(2026, 6, 1))
    head, row = ["姓名", "出生年月", "加入日期"], ["甲一", "1998.5", "2023年3月"]
    done = confirm(start(unit, head, row, by=captain, mode="overwrite"), by=captain)
    unit.members.update(left_on=date(2025, 12, 31))
    done = importing.undo(done, by=captain)
    assert undoing.left_in_place(done) == [("甲一", "“加入日期”恢复后会晚于离开日期")]
    assert unit.members.get().joined_on == date(2023, 3, 1)


def test_previews_stand_a_day_and_undo_a_week(unit, captain):
    preview = start(unit, HEAD, NEW, by=captain)
    with time_machine.travel(clock.now() + timedelta(hours=23), tick=False):
        done = confirm(preview, by=captain)
    late = start(unit, HEAD, KNOWN, by=captain)
    with (
        time_machine.travel(clock.now() + timedelta(hours=25), tick=False),
        pytest.raises(TransitionBlocked, match="24 小时"),
    ):
        confirm(late, by=captain)
    with (
        time_machine.travel(clock.now() + timedelta(days=9), tick=False),
        pytest.raises(TransitionBlocked, match="7 天内"),
    ):
        importing.undo(done, by=captain)


def test_what_is_no_longer_needed_is_forgotten(unit, captain):
    done = confirm(start(unit, HEAD, NEW, by=captain), by=captain)
    preview = start(unit, HEAD, KNOWN, by=captain)
    forget_roster_imports()
    assert RosterImport.objects.exclude(outcome="").count() == 1
    with time_machine.travel(clock.now() + timedelta(hours=25), tick=False):
        forget_roster_imports()
    assert not RosterImport.objects.filter(pk=preview.pk).exists()
    assert RosterImport.objects.exclude(outcome="").count() == 1
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        forget_roster_imports()
    assert RosterImport.objects.get(pk=done.pk).outcome == ""


def test_discarding_forgets_at_once_and_touches_no_finished_import(unit, captain):
    preview = start(unit, HEAD, KNOWN, by=captain)
    importing.discard(preview, by=captain)
    done = confirm(start(unit, HEAD, NEW, by=captain), by=captain)
    importing.discard(done, by=captain)
    assert [record.pk for record in RosterImport.objects.all()] == [done.pk]


def test_choices_of_a_finished_import_stand(unit, captain):
    done = confirm(start(unit, HEAD, NEW, by=captain), by=captain)
    assert importing.choose(done, by=captain, choices={"sheet": 5}).choices == {"sheet": 0}


def test_imports_are_undone_in_the_reverse_order(unit, captain):
    rows = ["姓名", "出生年月", "岗位"], ["丁四", "1998.5", ""]
    first = confirm(start(unit, *rows, by=captain), by=captain)
    second = confirm(start(unit, rows[0], ["丁四", "1998.5", "窗口"], by=captain), by=captain)
    with pytest.raises(TransitionBlocked, match="改动了这次导入的成员"):
        importing.undo(first, by=captain)
    importing.undo(second, by=captain)
    importing.undo(first, by=captain)
    assert not unit.members.filter(name="丁四").exists()


def test_the_rows_that_were_left_out_stay_readable(unit, captain):
    rows = ["姓名", "出生年月"], ["戊五", "1998.5"], ["己六", "不详"]
    done = confirm(start(unit, *rows, by=captain), by=captain, only_good=True)
    [(place, name, _, [[column, typed, why]])] = undoing.rows_left_out(done)
    assert (place, name, column, typed) == ("第 3 行", "己六", "出生年月", "不详")
    assert "看不懂这个日期" in why
