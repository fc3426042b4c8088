"""Rows into the staging table, and from there as one set into the register, on both databases.

The statements name columns of `Volunteer`; states are written here past the kernel, for rows that come into being
(docs/decisions/0035-volunteer-import.md): an import is one entry in the ledger, not a hundred thousand.
"""

import csv
import io
from collections.abc import Sequence

from django.db import connection

from volunteers.enums import StagedOutcome, VolunteerState
from volunteers.importing.checking import RowChecker
from volunteers.models import StagedVolunteer, Volunteer, VolunteerImport

STAGED = StagedVolunteer._meta.db_table
TARGET = Volunteer._meta.db_table
COLUMNS = ("batch_id", *RowChecker.STAGED, "outcome")
NULLABLE = ("birth_date", "phone_index", "region_id", "organisation_id")
ALWAYS = ("name", "grams", "birth_date", "sex")
"""Columns that an import fills for a person who is on the register already; blanks of the table change nothing."""


def is_postgres() -> bool:
    return connection.vendor == "postgresql"


def stage(batch: VolunteerImport, rows: Sequence[tuple]) -> None:
    """Tuples as `RowChecker` gives them."""
    if is_postgres():
        _copy([(batch.pk, *row, "") for row in rows])
        return
    marks = ", ".join(["%s"] * len(COLUMNS))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {STAGED} ({', '.join(COLUMNS)}) VALUES ({marks})",  # noqa: S608
            [(batch.pk, *row, "") for row in rows],
        )


def _copy(rows: list[tuple]) -> None:
    """As CSV, which the driver sends in one go; an empty field is NULL where a column may be, else empty text."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    filled = ", ".join(column for column in COLUMNS if column not in NULLABLE)
    with connection.cursor() as cursor:
        command = f"COPY {STAGED} ({', '.join(COLUMNS)}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({filled}))"
        with cursor.copy(command) as copy:
            copy.write(text.getvalue())


def repeated_rows(batch: VolunteerImport) -> list[tuple[int, int]]:
    """Rows whose card stands further up already, with the number of that row."""
    sql = f"""
        SELECT row, first FROM (
            SELECT row, min(row) OVER (PARTITION BY identity_index) AS first
            FROM {STAGED} WHERE batch_id = %s
        ) AS numbered WHERE row > first ORDER BY row
    """  # noqa: S608
    return _fetch(sql, [batch.pk])


def rows_on_register(batch: VolunteerImport, states: Sequence[str]) -> list[tuple[int, str]]:
    """Rows of people whose record is in one of the states, with the number of the record that is kept."""
    marks = ", ".join(["%s"] * len(states))
    sql = f"""
        SELECT s.row, COALESCE(k.number, v.number) FROM {STAGED} AS s
        JOIN {TARGET} AS v ON v.identity_index = s.identity_index
        LEFT JOIN {TARGET} AS k ON k.id = v.merged_into_id
        WHERE s.batch_id = %s AND v.state IN ({marks}) ORDER BY s.row
    """  # noqa: S608
    return _fetch(sql, [batch.pk, *states])


def forgotten_rows(batch: VolunteerImport) -> list[tuple[int]]:
    """Rows of people who asked to be taken off."""
    sql = f"""
        SELECT s.row FROM {STAGED} AS s
        JOIN {TARGET} AS v ON v.forgotten_index = s.identity_index
        WHERE s.batch_id = %s ORDER BY s.row
    """  # noqa: S608
    return _fetch(sql, [batch.pk])


def foreign_rows(batch: VolunteerImport, organisations: Sequence[int] | None) -> list[tuple[int]]:
    """Rows of people whom another body records: the importer's own are `organisations`, None for all."""
    if organisations is None:
        return []
    marks = ", ".join(["%s"] * len(organisations)) or "NULL"
    sql = f"""
        SELECT s.row FROM {STAGED} AS s
        JOIN {TARGET} AS v ON v.identity_index = s.identity_index
        WHERE s.batch_id = %s AND v.organisation_id NOT IN ({marks}) ORDER BY s.row
    """  # noqa: S608
    return _fetch(sql, [batch.pk, *organisations])


