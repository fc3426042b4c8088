"""Encrypted columns as the ORM sees them, on a table of their own."""

import base64

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test.utils import isolate_apps

from core.crypto import DecryptionFailed, blind_index
from core.fields import BlindIndexField, EncryptedTextField
from core.services.ledger import row_digest

NUMBER = "11010519491231002X"


@pytest.fixture
def person(transactional_db):
    """A model with one encrypted field and its index; its table lives for one test."""
    with isolate_apps("core"):

        class Person(models.Model):  # noqa: DJ008  (never shown)
            number = EncryptedTextField(null=True, blank=True)
            note = EncryptedTextField(null=True)
            number_index = BlindIndexField("number")

            class Meta:
                app_label = "core"

        with connection.schema_editor() as editor:
            editor.create_model(Person)
        yield Person
        with connection.schema_editor() as editor:
            editor.delete_model(Person)


def stored(model, column):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def test_the_database_never_sees_the_plain_text(person):
    row = person.objects.create(number=NUMBER)
    [column] = stored(person, "number")
    assert column.startswith("v1.")
    assert NUMBER not in column
    row.refresh_from_db()
    assert row.number == NUMBER
    assert list(person.objects.values_list("number", flat=True)) == [NUMBER]


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_stays_nothing(person, nothing):
    row = person.objects.create(number=nothing)
    assert stored(person, "number") == [nothing]
    assert stored(person, "number_index") == [None]
    row.refresh_from_db()
    assert row.number == nothing


def test_a_row_is_found_by_its_blind_index_after_every_way_of_writing(person):
    person.objects.bulk_create([person(number=NUMBER), person(number="other")])
    assert [p.number for p in person.objects.filter(number_index=blind_index(NUMBER.lower()))] == [NUMBER]
    row = person.objects.get(number_index=blind_index("other"))
    row.number = "changed"
    row.save()
    assert not person.objects.filter(number_index=blind_index("other")).exists()
    assert person.objects.get(number_index=blind_index("changed")) == row


def test_update_and_bulk_update_encrypt_too(person):
    row = person.objects.create(number=NUMBER)
    person.objects.update(number="by update")
    assert stored(person, "number")[0].startswith("v1.")
    row.number = "by bulk update"
    person.objects.bulk_update([row], ["number"])
    assert stored(person, "number")[0].startswith("v1.")
    row.refresh_from_db()
    assert row.number == "by bulk update"


def test_the_only_lookup_is_isnull(person):
    person.objects.create(number=NUMBER)
    assert person.objects.filter(number__isnull=False).count() == 1
    for lookup in ("number", "number__contains", "number__in"):
        with pytest.raises(FieldError, match="blind index"):
            person.objects.filter(**{lookup: NUMBER})


def test_a_value_moved_to_another_column_does_not_open(person):
    person.objects.create(number=NUMBER)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {person._meta.db_table} SET note = number")
    with pytest.raises(DecryptionFailed, match=r"core\.person\.note"):
        person.objects.get()


def test_a_rows_digest_cannot_be_tried_out_without_the_key(person, settings):
    row = person(number=NUMBER)
    field = person._meta.get_field("number")
    before = (row_digest(row), field.fingerprint(row))
    assert field.fingerprint(person(number=NUMBER.lower())) != before[1]
    assert field.fingerprint(person(number=None)) == ""
    settings.BLIND_INDEX_KEY = base64.b64encode(b"k" * 32).decode()
    assert (row_digest(row) != before[0], field.fingerprint(row) != before[1]) == (True, True)


def test_fields_survive_a_migration_file(person):
    name, path, args, kwargs = person._meta.get_field("number_index").deconstruct()
    assert (name, path, args, kwargs["source"]) == (
        "number_index",
        "core.fields.BlindIndexField",
        [],
        "number",
    )
    assert BlindIndexField(*args, **kwargs).deconstruct()[3] == kwargs


@pytest.mark.parametrize("db_index", [True, False])
def test_a_migration_file_makes_an_index_only_where_the_model_wants_one(db_index):
    _, _, args, kwargs = BlindIndexField("number", db_index=db_index).deconstruct()
    assert BlindIndexField(*args, **kwargs).db_index is db_index
