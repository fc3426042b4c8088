"""注册志愿者 in rosters: most offices keep a column of 是 and 否, some the number, many something of both."""

import json
from datetime import date

import pytest

from tests import factories as make
from tests.units.rosters import confirm, start, table_of
from units.forms import MemberForm
from units.models import Member
from units.models.member import is_registered_volunteer
from units.roster_import import importing, undoing
from units.roster_import.columns import recognise

HEAD = ["姓名", "出生年月", "是否注册志愿者"]
YES, NO = "是 √ 有 已注册 注册志愿者 Y 1 ✓", "否 × 无 未注册 没注册 非志愿者 N 0 - X"


def test_headings_that_ask_whether():
    headings = "是否注册志愿者 注册志愿者 是否为注册志愿者 是否志愿者 注册志愿者（是/否） 是否已注册志愿者"
    assert {recognise(heading) for heading in headings.split()} == {"is_volunteer"}


@pytest.mark.parametrize(
    ("typed", "found"),
    [*((word, True) for word in YES.split()), *((word, False) for word in NO.split())],
)
def test_answers_in_the_words_of_offices(typed, found):
    [person] = table_of(HEAD, ["甲一", "1998.5", typed]).rows
    assert (person.values["is_volunteer"], person.faults) == (found, [])


def test_an_empty_cell_says_nothing():
    [person] = table_of(HEAD, ["甲一", "1998.5", ""]).rows
    assert "is_volunteer" not in person.values


def test_a_number_where_whether_is_asked_is_the_number():
    [person] = table_of(HEAD, ["甲一", "1998.5", "4420000123456"]).rows
    assert person.values["volunteer_number"] == "4420000123456"
    assert "is_volunteer" not in person.values


@pytest.mark.parametrize(("typed", "found"), [("是", True), ("√", True), ("已注册", True), ("未注册", False)])
def test_an_answer_in_the_column_of_numbers_is_no_number(typed, found):
    [person] = table_of(["姓名", "出生年月", "志愿者编号"], ["甲一", "1998.5", typed]).rows
    assert person.values["is_volunteer"] is found
    assert "volunteer_number" not in person.values


def test_what_is_neither_is_refused_with_the_way_out():
    [person] = table_of(HEAD, ["甲一", "1998.5", "待定"]).rows
    assert [(fault.column, fault.typed, fault.reason) for fault in person.faults] == [
        ("注册志愿者", "待定", "请填写“是”或“否”，编号填在“注册志愿者编号”列")
    ]


def test_a_number_and_a_no_contradict_each_other():
    [person] = table_of([*HEAD, "志愿者编号"], ["甲一", "1998.5", "否", "44200001"]).rows
    assert [fault.reason for fault in person.faults] == ["已填写注册志愿者编号，与“否”不一致，请核对"]


@pytest.fixture
def unit(db):
    return make.make_unit(make.make_line()[1], members=0, young=0)


@pytest.fixture
def captain(unit):
    return make.make_captain(unit)


def registered(unit) -> set[str]:
    return set(unit.members.filter(is_registered_volunteer()).values_list("name", flat=True))


def test_both_count_and_a_no_does_not(unit, captain):
    rows = [["甲一", "1998.5", "是"], ["甲二", "1998.5", "44200001"], ["甲三", "1998.5", "否"]]
    confirm(start(unit, HEAD, *rows, by=captain), by=captain)
    assert registered(unit) == {"甲一", "甲二"}


def test_a_yes_fills_what_was_open_and_a_no_takes_nothing_away(unit, captain):
    open_ = Member.objects.create(unit=unit, name="甲一", birth_date=date(1998, 5, 1))
    Member.objects.create(unit=unit, name="甲二", birth_date=date(1998, 5, 1), is_volunteer=True)
    preview = start(unit, HEAD, ["甲一", "1998.5", "是"], ["甲二", "1998.5", "否"], by=captain)
    first, second = importing.plan_of(preview).rows
    assert [(change.label, change.new_shown) for change in first.changes] == [("注册志愿者", "是")]
    assert second.outcome == "skip"
    confirm(preview, by=captain)
    assert registered(unit) == {"甲一", "甲二"}
    importing.undo(preview, by=captain)
    open_.refresh_from_db()
    assert not open_.is_volunteer


def test_an_import_from_before_a_column_came_into_being_can_be_undone(unit, captain):
    done = confirm(start(unit, HEAD, ["甲一", "1998.5", ""], by=captain), by=captain)
    outcome = json.loads(done.outcome)
    for was in outcome["created"].values():
        del was["is_volunteer"]
    done.outcome = json.dumps(outcome)
    done.save(update_fields=["outcome"])
    assert undoing.left_in_place(importing.undo(done, by=captain)) == []
    assert not unit.members.exists()


def test_the_form_of_one_member_has_the_box(unit):
    typed = {"name": "甲一", "birth_date": "1998-05-01", "is_volunteer": "on", "is_chinese": "on"}
    form = MemberForm(typed, instance=Member(unit=unit))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["is_volunteer"]
