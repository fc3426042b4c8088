"""The move tables of docs/architecture.md are the code's own, move by move."""

import pytest
from django.apps import apps

from core.lifecycle import LifecycleModel, declared_moves
from tests.docs.markdown import DOCS, headings, rows, section

ARCHITECTURE = DOCS / "architecture.md"
MODELS = [model for model in apps.get_models() if issubclass(model, LifecycleModel)]


def row_of(model, name: str) -> str:
    """One move as the table writes it: what it is called, from where to where, by whom, if what, and then what."""
    edges = [edge for edge in declared_moves(model) if edge.name == name]
    spec = edges[0].custom["spec"]
    states = list(type(model._meta.get_field("state").default))
    sources = [state.name for state in states if state in [edge.source for edge in edges]]
    [target] = {edge.target for edge in edges}
    conditions = [check.name for check in spec.guards] + [f"*{need}*" for need in spec.needs]
    conditions += [f"asks {entry.name}" for entry in spec.inputs]
    cells = [
        f"`{name}` {spec.label}",
        ", ".join(sources),
        target.name,
        spec.actor,
        ", ".join(conditions),
        ", ".join(spec.consequences),
    ]
    return " | ".join(cells)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_table_of_moves_is_the_codes(model):
    names = dict.fromkeys(
        edge.name for edge in sorted(declared_moves(model), key=lambda e: position(e.method))
    )
    written = list(rows(section(ARCHITECTURE, f"### {model.__name__} ")))[1:]

    assert [" | ".join(row) for row in written] == [row_of(model, name) for name in names]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_each_machine_is_named_as_its_pages_name_it(model):
    assert f"{model.__name__} {model._meta.verbose_name}" in headings(ARCHITECTURE)


def position(method) -> int:
    """Where the move stands in its file: the table keeps that order."""
    return method.__code__.co_firstlineno
