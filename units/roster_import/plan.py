"""What an import would do, row by row: compared with the roster as it is at this moment."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import TextChoices

from core.crypto import fingerprint
from core.text import chinese_date
from core.validators import sex_of
from units.enums import ImportMode, LookalikePolicy, Sex
from units.models import Member
from units.roster_import.columns import LABELS
from units.roster_import.table import Fault, PersonRow, Table
from units.roster_import.values import SEXES, shown

FLAGS = ("is_captain", "is_principal", "is_league_secretary")


class RowState(TextChoices):
    FAULTY = "faulty", "有误"
    NEW = "new", "新增"
    UPDATE = "update", "更新"
    SKIP = "skip", "跳过"

    @property
    def tone(self) -> str:
        return {"faulty": "stop", "new": "ok", "update": "info"}.get(self, "idle")


@dataclass(frozen=True)
class Change:
    """A column of one member: what the roster has, what the table says."""

    key: str
    old: object
    new: object

    @property
    def label(self) -> str:
        return LABELS[self.key]

    @property
    def old_shown(self) -> str:
        return shown(self.key, self.old)

    @property
    def new_shown(self) -> str:
        return shown(self.key, self.new)


@dataclass
class PlannedRow:
    """`kept` are differences that the chosen mode leaves as the roster has them."""

    row: PersonRow
    outcome: RowState = RowState.NEW
    member: Member | None = None
    changes: list[Change] = field(default_factory=list)
    kept: list[Change] = field(default_factory=list)
    reason: str = ""

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def name(self) -> str:
        return self.row.values.get("name", "")

    @property
    def faults(self) -> list[Fault]:
        return self.row.faults

    @property
    def notes(self) -> list[str]:
        return self.row.notes

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What the row gives, as labels and words, the name aside; a plain 否 says nothing."""
        values = self.row.values
        return [
            (LABELS[key], shown(key, values[key]))
            for key in LABELS
            if key != "name" and key in values and values[key] is not (key == "is_chinese")
        ]

    def refuse(self, key: str, reason: str) -> None:
        self.row.wrong(key, reason)
        self.outcome, self.changes = RowState.FAULTY, []

    def skip(self, reason: str) -> None:
        self.outcome, self.reason = RowState.SKIP, reason


@dataclass
class Plan:
    """Every row with its outcome; `problem` is why nothing can be imported at all."""

    table: Table
    rows: list[PlannedRow] = field(default_factory=list)

    @property
    def problem(self) -> str:
        return self.table.problem

    def of(self, outcome: RowState) -> list[PlannedRow]:
        return [row for row in self.rows if row.outcome == outcome]

    @cached_property
    def counts(self) -> dict[str, int]:
        """Number of rows by outcome, zeros included."""
        return {state.value: len(self.of(state)) for state in RowState}

    @property
    def writable(self) -> int:
        return self.counts[RowState.NEW] + self.counts[RowState.UPDATE]

    @property
    def obstacle(self) -> str:
        """Why the whole table cannot be imported; empty when it can."""
        if self.problem:
            return self.problem
        if faulty := self.counts[RowState.FAULTY]:
            return f"有 {faulty} 行有误，请在表格中修正后重新上传，或只导入没有问题的行。"
        return "" if self.writable else "没有需要新增或更新的成员。"

    @cached_property
    def digest(self) -> str:
        """Changes with anything that the confirmation would write; says nothing about anybody."""
        rows = [
            [row.number, row.outcome, row.member.pk if row.member else None]
            + [[change.key, str(change.old), str(change.new)] for change in row.changes]
            + sorted((key, str(value)) for key, value in row.row.values.items())
            for row in self.rows
        ]
        return fingerprint(json.dumps([self.problem, rows]), context="units.rosterimport.plan")


def make_plan(
    table: Table, roster: Iterable[Member], *, mode: ImportMode, lookalikes: LookalikePolicy
) -> Plan:
    """Compare with `roster`, all members of the unit, former ones too."""
    return Plan(table, _Comparison(list(roster), mode, lookalikes).rows(table.rows))


