"""The lifecycle kernel: one function moves state, and every refusal explains itself before the click.

A model declares its moves with `@move`; `perform` runs one of them on a locked row inside one transaction:
permission → guards → django-fsm transition → save → consequences → ledger entry. Called in any other way,
a move refuses to run. Guards return `Finding`s, so the same answer serves the disabled button, the refusal
and the report.

Two seams keep the layers apart. A house further up (`reviews`) may have to answer for a move further down
(`Candidacy.assess` needs a panel): the move *names* what it needs, the upper house contributes the guard under
that name. Consequences that cross rows (a certified candidacy makes a title) are named and registered in the
same way. A name that nobody answers blocks the move: the kernel fails closed.
"""

import inspect
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import ClassVar

import rules
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django_fsm import FSMField, Transition
from django_fsm import transition as fsm_transition

from core.findings import ADVISORY, HARD, Finding, Guard, guard
from core.models.ledger import LedgerEntry
from core.services import ledger

__all__ = [
    "ADVISORY",
    "HARD",
    "NOTE",
    "Finding",
    "Guard",
    "Input",
    "LifecycleModel",
    "Spec",
    "Step",
    "TransitionBlocked",
    "UnknownMove",
    "blockers",
    "consequence",
    "contributed_guards",
    "contributes",
    "declared_moves",
    "guard",
    "move",
    "perform",
    "permission_of",
    "registered_consequences",
    "steps",
]


class TransitionBlocked(Exception):
    """A known move whose conditions are not met; `findings` say why, for people."""

    def __init__(self, findings: Sequence[Finding]):
        self.findings = list(findings)
        super().__init__("；".join(str(finding) for finding in self.findings))


class MovedOn(PermissionDenied):
    """The record went on while a page with its fields stood open: they may no longer be changed."""


class UnknownMove(LookupError):
    """The record has no move of that name."""


@dataclass(frozen=True)
class Input:
    """A value a person gives with a move, e.g. the number of a decision; with `choices`, one of them."""

    name: str
    label: str
    kind: str = "text"
    required: bool = True
    help: str = ""
    max_length: int = 2000
    choices: Sequence[tuple[str, str]] = ()

    def fault(self, value) -> Finding | None:
        """What is wrong with the given value, if anything."""
        text = str(value if value is not None else "").strip()
        if self.required and not text:
            return Finding(ok=False, text=f"请填写{self.label}", rule=self.name)
        if self.choices and text and text not in dict(self.choices):
            return Finding(ok=False, text=f"请从列出的选项中选择{self.label}", rule=self.name)
        if len(text) > self.max_length:
            return Finding(ok=False, text=f"{self.label}最多 {self.max_length} 个字", rule=self.name)
        return None


NOTE = Input("note", "理由", kind="textarea")


@dataclass(frozen=True)
class Spec:
    """What a move declares beside source and target.

    `actor` says in words who makes the move. `by_system`: the portal alone makes it, no person does, not even
    a superuser. `locks` names foreign keys, `assignment__round` a path of them, whose rows are locked first,
    because guards count over them.
    """

    label: str
    actor: str
    guards: Sequence[Guard] = ()
    needs: Sequence[str] = ()
    consequences: Sequence[str] = ()
    locks: Sequence[str] = ()
    inputs: Sequence[Input] = ()
    by_system: bool = False
    danger: bool = False

    @property
    def note_required(self) -> bool:
        return NOTE in self.inputs


_performing: ContextVar[object] = ContextVar("performing", default=None)
_contributed: dict[str, Guard] = {}
_consequences: dict[str, Callable] = {}


def _inside_perform(record) -> bool:
    return _performing.get() is record


def move(state: FSMField, *, source, target, **spec) -> Callable:
    """Declare a method as a move of the state machine; see `Spec` for the keywords.

    `source` is one state or a list of them: django-fsm never matches a frozenset, and a wildcard hides edges.
    """
    named = source if isinstance(source, list) else [source]
    if not all(isinstance(state_, str) and state_ not in ("*", "+") for state_ in named):
        raise TypeError("the sources of a move are named one by one, in a list")
    declare = fsm_transition(
        state, source=source, target=target, conditions=[_inside_perform], custom={"spec": Spec(**spec)}
    )

    def declared(method: Callable) -> Callable:
        method = declare(method)
        method.alters_data = True  # a template that names the move must not run it
        return method

    return declared


