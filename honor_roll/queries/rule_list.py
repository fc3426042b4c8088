"""The rules page: every rule in force, every condition of a move, each under the anchor that findings link to."""

from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import F, Prefetch, Q, QuerySet

from core import clock
from core.lifecycle import LifecycleModel, contributed_guards, declared_moves
from core.templatetags.portal import clause_anchor
from creation_cycle.enums import StandardState
from creation_cycle.models import RuleSet, RuleSetting, Standard, StandardItem
from units.enums import Level
from workspace.models import Duty


@dataclass(frozen=True)
class Clause:
    """A source; `anchor` is empty where the page has used it before, for an id stands once."""

    text: str
    anchor: str


@dataclass(frozen=True)
class RuleLine:
    setting: RuleSetting
    clause: Clause
    anchor: str


@dataclass(frozen=True)
class RuleSetPart:
    rule_set: RuleSet
    lines: list[RuleLine]


@dataclass(frozen=True)
class LevelPart:
    label: str
    parts: list[RuleSetPart]


@dataclass(frozen=True)
class MoveLine:
    """One step of the procedure with the sources of its conditions."""

    label: str
    actor: str
    clauses: list[Clause]


@dataclass(frozen=True)
class ProcedurePart:
    label: str
    lines: list[MoveLine]


@dataclass(frozen=True)
class DutyLine:
    duty: Duty
    clause: Clause


@dataclass
class RulesPage:
    """Built from top to bottom: whatever stands first carries the anchor."""

    levels: list[LevelPart] = field(default_factory=list)
    procedures: list[ProcedurePart] = field(default_factory=list)
    duties: list[DutyLine] = field(default_factory=list)
    standards: list[Standard] = field(default_factory=list)
    references: list[RuleSetPart] = field(default_factory=list)
    _used: set[str] = field(default_factory=set)

    @classmethod
    def build(cls) -> "RulesPage":
        page = cls()
        in_force = list(_rule_sets(RuleSet.objects.in_force(clock.today())))
        for level in Level:
            if sets := [rule_set for rule_set in in_force if rule_set.level == level]:
                page.levels.append(LevelPart(level.label, [page._part(rule_set) for rule_set in sets]))
        page.procedures = [part for model in _lifecycles() if (part := page._procedure(model)).lines]
        duties = Duty.objects.filter(is_active=True).select_related("committee")
        page.duties = [
            DutyLine(duty, page._clause(duty.clause))
            for duty in duties.order_by(F("committee__path").asc(nulls_first=True), "order", "pk")
        ]
        page.references = [
            page._part(rule_set) for rule_set in _rule_sets(RuleSet.objects.filter(is_reference=True))
        ]
        page.standards = list(
            Standard.objects.published()
            .select_related("committee", "industry")
            .order_by("level", "committee__path", "name", "pk")
        )
        return page

    def _part(self, rule_set: RuleSet) -> RuleSetPart:
        lines = [
            RuleLine(setting, self._clause(setting.clause), self._anchor(setting.rule))
            for setting in rule_set.settings.all()
        ]
        return RuleSetPart(rule_set, lines)

    def _procedure(self, model: type[LifecycleModel]) -> ProcedurePart:
        specs = {edge.name: edge.custom["spec"] for edge in declared_moves(model)}
        lines = [
            MoveLine(spec.label, spec.actor, [self._clause(clause) for clause in clauses])
            for spec in specs.values()
            if (clauses := _clauses_of(spec))
        ]
        return ProcedurePart(str(model._meta.verbose_name), lines)

    def _clause(self, text: str) -> Clause:
        return Clause(text, self._anchor(clause_anchor(text)))

    def _anchor(self, wanted: str) -> str:
        if wanted in self._used:
            return ""
        self._used.add(wanted)
        return wanted


def _rule_sets(rule_sets: QuerySet[RuleSet]) -> QuerySet[RuleSet]:
    """The national frame first, then down the tree of committees."""
    return (
        rule_sets.select_related("committee", "industry")
        .prefetch_related("settings")
        .order_by("level", "committee__path", "-effective_from", "pk")
    )


def public_standards() -> QuerySet[Standard]:
    """What units are scored by now or were once, with all items; drafts and examples are not public."""
    binding = Q(state__in=[StandardState.PUBLISHED, StandardState.SUPERSEDED], is_reference=False)
    items = Prefetch("items", StandardItem.objects.for_scoring())
    standards = Standard.objects.filter(binding).select_related("committee", "industry")
    return standards.prefetch_related(items)


def _lifecycles() -> list[type[LifecycleModel]]:
    return [model for model in apps.get_models() if issubclass(model, LifecycleModel)]


def _clauses_of(spec) -> list[str]:
    """The sources a move's own and contributed conditions cite, each once."""
    contributed = dict(contributed_guards())
    checks = [*spec.guards, *(contributed[need] for need in spec.needs if need in contributed)]
    return list(dict.fromkeys(clause for check in checks for clause in check.cites))