class _Comparison:
    """The roster by what identifies people, and what earlier rows of the table have taken already."""

    def __init__(self, roster: list[Member], mode: ImportMode, lookalikes: LookalikePolicy):
        self.mode, self.lookalikes = mode, lookalikes
        self.current = [member for member in roster if member.left_on is None]
        self.former = {(m.name, m.birth_date): m for m in roster if m.left_on is not None}
        self.by_number = {m.identity_number: m for m in self.current if m.identity_number}
        self.by_name: dict[str, list[Member]] = defaultdict(list)
        for member in self.current:
            self.by_name[member.name].append(member)
        self.held = {flag for flag in FLAGS if any(getattr(m, flag) for m in self.current)}
        self.numbers: dict[str, PlannedRow] = {}
        self.people: dict[tuple[str, date], PlannedRow] = {}
        self.taken: dict[int, PlannedRow] = {}

    def rows(self, people: list[PersonRow]) -> list[PlannedRow]:
        planned = [self._planned(person) for person in people]
        self._one_captain(planned)
        return planned

    def _planned(self, person: PersonRow) -> PlannedRow:
        row = PlannedRow(person)
        if person.faults:
            row.outcome = RowState.FAULTY
            return row
        self._within_table(row)
        if row.outcome == RowState.NEW:
            self._against_roster(row)
        return row

    def _within_table(self, row: PlannedRow) -> None:
        values = row.row.values
        number, person = values.get("identity_number"), (values["name"], values["birth_date"])
        if number and (first := self.numbers.setdefault(number, row)) is not row:
            row.refuse("identity_number", f"与第 {first.number} 行的身份证号码重复")
            return
        twin = self.people.setdefault(person, row)
        if twin is row or _differ(number, twin.row.values.get("identity_number")):
            return
        if self.lookalikes == LookalikePolicy.OTHER:
            row.notes.append(f"可能重复：与第 {twin.number} 行同名、同出生日期")
        else:
            row.skip(f"可能重复：与第 {twin.number} 行同名、同出生日期")

    def _against_roster(self, row: PlannedRow) -> None:
        values = row.row.values
        row.member = self.by_number.get(values.get("identity_number")) or self._lookalike(row)
        if row.outcome != RowState.NEW:
            return
        if row.member is None:
            self._note_namesakes(row)
        elif (first := self.taken.setdefault(row.member.pk, row)) is not row:
            row.skip(f"与第 {first.number} 行是花名册中的同一名成员")
        elif self.mode == ImportMode.ADD_ONLY:
            row.skip("已在花名册中")
        else:
            self._compare(row)

    def _lookalike(self, row: PlannedRow) -> Member | None:
        """The one member of this name and birth date whom no number tells apart, if rows like that are theirs."""
        values = row.row.values
        alike = [
            member
            for member in self.by_name[values["name"]]
            if _same_birth(member.birth_date, values["birth_date"])
            and not _differ(self._number_of(member), values.get("identity_number"))
        ]
        if not alike or self.lookalikes == LookalikePolicy.OTHER:
            row.notes.extend(["可能重复：花名册中有同名、同出生日期的成员"] if alike else [])
            return None
        if self.lookalikes == LookalikePolicy.SKIP:
            row.skip("可能重复：花名册中有同名、同出生日期的成员")
        elif len(alike) > 1:
            row.skip(f"花名册中有 {len(alike)} 名同名、同出生日期的成员，无法判断是哪一位")
        else:
            row.notes.append("可能重复：与花名册中同名、同出生日期的成员视为同一人")
            return alike[0]
        return None

    def _number_of(self, member: Member) -> str | None:
        """The member's number, or the one that an earlier row of the table gives them."""
        first = self.taken.get(member.pk)
        return member.identity_number or (first and first.row.values.get("identity_number"))

    def _note_namesakes(self, row: PlannedRow) -> None:
        values = row.row.values
        if self.by_name.get(values["name"]) and not row.notes:
            row.notes.append("花名册中有同名成员，出生日期或身份证号码不同")
        if left := self.former.get((values["name"], values["birth_date"])):
            row.notes.append(f"曾在花名册中，{chinese_date(left.left_on)}离开，将另增一行")

    def _compare(self, row: PlannedRow) -> None:
        """What would change, and what stays although the table says otherwise."""
        values, member = row.row.values, row.member
        for key, new in values.items():
            old = getattr(member, key)
            if old == new or (key == "birth_date" and new.day == 1 and _same_birth(old, new)):
                continue
            change = Change(key, old, new)
            (row.changes if self._gives_way(change, values) else row.kept).append(change)
        number = values.get("identity_number")
        if self.mode == ImportMode.FILL and number and member.sex not in ("", SEXES[sex_of(number)]):
            row.refuse("sex", f"身份证号码与花名册中的性别（{Sex(member.sex).label}）不一致，请先核对花名册")
        elif row.changes:
            row.outcome = RowState.UPDATE
        else:
            row.skip("没有空白项需要补全" if row.kept else "与花名册一致")

    def _gives_way(self, change: Change, values: dict) -> bool:
        if self.mode == ImportMode.OVERWRITE:
            return True
        if change.key in FLAGS:
            return change.new is True and change.key not in self.held
        if change.key == "is_volunteer":
            return change.new is True
        if change.key == "birth_date":  # the number knows the day where the roster knew the month
            return "identity_number" in values and change.old.day == 1
        return change.old in ("", None)

    def _one_captain(self, rows: list[PlannedRow]) -> None:
        """A unit has one captain: of several rows the first, and none while the roster's own stays."""
        leaving = {
            row.member.pk for row in rows if any(c.key == "is_captain" and not c.new for c in row.changes)
        }
        holder = next((m for m in self.current if m.is_captain and m.pk not in leaving), None)
        first = None
        for row in rows:
            if not _makes_captain(row):
                continue
            key, mend = (
                ("position", "修改本行的岗位")
                if row.row.is_captain_by_post
                else ("is_captain", "将本行改为“否”")
            )
            if holder:
                row.refuse(key, f"花名册中已有号长（{holder.name}），请先取消其号长身份，或{mend}")
            elif first:
                row.refuse(key, f"第 {first.number} 行已是号长，一个集体只设一名号长")
            first = first or row


def _makes_captain(row: PlannedRow) -> bool:
    if row.outcome == RowState.NEW:
        return row.row.values.get("is_captain", False)
    return any(change.key == "is_captain" and change.new for change in row.changes)


def _differ(one: str | None, other: str | None) -> bool:
    """Two numbers that tell two people apart."""
    return bool(one and other and one != other)


def _same_birth(one: date, other: date) -> bool:
    """The same day; or the same month where one of them knows no more than that (the first)."""
    if 1 in (one.day, other.day):
        return (one.year, one.month) == (other.year, other.month)
    return one == other