def contributes(need: str) -> Callable[[Guard], Guard]:
    """Register the guard that answers for `need`, named by a move of a lower house."""

    def register(check: Guard) -> Guard:
        _contributed[need] = check
        return check

    return register


def consequence(name: str) -> Callable[[Callable], Callable]:
    """Register what follows from a move, run in its transaction as `f(record, by=..., **details)`."""

    def register(follow: Callable) -> Callable:
        _consequences[name] = follow
        return follow

    return register


class LifecycleModel(models.Model):
    """A record with one protected `state`, moved by `perform` alone.

    Protection survives refreshing and validation without toggling anything on the class, which would race
    between threads.
    """

    settled: ClassVar[tuple[str, ...]] = ()
    """States in which nothing but recorded steps writes the row: `verify_ledger` holds it to its last entry."""

    class Meta:
        abstract = True

    def refresh_from_db(self, using=None, fields=None, **kwargs):
        """Read `state` again too: a protected value may be set where none is, so the old one steps aside."""
        if "state" not in self.__dict__ or (fields is not None and "state" not in fields):
            super().refresh_from_db(using, fields, **kwargs)
            return
        self._former_state = self.__dict__.pop("state")
        try:
            super().refresh_from_db(using, fields, **kwargs)
        finally:
            self.__dict__.setdefault("state", self.__dict__.pop("_former_state"))

    def get_deferred_fields(self):
        """A state that has stepped aside is not deferred: Django would leave it out of the refresh."""
        return super().get_deferred_fields() - ({"state"} if "_former_state" in self.__dict__ else set())

    def clean_fields(self, exclude=None):
        super().clean_fields({*(exclude or ()), "state"})

    @property
    def history(self) -> models.QuerySet[LedgerEntry]:
        """This record's ledger entries, oldest first."""
        return LedgerEntry.objects.of(self)


def permission_of(model: type[models.Model], name: str) -> str:
    """The permission a move asks for: `creation_cycle.submit_candidacy`."""
    return f"{model._meta.app_label}.{name}_{model._meta.model_name}"


def declared_moves(model: type[LifecycleModel]) -> list[Transition]:
    """Every (source, target, spec) edge that the model declares."""
    return list(model._meta.get_field("state").get_all_transitions(model))


@dataclass
class Step:
    """One move out of a record's present state, as seen by one person."""

    record: LifecycleModel
    name: str
    spec: Spec
    target: str
    permitted: bool
    findings: list[Finding] = field(default_factory=list)

    @property
    def label(self) -> str:
        return self.spec.label

    @cached_property
    def reasons(self) -> list[Finding]:
        """What stands in the way, in the order in which it was found."""
        return [finding for finding in self.findings if finding.blocks]

    @property
    def ok(self) -> bool:
        return not self.reasons

    @property
    def inputs(self) -> Sequence[Input]:
        return self.spec.inputs


def steps(record: LifecycleModel, by) -> list[Step]:
    """Every move out of the present state, blocked ones with their reasons."""
    return [_step(record, edge, by) for edge in declared_moves(type(record)) if edge.source == record.state]


def step(record: LifecycleModel, name: str, by) -> Step | None:
    """One move as `by` sees it; None when it does not lead out of the present state. Raises UnknownMove."""
    edge = _edge(record, name)
    return _step(record, edge, by) if edge else None


def blockers(record: LifecycleModel, name: str, by) -> list[Finding]:
    """Why `by` cannot make this move now; an empty list means go.

    Raises UnknownMove when the model has no such move.
    """
    edge = _edge(record, name)
    if edge is None:
        return [_wrong_state(record, name)]
    return _step(record, edge, by).reasons


def perform(record: LifecycleModel, name: str, *, by, note: str = "", **details) -> LifecycleModel:
    """Move a fresh, locked copy of `record` and return it; the only function that moves state.

    `by` is the acting user, or None for the clock and other moves that the portal makes itself. `details` are
    the move's inputs. Raises UnknownMove, PermissionDenied (the actor may not make this move on this record)
    or TransitionBlocked (with every finding that stands in the way); nothing is written then.
    """
    with transaction.atomic():
        record = _locked(record, name)
        edge = _edge(record, name)
        if edge is None:
            raise TransitionBlocked([_wrong_state(record, name)])
        spec: Spec = edge.custom["spec"]
        if not _permitted(record, name, spec, by):
            raise PermissionDenied(permission_of(type(record), name))
        if found := _input_faults(spec, {**details, "note": note}) + _reasons(record, spec, by):
            raise TransitionBlocked(found)
        source = record.state
        _run(record, name, {**details, "by": by, "note": note})
        record.save()
        for key in spec.consequences:
            _consequences[key](record, by=by, **details)
        ledger.append(record, move=name, source=source, target=record.state, by=by, note=note)
    return record


