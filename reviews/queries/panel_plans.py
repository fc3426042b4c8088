"""指派方案 as an officer looks at it: panels by unit, loads by person."""

from collections import defaultdict
from dataclasses import dataclass, field

from accounts.models import User
from creation_cycle.models import Candidacy
from reviews.models import Assignment, PanelPlan, Reviewer
from reviews.queries.pool import pool_of


@dataclass(frozen=True)
class Proposal:
    """One proposed reviewer; `fits` when the unit's industry is among theirs."""

    user: User
    fits: bool


@dataclass
class PanelRow:
    """One unit: who is on the panel already, and who would come onto it."""

    candidacy: Candidacy
    seated: list[User] = field(default_factory=list)
    proposed: list[Proposal] = field(default_factory=list)


@dataclass(frozen=True)
class LoadRow:
    """One person: units of this round without the plan, those that the plan adds, and the limit if there is one."""

    user: User
    before: int
    added: int
    most: int | None

    @property
    def total(self) -> int:
        return self.before + self.added


def units_of(plan: PanelPlan) -> list[int]:
    """The candidacies that the plan gives somebody to, in the plan's order, which is that of their names."""
    return list(dict.fromkeys(seat["candidacy"] for seat in plan.proposed))


def panel_rows(plan: PanelPlan, candidacies: list[int]) -> list[PanelRow]:
    """The panels of these candidacies, with a constant number of queries."""
    shown = set(candidacies)
    seats = [seat for seat in plan.proposed if seat["candidacy"] in shown]
    found = Candidacy.objects.filter(pk__in=shown).select_related("unit__industry", "unit__region")
    rows = {candidacy.pk: PanelRow(candidacy) for candidacy in found.order_by("unit__name", "pk")}
    users = User.objects.in_bulk({seat["reviewer"] for seat in seats})
    fields = _fields_of(users)
    for seat in seats:
        row, user = rows[seat["candidacy"]], users[seat["reviewer"]]
        fits = row.candidacy.unit.industry_id in fields[user.pk]
        row.proposed.append(Proposal(user, fits))
    _seat(plan, rows)
    return list(rows.values())


def load_rows(plan: PanelPlan) -> list[LoadRow]:
    """Everybody in the pool and everybody proposed, the busiest first."""
    proposed, standing = defaultdict(set), defaultdict(set)
    for seat in plan.proposed:
        proposed[seat["reviewer"]].add(seat["candidacy"])
    rows = Assignment.objects.standing().filter(round=plan.round_id).values_list("reviewer", "candidacy")
    for user, candidacy in rows:
        standing[user].add(candidacy)
    limits = _limits(plan)
    found = []
    for key, user in User.objects.in_bulk({*limits, *proposed}).items():
        before = standing[key] - proposed[key] if plan.applied_at else standing[key]
        found.append(LoadRow(user, len(before), len(proposed[key] - before), limits.get(key)))
    return sorted(found, key=lambda row: (-row.total, row.user.name, row.user.pk))


def _seat(plan: PanelPlan, rows: dict[int, PanelRow]) -> None:
    """Who is on the panels already; of an applied plan that would be its own people."""
    if plan.applied_at:
        return
    here = Assignment.objects.standing().filter(round=plan.round_id, part=plan.part_id, candidacy__in=rows)
    for assignment in here.select_related("reviewer").order_by("pk"):
        rows[assignment.candidacy_id].seated.append(assignment.reviewer)


def _fields_of(users) -> dict[int, set[int]]:
    found = defaultdict(set)
    for user, industry in Reviewer.objects.filter(user__in=users).values_list("user", "expertise"):
        found[user].add(industry)
    return found


def _limits(plan: PanelPlan) -> dict[int, int]:
    """By person; of somebody in several pools the strictest."""
    limits: dict[int, int] = {}
    for user, most in pool_of(plan.round).values_list("user", "most_units"):
        limits[user] = min(most, limits.get(user, most))
    return limits
