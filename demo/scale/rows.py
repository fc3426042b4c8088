"""Many rows into a model's table at once: made by the database (INSERT … SELECT), or copied into it."""

import csv
import io
from collections.abc import Mapping, Sequence

from django.db import connection, models


def insert_select(model: type[models.Model], given: Mapping[str, str], source: str, params=()) -> int:
    """One statement; `given` maps field names to SQL expressions over `source`, and what is not given takes the
    model's own default. Returns how many rows were made.
    """
    columns, values, constants = [], [], []
    for field in model._meta.concrete_fields:
        if field.primary_key and field.name not in given:
            continue
        columns.append(connection.ops.quote_name(field.column))
        if field.name in given:
            values.append(given[field.name])
        else:
            values.append("%s")
            constants.append(field.get_db_prep_save(_default(field), connection))
    table = connection.ops.quote_name(model._meta.db_table)
    into, taken = f"{table} ({', '.join(columns)})", ", ".join(values)
    statement = f"INSERT INTO {into} SELECT {taken} FROM {source}"  # noqa: S608  (nothing typed by anybody)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*constants, *params])
        return cursor.rowcount


def _default(field: models.Field):
    if field.has_default() or field.null or field.empty_strings_allowed:
        return field.get_default()
    return None


def copy(model: type[models.Model], columns: Sequence[str], rows: Sequence[tuple]) -> None:
    """Rows as the database keeps them, with something in every column: COPY on PostgreSQL."""
    table, names = connection.ops.quote_name(model._meta.db_table), ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608  (our own names)
            return
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        with cursor.copy(
            f"COPY {table} ({names}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({names}))"
        ) as stream:
            stream.write(text.getvalue())


class Numbers:
    """A temporary table of 1 … `most`, for as long as the block lasts, with a birthday beside each number."""

    name = "scale_numbers"

    def __init__(self, most: int, birthdays):
        self.most, self.birthdays = most, list(birthdays)

    def __enter__(self) -> "Numbers":
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE scale_numbers (n integer PRIMARY KEY)")
            cursor.execute(
                "INSERT INTO scale_numbers WITH RECURSIVE counting(n) AS (SELECT 1 UNION ALL "
                "SELECT n + 1 FROM counting WHERE n < %s) SELECT n FROM counting",
                [self.most],
            )
            cursor.execute("CREATE TEMPORARY TABLE scale_birthdays (n integer PRIMARY KEY, day date)")
            cursor.executemany("INSERT INTO scale_birthdays VALUES (%s, %s)", list(enumerate(self.birthdays)))
        return self

    def __exit__(self, *_):
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {self.name}")
            cursor.execute("DROP TABLE scale_birthdays")