def _run(record, name, given):
    """Call the transition's body with those of the actor, the note and the inputs that it asks for."""
    wanted = _wanted(type(record), name)
    details = {key: value for key, value in given.items() if key in wanted}
    token = _performing.set(record)
    try:
        getattr(record, name)(**details)
    finally:
        _performing.reset(token)


@cache
def _wanted(model: type[models.Model], name: str) -> frozenset[str]:
    """Names of what the body of a move asks for."""
    return frozenset(inspect.signature(getattr(model, name)).parameters)


def _locked(record, name):
    """Lock what the move's guards count over first (the cycle, for quotas), then the row itself."""
    model = type(record)
    edges = [edge for edge in declared_moves(model) if edge.name == name]
    if not edges:
        raise UnknownMove(f"{model.__name__} has no move {name!r}")
    for parent in edges[0].custom["spec"].locks:
        _lock_parent(record, parent)
    return model._base_manager.select_for_update(of=("self",)).get(pk=record.pk)


def _lock_parent(record, path: str) -> None:
    """Lock the row at the end of a path of foreign keys, such as `assignment__round`."""
    *way, last = path.split("__")
    for name in way:
        record = getattr(record, name)
    relation = record._meta.get_field(last)
    relation.related_model._base_manager.select_for_update().get(pk=getattr(record, relation.attname))


def _edge(record, name) -> Transition | None:
    edges = [edge for edge in declared_moves(type(record)) if edge.name == name]
    if not edges:
        raise UnknownMove(f"{type(record).__name__} has no move {name!r}")
    return next((edge for edge in edges if edge.source == record.state), None)


def _step(record, edge, by) -> Step:
    spec: Spec = edge.custom["spec"]
    permitted = _permitted(record, edge.name, spec, by)
    findings = [] if permitted else [Finding(ok=False, text=f"这一步由{spec.actor}办理", who=spec.actor)]
    findings += _findings(record, spec, by)
    return Step(record, edge.name, spec, edge.target, permitted, findings)


def _permitted(record, name, spec: Spec, by) -> bool:
    if by is None or spec.by_system:
        return by is None and spec.by_system
    permission = permission_of(type(record), name)
    return rules.perm_exists(permission) and by.has_perm(permission, record)


def _findings(record, spec: Spec, by) -> list[Finding]:
    found = [finding for check in spec.guards for finding in check(record, by)]
    for need in spec.needs:
        found += _contributed[need](record, by) if need in _contributed else [_unanswered(need)]
    return found + [_unanswered(key) for key in spec.consequences if key not in _consequences]


def _reasons(record, spec: Spec, by) -> list[Finding]:
    return [finding for finding in _findings(record, spec, by) if finding.blocks]


def _input_faults(spec: Spec, given: dict) -> list[Finding]:
    found = [entry.fault(given.get(entry.name)) for entry in spec.inputs]
    return [finding for finding in found if finding is not None]


def _unanswered(name: str) -> Finding:
    return Finding(ok=False, text=f"系统缺少“{name}”的处理模块，请联系系统管理员", who="系统管理员")


def _wrong_state(record, name) -> Finding:
    edges = [edge for edge in declared_moves(type(record)) if edge.name == name]
    field_ = record._meta.get_field("state")
    labels = dict(field_.flatchoices)
    sources = "、".join(dict.fromkeys(str(labels.get(edge.source, edge.source)) for edge in edges))
    return Finding(
        ok=False,
        text=f"当前状态为“{record.get_state_display()}”，不能{edges[0].custom['spec'].label}",
        required=f"须处于：{sources}",
    )


def contributed_guards() -> Iterable[tuple[str, Guard]]:
    """What upper houses answer for, by name; the watchman test reads it."""
    return _contributed.items()


def registered_consequences() -> Iterable[str]:
    """Names of all registered consequences; the watchman test reads it."""
    return _consequences.keys()
