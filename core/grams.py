"""Finding text by any part of it, with an index, on both databases: also two Chinese characters among a million.

The application stores a text's single characters and pairs beside it (`GramsField`); a search asks the index for
those of the term and rechecks the text itself. PostgreSQL keeps them as a `tsvector` under GIN. SQLite keeps them
as words in the column, and triggers copy them into an FTS5 table without content. Trigrams would find nothing
under three characters, which most Chinese names have (docs/decisions/0034-gram-index.md).

    class Volunteer(models.Model):
        name = models.CharField(...)
        grams = GramsField("name")

    Volunteer.objects.filter(grams__has="小明", name__contains="小明")
"""

import re
import unicodedata
from collections.abc import Iterable

from django.db import models
from django.db.migrations.operations.base import Operation
from django.db.models import Lookup

COMMON = re.compile("[\u4e00-\u9fff]*")
"""Text that is its own normal form, as nearly all Chinese names are."""


def normalised(text: str) -> str:
    """What is compared: half-width, lower case, letters and digits alone."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def grams_of(text: str) -> list[str]:
    """Single characters and pairs of a text, each once, in order."""
    plain = text if COMMON.fullmatch(text) else normalised(text)
    pairs = [plain[at : at + 2] for at in range(len(plain) - 1)]
    return list(dict.fromkeys([*plain, *pairs]))


def grams_of_term(term: str) -> list[str]:
    """What the index is asked for: the pairs of a term, or its only character; nothing for mere punctuation."""
    plain = normalised(term)
    return [plain] if len(plain) == 1 else [plain[at : at + 2] for at in range(len(plain) - 1)]


def as_words(grams: Iterable[str]) -> str:
    """As SQLite keeps them. Only letters and digits are grams, so that nothing needs an escape."""
    return " ".join(grams)


def as_vector(grams: Iterable[str]) -> str:
    """As PostgreSQL reads a `tsvector`: lexemes in quotation marks."""
    return " ".join(f"'{gram}'" for gram in grams)


def index_table(model: type[models.Model]) -> str:
    """The FTS5 table behind a model's grams on SQLite."""
    return f"{model._meta.db_table}_fts"


class GramsField(models.Field):
    """Characters and pairs of the field `source` of the same row, filled on save; asked with `has`.

    `bulk_update` and SQL write what they are given: take `stored` there. Add `GramIndex` to the migration.
    """

    def __init__(self, source: str, *args, **kwargs):
        self.source = source
        super().__init__(*args, **({"editable": False, "null": True} | kwargs))

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"source": self.source}

    def db_type(self, connection):
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_placeholder(self, value, compiler, connection):
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"

    def pre_save(self, model_instance, add):
        value = grams_of(getattr(model_instance, self.source) or "")
        setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_value(self, value, connection, prepared=False):
        return None if value is None else stored(value, connection)

    def from_db_value(self, value, expression, connection):
        return None if value is None else [word.strip("'") for word in value.split()]

    def value_to_string(self, obj):
        """A digest over the row covers the text itself."""
        return ""


def stored(grams: Iterable[str], connection) -> str:
    """Grams as this database keeps them in the column, for rows written in bulk."""
    return as_vector(grams) if connection.vendor == "postgresql" else as_words(grams)


@GramsField.register_lookup
class Has(Lookup):
    """Rows whose text may contain the term; the caller rechecks the text, because pairs may stand apart."""

    lookup_name = "has"
    prepare_rhs = False

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        asked = " & ".join(f"'{gram}'" for gram in grams_of_term(self.rhs))
        return f"{column} @@ %s::tsquery", [*params, asked]

    def as_sql(self, compiler, connection):
        model, table = self.lhs.target.model, index_table(self.lhs.target.model)
        quote, alias = connection.ops.quote_name, compiler.quote_name_unless_alias(self.lhs.alias)
        key = f"{alias}.{quote(model._meta.pk.column)}"
        asked = " AND ".join(f'"{gram}"' for gram in grams_of_term(self.rhs)) or '""'
        return f"{key} IN (SELECT rowid FROM {quote(table)} WHERE {quote(table)} MATCH %s)", [asked]  # noqa: S608  (names of our own tables)


class GramIndex(Operation):
    """The index behind a model's `GramsField`, for the migration that makes the column."""

    reversible = True
    reduces_to_sql = False

    def __init__(self, model_name: str, field: str):
        self.model_name, self.field = model_name, field

    def state_forwards(self, app_label, state):
        """Nothing that Django's state knows of."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        make_index(to_state.apps.get_model(app_label, self.model_name), self.field, schema_editor.connection)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        drop_index(from_state.apps.get_model(app_label, self.model_name), schema_editor.connection)

    def describe(self):
        return f"Gram index of {self.model_name}.{self.field}"


def make_index(model: type[models.Model], field: str, connection) -> None:
    """Make what is missing of the index; on SQLite the triggers too, which go when Django rebuilds a table."""
    table, index = model._meta.db_table, index_table(model)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'CREATE INDEX IF NOT EXISTS "{index}" ON "{table}" USING gin ("{field}")')
            return
        cursor.execute("SELECT 1 FROM sqlite_master WHERE name = %s", [index])
        is_new = cursor.fetchone() is None
        cursor.execute(
            f'CREATE VIRTUAL TABLE IF NOT EXISTS "{index}" '
            f"USING fts5({field}, content='', detail=none, tokenize='ascii')"
        )
        if is_new:
            cursor.execute(f'INSERT INTO "{index}" (rowid, {field}) SELECT id, "{field}" FROM "{table}"')  # noqa: S608
        for trigger in _triggers(table, index, field):
            cursor.execute(trigger)


def drop_index(model: type[models.Model], connection) -> None:
    index = index_table(model)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'DROP INDEX IF EXISTS "{index}"')
            return
        for event in ("insert", "delete", "update"):
            cursor.execute(f'DROP TRIGGER IF EXISTS "{index}_{event}"')
        cursor.execute(f'DROP TABLE IF EXISTS "{index}"')


def _triggers(table: str, index: str, field: str) -> list[str]:
    """FTS5 without content learns of a change by being told the old words and the new ones."""
    add = f'INSERT INTO "{index}" (rowid, {field}) VALUES (new.id, new."{field}");'  # noqa: S608
    drop = f'INSERT INTO "{index}" ("{index}", rowid, {field}) VALUES (\'delete\', old.id, old."{field}");'  # noqa: S608
    head = "CREATE TRIGGER IF NOT EXISTS"
    return [
        f'{head} "{index}_insert" AFTER INSERT ON "{table}" BEGIN {add} END',
        f'{head} "{index}_delete" AFTER DELETE ON "{table}" BEGIN {drop} END',
        f'{head} "{index}_update" AFTER UPDATE OF "{field}" ON "{table}" '
        f'WHEN old."{field}" IS NOT new."{field}" BEGIN {drop} {add} END',
    ]
