"""The whole set of edges of every state machine, pinned; a change here is a change of the design."""

import pytest
from django.apps import apps

from core.lifecycle import LifecycleModel, declared_moves
from creation_cycle.enums import CandidacyState
from creation_cycle.models import Candidacy
from tests.machines import MACHINES


def edges_of(model) -> set[tuple[str, str, str]]:
    return {(edge.source, edge.name, edge.target) for edge in declared_moves(model)}


def pinned(moves: dict) -> set[tuple[str, str, str]]:
    return {(source, name, target) for name, (sources, target) in moves.items() for source in sources}


@pytest.mark.parametrize("label", MACHINES)
def test_the_machine_has_exactly_these_edges(label):
    assert edges_of(apps.get_model(label)) == pinned(MACHINES[label])


def test_every_machine_is_pinned():
    found = {model._meta.label_lower for model in apps.get_models() if issubclass(model, LifecycleModel)}
    assert found == set(MACHINES)


def test_every_state_of_a_candidacy_is_reached_from_a_draft():
    reached, edges = {"draft"}, edges_of(Candidacy)
    while more := {target for source, _, target in edges if source in reached} - reached:
        reached |= more
    assert reached == set(CandidacyState.values)


def test_final_states_are_those_that_nothing_leads_out_of():
    left = {source for source, _, _ in edges_of(Candidacy)}
    assert set(CandidacyState.values) - left == {str(state.value) for state in CandidacyState.final()}
    assert {state.value for state in CandidacyState.live()} == left
