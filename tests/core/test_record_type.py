"""Kinds and states of records in words, and what is left when their models are gone."""

import pytest

from core.models.record_type import record_name, state_name


@pytest.mark.parametrize(
    ("stored", "name"),
    [("core.dailyseal", "每日封印"), ("core.forgotten", "core.forgotten"), ("forgotten", "forgotten")],
)
def test_kind_is_named_by_its_model(stored, name):
    assert record_name(stored) == name


@pytest.mark.parametrize(
    ("stored", "state", "name"),
    [
        ("core.job", "done", "已完成"),
        ("core.job", "unheard-of", "unheard-of"),
        ("core.dailyseal", "done", "done"),
        ("core.forgotten", "done", "done"),
        ("core.job", "", ""),
    ],
)
def test_state_is_named_by_its_column(stored, state, name):
    assert state_name(stored, state) == name
