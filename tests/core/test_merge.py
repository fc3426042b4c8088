"""The three-way merge: whatever two people do to one field, neither's value is lost unseen."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.merge import Seen, canonical, digest, digests, merge

PLACE = "core.example.1."
texts = st.text(max_size=6) | st.none() | st.sampled_from(["", "甲", "乙", "甲 ", "甲\r\n乙", "甲\n乙"])
names = st.sampled_from(["plan", "sign", "slogan"])
records = st.fixed_dictionaries({"plan": texts, "sign": texts, "slogan": texts})


def seen(values, yielded=()) -> Seen:
    return Seen(digests(values, place=PLACE), frozenset(yielded))


def same(one, other) -> bool:
    return canonical(one) == canonical(other)


@given(shown=records, mine=records, theirs=records)
def test_no_value_of_either_side_is_lost_unseen(shown, mine, theirs):
    merged = merge(seen(shown), mine, theirs, place=PLACE)
    for name in mine:
        result = merged.values.get(name, theirs[name])
        if name in merged.conflicts:
            assert name not in merged.values, "nothing of a field in conflict is written"
            assert (merged.conflicts[name].mine, merged.conflicts[name].theirs) == (mine[name], theirs[name])
        elif not same(mine[name], shown[name]):
            assert same(result, mine[name]), "what I changed is stored"
        elif not same(theirs[name], shown[name]):
            assert same(result, theirs[name]), "what the other changed stays"
        assert same(result, mine[name]) or same(result, theirs[name])


@given(shown=records, mine=records, theirs=records)
def test_it_does_not_matter_who_saves_first(shown, mine, theirs):
    one = merge(seen(shown), mine, theirs, place=PLACE)
    other = merge(seen(shown), theirs, mine, place=PLACE)
    assert one.conflicts.keys() == other.conflicts.keys()
    for name in mine.keys() - one.conflicts.keys():
        assert same(one.values.get(name, theirs[name]), other.values.get(name, mine[name]))


@given(mine=records, theirs=records)
def test_without_a_page_what_is_sent_is_written(mine, theirs):
    merged = merge(None, mine, theirs, place=PLACE)
    assert not merged.conflicts
    assert {name for name in mine if not same(mine[name], theirs[name])} == set(merged.values)


@given(shown=records, mine=records, theirs=records, given_up=st.sets(names))
def test_what_was_given_up_is_never_written(shown, mine, theirs, given_up):
    merged = merge(seen(shown, given_up), mine, theirs, place=PLACE)
    assert not given_up & merged.values.keys()
    assert not given_up & merged.conflicts.keys()


@given(shown=records, mine=records, theirs=records)
def test_a_page_that_goes_on_after_a_save_is_not_in_conflict_with_itself(shown, mine, theirs):
    first = merge(seen(shown), mine, theirs, place=PLACE)
    row = {**theirs, **first.values}
    known = {**digests(shown, place=PLACE), **digests(first.stored, place=PLACE)}
    again = merge(Seen(known), mine, row, place=PLACE)
    assert again.conflicts.keys() == first.conflicts.keys()
    assert again.values == {}


def test_a_field_that_the_page_did_not_name_is_asked_about():
    merged = merge(Seen({}), {"plan": "我的"}, {"plan": "他的"}, place=PLACE)
    assert set(merged.conflicts) == {"plan"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲\r\n乙", "甲\n乙"),
        (" 甲 ", "甲"),
        (None, ""),
        (Decimal("12.50"), Decimal("12.5")),
        (Decimal(100), Decimal("1E+2")),
        ({3, 1}, [1, 3]),
        (date(2026, 5, 4), "2026-05-04"),
    ],
)
def test_what_a_person_calls_the_same_is_the_same(one, other):
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"), [(("甲", "乙"), ("乙", "甲")), (("甲乙", ""), ("甲", "乙")), (0, ""), (False, "")]
)
def test_what_differs_stays_apart(one, other):
    assert canonical(one) != canonical(other)


def test_a_digest_says_nothing_about_another_place():
    assert digest("甲", place="units.unit.1.name") != digest("甲", place="units.unit.2.name")
    assert digest("甲", place="units.unit.1.name") == digest("甲 ", place="units.unit.1.name")
