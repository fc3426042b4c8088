"""`perform` for a set: what the portal itself does to many records, in a fixed number of statements a thousand.

    perform_all(ScoreSheet.objects.filter(…), "lock")

keeps what `core.lifecycle.perform` promises: rows are locked, in the order of their keys; sources and guards are
asked; the body of the move runs on each record; consequences and ledger entries follow in the same transaction;
one refusal refuses all. It makes only moves of the portal (`by_system`): what a person does is permitted record by
record. A guard takes part through `Guard.for_all`, and a consequence may through `consequence_for_all`; a move with
a guard that knows single records only, or counts over a locked parent, raises TypeError
(docs/decisions/0021-moves-of-sets.md).
"""

from collections.abc import Callable, Iterable, Sequence

from django.core.exceptions import PermissionDenied
from django.db import models, transaction

from core.findings import Finding
from core.lifecycle import (
    LifecycleModel,
    Spec,
    TransitionBlocked,
    UnknownMove,
    _consequences,
    _contributed,
    _input_faults,
    _run,
    _unanswered,
    _wrong_state,
    declared_moves,
    permission_of,
)  # the second door into the kernel goes by the first one's locks
from core.services import ledger

BATCH = 1000
"""So many rows are in memory and in one statement."""

Note = str | Callable[[LifecycleModel], str]

_for_all: dict[str, Callable] = {}


def consequence_for_all(name: str) -> Callable[[Callable], Callable]:
    """Register what follows from a move for many records at once, as `f(records)`, beside `@consequence(name)`."""

    def register(follow: Callable) -> Callable:
        _for_all[name] = follow
        return follow

    return register


def registered_for_all() -> Iterable[str]:
    """Names of the consequences that know sets; the watchman test reads it."""
    return _for_all.keys()


def perform_all(records: models.QuerySet, name: str, *, note: Note = "") -> int:
    """Move every record of the queryset as the portal itself; returns how many. All of them or none.

    Raises UnknownMove, PermissionDenied for a move that people make, TransitionBlocked with what stands in the way
    of the first record that cannot move, and TypeError where guards cannot be asked for a set.
    """
    spec = _spec(records.model, name)
    if not spec.by_system:
        raise PermissionDenied(permission_of(records.model, name))
    if spec.locks:
        raise TypeError(f"guards of {name!r} count over {', '.join(spec.locks)}: one record at a time")
    with transaction.atomic():
        keys = list(records.order_by("pk").values_list("pk", flat=True))
        for at in range(0, len(keys), BATCH):
            _move(records.model, keys[at : at + BATCH], name, spec, note)
    return len(keys)


def _spec(model: type[LifecycleModel], name: str) -> Spec:
    edge = next((edge for edge in declared_moves(model) if edge.name == name), None)
    if edge is None:
        raise UnknownMove(f"{model.__name__} has no move {name!r}")
    return edge.custom["spec"]


def _move(model: type[LifecycleModel], keys: Sequence, name: str, spec: Spec, note: Note) -> None:
    """One batch: lock, ask, move, write, let follow, record."""
    rows = model._base_manager.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    records = list(rows)
    if len(records) < len(keys):
        raise model.DoesNotExist(f"{len(keys) - len(records)} of the records are gone")
    notes = [note(record) if callable(note) else note for record in records]
    _refuse(records, name, spec, notes)
    sources, before = [record.state for record in records], [_columns(record) for record in records]
    for record, words in zip(records, notes, strict=True):
        _run(record, name, {"by": None, "note": words})
    _write(model, records, before)
    _follow(records, spec)
    ledger.append_all(list(zip(records, sources, notes, strict=True)), move=name)


def _refuse(records: Sequence[LifecycleModel], name: str, spec: Spec, notes: Sequence[str]) -> None:
    """Raises TransitionBlocked for the first record that cannot move, with all that stands in its way."""
    guards = [*spec.guards, *(_contributed[need] for need in spec.needs if need in _contributed)]
    answers = [guard.of_all(records) for guard in guards]
    missing = [need for need in spec.needs if need not in _contributed]
    missing += [key for key in spec.consequences if key not in _consequences]
    always = [_unanswered(key) for key in missing]
    sources = {edge.source for edge in declared_moves(type(records[0])) if edge.name == name}
    for record, words in zip(records, notes, strict=True):
        if record.state not in sources:
            raise TransitionBlocked([_wrong_state(record, name)])
        found = [_answer(answer, record) for answer in answers] + always
        if faults := _input_faults(spec, {"note": words}) + [finding for finding in found if finding.blocks]:
            raise TransitionBlocked(faults)


def _answer(answers: dict, record: LifecycleModel) -> Finding:
    """A guard that says nothing about a record does not let it pass."""
    if record.pk in answers:
        return answers[record.pk]
    return Finding(ok=False, text=f"“{record}”未能核对，请重试")


def _columns(record: LifecycleModel) -> dict:
    names = [field.attname for field in record._meta.concrete_fields]
    return {name: record.__dict__[name] for name in names}


def _write(model, records: Sequence[LifecycleModel], before: Sequence[dict]) -> None:
    """One UPDATE for each state reached, and one for the other columns that bodies of moves have changed."""
    reached: dict[str, list] = {}
    for record in records:
        reached.setdefault(record.state, []).append(record.pk)
    for state, keys in reached.items():
        model._base_manager.filter(pk__in=keys).update(state=state)
    changed = {
        name
        for record, old in zip(records, before, strict=True)
        for name, value in old.items()
        if name != "state" and record.__dict__[name] != value
    }
    if changed:
        others = [model._meta.get_field(name).name for name in sorted(changed)]
        model._base_manager.bulk_update(records, others)


def _follow(records: Sequence[LifecycleModel], spec: Spec) -> None:
    for key in spec.consequences:
        if key in _for_all:
            _for_all[key](records)
            continue
        for record in records:
            _consequences[key](record, by=None)
