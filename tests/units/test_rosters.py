"""Roster, pairings and profile below their forms: what two people at once could do, and what the ledger keeps."""

import pytest
from django.core.exceptions import ValidationError

from core.models import LedgerEntry
from core.services import ledger
from tests import factories as make
from units.models import Employer, Member
from units.services import rosters
from units.services.profiles import keep_profile

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"


@pytest.fixture
def unit():
    _, _, county = make.make_line()
    return make.make_unit(county)


@pytest.fixture
def captain(unit):
    return make.make_captain(unit)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [({"is_captain": True}, "一个集体只设一名号长"), ({"identity_number": NUMBER}, "已在本集体花名册中")],
)
def test_what_a_second_form_let_through_is_refused_under_the_lock(unit, captain, values, sentence):
    rosters.add_member(unit, by=captain, name="先到", birth_date="1949-12-31", identity_number=NUMBER)
    with pytest.raises(ValidationError, match=sentence):
        rosters.add_member(unit, by=captain, name="后到", birth_date="1949-12-31", **values)
    assert not unit.members.filter(name="后到").exists()
    assert LedgerEntry.objects.of(unit).count() == 1


def test_a_member_who_left_may_be_on_another_row_again(unit, captain):
    first = rosters.add_member(unit, by=captain, name="离开", birth_date="1949-12-31", identity_number=NUMBER)
    rosters.leave(first, by=captain, on=first.unit.members.first().birth_date)
    rosters.add_member(unit, by=captain, name="回来", birth_date="1949-12-31", identity_number=NUMBER)
    with pytest.raises(ValidationError, match="已在本集体花名册中"):
        rosters.bring_back(first, by=captain)


def test_lines_in_the_ledger_hold_and_name_nobody(unit, captain):
    member = rosters.add_member(unit, by=captain, name="赵无名", birth_date="1990-01-01")
    rosters.change_member(member, by=captain, name="赵有名")
    rosters.leave(member, by=captain, on=member.unit.members.last().birth_date)
    rosters.bring_back(member, by=captain)
    notes = [entry.note for entry in LedgerEntry.objects.of(unit)]
    assert notes == [
        "新增 1 人，现有 13 人", "更正 1 人，现有 13 人", "离开 1 人，现有 12 人", "恢复 1 人，现有 13 人",
    ]  # fmt: skip
    assert Member.objects.get(pk=member.pk).name == "赵有名"
    assert list(ledger.broken_entries()) == []


def test_ending_a_pairing_twice_keeps_the_first_day(unit, captain):
    pairing = rosters.pair_youth_home(unit, by=captain, name="示例", starts_on="2020-01-01")
    first = rosters.end_pairing(pairing, by=captain)
    assert rosters.end_pairing(pairing, by=captain).ends_on == first.ends_on
    assert LedgerEntry.objects.of(unit).count() == 2


def test_an_employers_record_is_completed_and_never_overwritten(unit, captain):
    employer = Employer.objects.create(name="某局", nature="government")
    given = {"name": "某局", "credit_code": "91350100M000100Y43", "nature": "social"}
    keep_profile(unit, by=captain, employer=given)
    employer.refresh_from_db()
    assert (employer.credit_code, employer.nature) == ("91350100M000100Y43", "government")
    assert LedgerEntry.objects.of(unit).get().note == "变更：所属单位"
