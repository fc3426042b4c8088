"""Rows against the roster: who is new, who is known, what would change and what stays."""

from datetime import date

import pytest

from tests import factories as make
from tests.units.rosters import identity, table_of
from units.models import Member
from units.roster_import.plan import make_plan

pytestmark = pytest.mark.django_db
WOMAN, OTHER_WOMAN = identity(date(1998, 5, 3), 12), identity(date(1998, 5, 3), 14)
HEAD = ["姓名", "出生年月", "证件号码", "岗位", "号长"]


@pytest.fixture
def unit():
    _, _, county = make.make_line()
    return make.make_unit(county, members=0, young=0)


def add(unit, name="甲一", born=date(1998, 5, 3), **values) -> Member:
    return Member.objects.create(unit=unit, name=name, birth_date=born, **values)


def plan(unit, *rows, mode="fill", lookalikes="same", head=HEAD):
    table = table_of(head, *([*row, *[""] * (len(head) - len(row))] for row in rows))
    return make_plan(table, unit.members.all(), mode=mode, lookalikes=lookalikes)


def outcomes(planned) -> list:
    return [
        (row.number, str(row.outcome), row.reason or "；".join(f.reason for f in row.faults))
        for row in planned.rows
    ]


def changes(row) -> list:
    return [(change.label, change.old_shown, change.new_shown) for change in row.changes]


def test_somebody_unknown_is_new(unit):
    planned = plan(
        unit, ["乙二", "1997年3月", WOMAN[:-1] + "2", "窗口岗"], ["丙三", "1996.1.2", "", "", "是"]
    )
    assert outcomes(planned)[1] == (3, "new", "")
    assert planned.rows[1].facts == [("出生年月", "1996年1月2日"), ("号长", "是")]


def test_blanks_are_filled_and_differences_are_named_and_left(unit):
    add(unit, identity_number=WOMAN, position="导办岗", sex="female")
    [row] = plan(unit, ["甲一", "1998.5", WOMAN, "窗口岗", "是"]).rows
    assert (row.outcome, changes(row)) == ("update", [("号长", "否", "是")])
    assert [(kept.label, kept.old_shown, kept.new_shown) for kept in row.kept] == [
        ("岗位", "导办岗", "窗口岗")
    ]
    [row] = plan(unit, ["甲一", "1998.5", WOMAN, "窗口岗"]).rows
    assert (row.outcome, row.reason) == ("skip", "没有空白项需要补全")


def test_the_table_wins_when_that_is_chosen_but_a_blank_never_does(unit):
    add(unit, name="甲乙", identity_number=WOMAN, position="导办岗", volunteer_number="V1")
    [row] = plan(unit, ["甲一", "1998.5", WOMAN, "窗口岗"], mode="overwrite").rows
    assert changes(row) == [("姓名", "甲乙", "甲一"), ("岗位", "导办岗", "窗口岗"), ("性别", "空白", "女")]
    add(unit, name="丁四", born=date(1997, 3, 9), position="导办岗")
    [row] = plan(unit, ["丁四", "1997年3月", "", "导办岗"], mode="overwrite").rows
    assert (row.outcome, row.reason) == ("skip", "与花名册一致"), "a month is no correction of a day"


def test_known_people_stay_untouched_when_only_adding(unit):
    add(unit, identity_number=WOMAN)
    planned = plan(unit, ["甲一", "1998.5", WOMAN, "窗口岗"], ["乙二", "1997.1"], mode="add_only")
    assert outcomes(planned) == [(2, "skip", "已在花名册中"), (3, "new", "")]


@pytest.mark.parametrize(
    ("lookalikes", "outcome", "said"),
    [
        ("same", "update", "可能重复：与花名册中同名、同出生日期的成员视为同一人"),
        ("skip", "skip", "可能重复：花名册中有同名、同出生日期的成员"),
        ("other", "new", "可能重复：花名册中有同名、同出生日期的成员"),
    ],
)
def test_a_namesake_of_the_same_birth_is_pointed_out_and_the_choice_decides(unit, lookalikes, outcome, said):
    member = add(unit, born=date(1998, 5, 1))
    [row] = plan(unit, ["甲一", "1998年5月3日", WOMAN, "窗口岗"], lookalikes=lookalikes).rows
    assert (row.outcome, said in [row.reason, *row.notes]) == (outcome, True)
    if outcome == "update":
        assert row.member == member
        assert changes(row) == [
            ("出生年月", "1998年5月1日", "1998年5月3日"),
            ("身份证号码", "空白", "1000**********" + WOMAN[-4:]),
            ("岗位", "空白", "窗口岗"),
            ("性别", "空白", "女"),
        ]


def test_numbers_tell_namesakes_apart(unit):
    add(unit, identity_number=OTHER_WOMAN)
    [row] = plan(unit, ["甲一", "1998年5月3日", WOMAN]).rows
    assert (row.outcome, row.notes) == ("new", ["花名册中有同名成员，出生日期或身份证号码不同"])


