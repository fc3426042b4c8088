"""Whoever adds a move, a guard or a write finds out here what it still lacks."""

import ast

import pytest
import rules
from django.apps import apps

from core.bulk_moves import registered_for_all
from core.lifecycle import (
    LifecycleModel,
    contributed_guards,
    declared_moves,
    permission_of,
    registered_consequences,
    steps,
)
from tests import factories as make
from tests.journey import WAY, Journey
from tests.source_scan import ROOT, moves_of_sets, sources, state_writes

MACHINES = [model for model in apps.get_models() if issubclass(model, LifecycleModel)]
EDGES = {f"{m._meta.model_name}.{edge.name}": (m, edge) for m in MACHINES for edge in declared_moves(m)}
SPECS = {name: edge.custom["spec"] for name, (_, edge) in EDGES.items()}
GUARDS = {check.name: check for spec in SPECS.values() for check in spec.guards} | {
    check.name: check for _, check in contributed_guards()
}
MAY_WRITE_STATE = {
    "core/bulk_moves.py": "the kernel itself: one UPDATE for a set, as `perform` saves a record",
    "core/services/jobs.py": "jobs are infrastructure: conditional UPDATEs, no guards, no history",
}
CHINESE = range(0x4E00, 0x9FFF)


def is_chinese(text: str) -> bool:
    return any(ord(character) in CHINESE for character in text)


def test_there_is_something_to_watch():
    assert len(EDGES) > 30
    assert len(GUARDS) > 25


@pytest.mark.parametrize("name", EDGES)
def test_every_move_has_a_permission(name):
    model, edge = EDGES[name]
    assert rules.perm_exists(permission_of(model, edge.name))


def test_no_permission_is_for_a_move_that_does_not_exist():
    from creation_cycle import permissions as cycle
    from credit import permissions as credit
    from reviews import permissions as reviews
    from units import permissions as units
    from volunteers import permissions as volunteers
    from volunteers import project_permissions, service_permissions
    from workspace import permissions as workspace

    declared = {permission_of(model, edge.name) for model, edge in EDGES.values()}
    houses = {
        "creation_cycle": cycle,
        "credit": credit,
        "reviews": reviews,
        "units": units,
        "volunteers": volunteers,
    }
    promised = {f"{house}.{name}" for house, module in houses.items() for name in module.MOVES}
    served = {f"volunteers.{name}" for name in project_permissions.MOVES | service_permissions.MOVES}
    assert promised | served | set(workspace.MOVES) == declared


@pytest.mark.parametrize("name", SPECS)
def test_every_move_says_what_it_is_called_and_who_makes_it(name):
    spec = SPECS[name]
    assert is_chinese(spec.label)
    assert is_chinese(spec.actor)
    assert spec.by_system == spec.actor.startswith("系统")
    model, edge = EDGES[name]
    assert getattr(model, edge.name).__doc__


@pytest.mark.parametrize("name", SPECS)
def test_every_need_and_every_consequence_is_answered(name):
    assert set(SPECS[name].needs) <= set(dict(contributed_guards()))
    assert set(SPECS[name].consequences) <= set(registered_consequences())


def test_nothing_is_contributed_or_registered_that_no_move_names():
    assert {need for spec in SPECS.values() for need in spec.needs} == set(dict(contributed_guards()))
    assert {key for spec in SPECS.values() for key in spec.consequences} == set(registered_consequences())


@pytest.mark.parametrize("name", GUARDS)
def test_every_guard_cites_a_clause_or_says_why_it_has_none(name):
    check = GUARDS[name]
    assert bool(check.clause) != bool(check.no_clause)
    assert not check.clause or is_chinese(check.clause)


@pytest.mark.django_db
def test_every_guard_speaks_in_sentences_at_every_stage():
    """Whatever is asked of a candidacy on its whole way is answered in Chinese, by a clause or a known reason."""
    world = Journey()
    candidacy, asked = world.candidacy("draft"), set()
    for state in WAY:
        candidacy = world.take(candidacy, state)
        for step in steps(candidacy, make.make_user()):
            asked |= {check.name for check in step.spec.guards} | set(step.spec.needs)
            assert [finding.text for finding in step.findings if not is_chinese(finding.text)] == []
    spec = SPECS["candidacy.submit"]
    assert {check.name for check in spec.guards} <= asked
    assert {"panel_ready", "rounds_held", "open_round", "sheets_settled"} <= asked


# Sets are moved by the portal alone, and no condition of theirs is left out


SET_MOVES = sorted({name for path in sources() for name in moves_of_sets(ast.parse(path.read_text()))})


def test_sets_are_moved_somewhere():
    assert {"lock", "meet", "fall_short", "lapse"} <= set(SET_MOVES)
    assert None not in SET_MOVES


@pytest.mark.parametrize("name", SET_MOVES)
def test_a_move_made_of_sets_is_the_portals_and_its_guards_answer_for_sets(name):
    contributed = dict(contributed_guards())
    specs = [spec for key, spec in SPECS.items() if key.endswith(f".{name}") and spec.by_system]
    assert specs
    for spec in specs:
        guards = [*spec.guards, *(contributed[need] for need in spec.needs)]
        assert [check.name for check in guards if not check.answers_for_all] == []


def test_what_follows_for_sets_also_follows_for_one():
    assert set(registered_for_all()) <= set(registered_consequences())


# State is written in one place


def writes_in(code: str) -> list[str]:
    names = {model.__name__ for model in MACHINES}
    moves = {edge.name for _, edge in EDGES.values()}
    return [kind for _, kind in state_writes(ast.parse(code), names, moves)]


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_change_of_state_goes_through_perform(path):
    if str(path.relative_to(ROOT)) in MAY_WRITE_STATE:
        return
    assert writes_in(path.read_text()) == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("record.state = 'met'", ["assignment"]),
        ("a, record.state = 1, 2", ["assignment"]),
        ("record.__dict__['state'] = 'met'", ["assignment"]),
        ("del record.state", ["assignment"]),
        ("queryset.update(state='met')", ["update(state=…)"]),
        ("Candidacy(state='met')", ["Candidacy(state=…)"]),
        ("manager.get_or_create(unit=unit, defaults={'state': 'met'})", ["get_or_create(state=…)"]),
        ("Candidacy.objects.create(**{'state': 'met'})", ["create(state=…)"]),
        ("setattr(record, 'state', 'met')", ["setattr"]),
        ("queryset.bulk_update(rows, ['state'])", ["bulk_update"]),
        ("record.certify(by=user)", [".certify()"]),
        ("queryset.filter(state='met')", []),
        ("Q(state='met')", []),
        ("if record.state == 'met': pass", []),
        ("perform(record, 'certify', by=user)", []),
        ("perform_all(records, 'lapse')", []),
        ("Round.objects.open()", []),
    ],
)
def test_the_watchman_sees_what_it_should_and_nothing_else(code, found):
    assert writes_in(code) == found


def test_exceptions_are_real():
    for path in MAY_WRITE_STATE:
        assert writes_in((ROOT / path).read_text()), f"{path} needs no exception any more"