def classify(batch: VolunteerImport) -> dict[str, int]:
    """Say of every staged row whether it is new, changes something, or is as it was; returns the counts."""
    outcome = f"""
        CASE WHEN v.id IS NULL THEN '{StagedOutcome.NEW}'
             WHEN {_differs("v", "s")} THEN '{StagedOutcome.CHANGED}' ELSE '{StagedOutcome.SAME}' END
    """
    known = f"SELECT EXISTS (SELECT 1 FROM {STAGED} AS s JOIN {TARGET} AS v ON v.identity_index = s.identity_index"  # noqa: S608
    if not _fetch(f"{known} WHERE s.batch_id = %s)", [batch.pk])[0][0]:
        return {StagedOutcome.NEW.value: StagedVolunteer.objects.filter(batch=batch).count()}
    sql = f"""
        SELECT {outcome} AS outcome, count(*) FROM {STAGED} AS s
        LEFT JOIN {TARGET} AS v ON v.identity_index = s.identity_index WHERE s.batch_id = %s GROUP BY 1
    """  # noqa: S608
    return dict(_fetch(sql, [batch.pk]))


def write(batch: VolunteerImport, first: int, last: int, *, year: int, serial: int, today) -> int:
    """Put the staged rows from number `first` to `last` on the register; returns how many were new or changed.

    New people get the numbers of `year` from `serial` on. In the order of the card's index: two imports that write
    the same people wait for one another.
    """
    vector = "::tsvector" if is_postgres() else ""
    number = f"'{year}' || {_padded('%s + row_number() OVER (ORDER BY identity_index) - 1')}"
    sql = f"""
        INSERT INTO {TARGET} AS v (number, name, grams, identity_kind, identity_number, identity_index, birth_date,
            sex, phone, phone_index, region_id, organisation_id, registered_on, updated_on, hold_reason, state)
        SELECT {number}, name, grams{vector}, identity_kind, identity_number, identity_index, birth_date, sex, phone,
            phone_index, region_id, organisation_id, registered_on, {_day()}, '', '{VolunteerState.ACTIVE}'
        FROM {STAGED} WHERE batch_id = %s AND row BETWEEN %s AND %s ORDER BY identity_index
        ON CONFLICT (identity_index) DO UPDATE SET {_assignments()}
        WHERE v.state IN ('{VolunteerState.PENDING}', '{VolunteerState.ACTIVE}') AND ({_differs("v", "excluded")})
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [serial, today, batch.pk, first, last])
        return cursor.rowcount


def add_skills(batch: VolunteerImport, first: int, last: int) -> None:
    """The skills that rows name, beside those that people have."""
    sql = f"""
        SELECT v.id, s.skills FROM {STAGED} AS s JOIN {TARGET} AS v ON v.identity_index = s.identity_index
        WHERE s.batch_id = %s AND s.row BETWEEN %s AND %s AND s.skills <> ''
    """  # noqa: S608
    link = Volunteer.skills.through
    named = _fetch(sql, [batch.pk, first, last])
    links = [
        link(volunteer_id=key, skill_id=int(skill)) for key, skills in named for skill in skills.split(",")
    ]
    link.objects.bulk_create(links, ignore_conflicts=True, batch_size=2000)


def _differs(old: str, new: str) -> str:
    """SQL: the table brings something that the register does not say. Ciphertexts differ always: indexes do not."""
    unlike = "IS DISTINCT FROM" if is_postgres() else "IS NOT"
    tests = [f"{old}.{name} {unlike} {new}.{name}" for name in ("name",)]
    tests += [f"({new}.{name} IS NOT NULL AND {old}.{name} {unlike} {new}.{name})" for name in
              ("birth_date", "phone_index", "region_id")]  # fmt: skip
    tests += [f"({new}.sex <> '' AND {old}.sex <> {new}.sex)"]
    return " OR ".join(tests)


def _assignments() -> str:
    kept = [f"{name} = excluded.{name}" for name in ("name", "grams", "updated_on")]
    kept += [
        f"{name} = COALESCE(excluded.{name}, v.{name})" for name in ("birth_date", "region_id", "phone_index")
    ]
    kept += [f"{name} = CASE WHEN excluded.{name} = '' THEN v.{name} ELSE excluded.{name} END" for name in
             ("sex", "phone")]  # fmt: skip
    return ", ".join(kept)


def _padded(number: str) -> str:
    return f"lpad(({number})::text, 8, '0')" if is_postgres() else f"printf('%%08d', {number})"


def _day() -> str:
    return "%s::date" if is_postgres() else "%s"


def _fetch(sql: str, params: Sequence) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