def test_two_namesakes_of_the_table_with_numbers_of_their_own_are_two_people(unit):
    add(unit)
    first, second = plan(unit, ["甲一", "1998.5.3", WOMAN], ["甲一", "1998.5.3", OTHER_WOMAN]).rows
    assert (first.outcome, second.outcome, second.member) == ("update", "new", None)
    assert second.notes == ["花名册中有同名成员，出生日期或身份证号码不同"]


def test_which_of_two_namesakes_nobody_can_know(unit):
    add(unit)
    add(unit)
    assert outcomes(plan(unit, ["甲一", "1998.5.3"])) == [
        (2, "skip", "花名册中有 2 名同名、同出生日期的成员，无法判断是哪一位")
    ]


def test_repetitions_within_the_table_name_the_first_row(unit):
    add(unit, name="甲一", identity_number=WOMAN)
    planned = plan(
        unit,
        ["甲一", "1998.5.3", WOMAN],
        ["甲乙", "1998.5.3", WOMAN],
        ["甲一", "1998.5.3"],
        ["丙三", "1997.1"],
        ["丙三", "1997.1"],
        ["丁四", "1996.3.3", identity(date(1996, 3, 3), 11)],
        ["丁四", "1996.3.3", identity(date(1996, 3, 3), 13)],
    )
    assert outcomes(planned) == [
        (2, "update", ""),
        (3, "faulty", "与第 2 行的身份证号码重复"),
        (4, "skip", "可能重复：与第 2 行同名、同出生日期"),
        (5, "new", ""),
        (6, "skip", "可能重复：与第 5 行同名、同出生日期"),
        (7, "new", ""),
        (8, "new", ""),
    ]
    assert [
        row.outcome for row in plan(unit, ["丙三", "1997.1"], ["丙三", "1997.1"], lookalikes="other").rows
    ] == [
        "new",
        "new",
    ]


def test_two_rows_never_change_one_member(unit):
    add(unit, born=date(1998, 5, 1))
    planned = plan(unit, ["甲一", "1998.5.3", "", "窗口岗"], ["甲一", "1998.5.9", "", "导办岗"])
    assert outcomes(planned) == [(2, "update", ""), (3, "skip", "与第 2 行是花名册中的同一名成员")]


def test_a_unit_has_one_captain(unit):
    two = plan(unit, ["甲一", "1998.5", "", "", "是"], ["乙二", "1998.6", "", "", "是"])
    assert outcomes(two)[1] == (3, "faulty", "第 2 行已是号长，一个集体只设一名号长")
    add(unit, name="老号长", born=date(1990, 1, 1), is_captain=True)
    [refused] = plan(unit, ["甲一", "1998.5", "", "", "是"]).rows
    assert "花名册中已有号长（老号长）" in refused.faults[0].reason
    handover = [["甲一", "1998.5", "", "", "是"], ["老号长", "1990.1.1", "", "", "否"]]
    assert [row.outcome for row in plan(unit, *handover, mode="overwrite").rows] == ["new", "update"]
    assert [row.outcome for row in plan(unit, *handover, mode="fill").rows] == ["faulty", "skip"]


def test_a_sex_that_the_number_denies_is_not_filled_around(unit):
    add(unit, sex="male")
    [row] = plan(unit, ["甲一", "1998.5.3", WOMAN]).rows
    assert [fault.reason for fault in row.faults] == [
        "身份证号码与花名册中的性别（男）不一致，请先核对花名册"
    ]
    [row] = plan(unit, ["甲一", "1998.5.3", WOMAN], mode="overwrite").rows
    assert ("性别", "男", "女") in changes(row)


def test_somebody_who_left_comes_back_as_a_new_row(unit):
    add(unit, identity_number=WOMAN, left_on=date(2024, 1, 2))
    [row] = plan(unit, ["甲一", "1998.5.3", WOMAN]).rows
    assert (row.outcome, row.notes) == ("new", ["曾在花名册中，2024年1月2日离开，将另增一行"])


def test_the_digest_changes_with_whatever_would_be_written_and_gives_nobody_away(unit):
    def digest():
        return plan(unit, ["甲一", "1998.5.3", "", "窗口岗"]).digest

    before = digest()
    assert digest() == before
    member = add(unit, position="导办岗")
    assert digest() != before
    known = digest()
    Member.objects.filter(pk=member.pk).update(position="")
    assert digest() != known


def test_why_not_everything_can_be_imported(unit):
    assert plan(unit, ["甲一", "不详"], ["乙二", "1998.5"]).obstacle.startswith("有 1 行有误")
    assert plan(unit, ["乙二", "1998.5"]).obstacle == ""
    add(unit, name="乙二", born=date(1998, 5, 1))
    assert plan(unit, ["乙二", "1998.5"]).obstacle == "没有需要新增或更新的成员。"
    assert "没有找到" in plan(unit, ["乙二", "1998.5"], head=["称呼", "生日"]).obstacle
