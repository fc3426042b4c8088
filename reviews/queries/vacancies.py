"""Panels that are too small, and places that a reviewer left."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from creation_cycle.models import Candidacy
from reviews.enums import FormKind
from reviews.models import Assignment, Round, RoundPart
from reviews.queries.pool import assignable_users, to_assess
from reviews.queries.staffing import STEPPED_BACK, Situation
from reviews.staffing import Panel, Person, price
from units.queries.conflicts import ties_of


@dataclass
class Vacancy:
    """One panel that is too small; `left` are places that somebody left and nobody has taken."""

    candidacy: Candidacy
    part: RoundPart
    seats: int
    left: list[Assignment] = field(default_factory=list)

    @property
    def missing(self) -> int:
        return self.part.needed - self.seats


def left_places(round_: Round) -> QuerySet[Assignment]:
    """Assignments whose reviewer stepped back, while nobody has taken their place; 交叉互评 is paired anew instead."""
    rows = Assignment.objects.filter(
        round=round_, state__in=STEPPED_BACK, replaced_by=None, on_behalf_of=None
    )
    return rows.select_related("candidacy__unit", "reviewer", "part").order_by("candidacy__unit__name", "pk")


def vacancies(round_: Round, most: int) -> list[Vacancy]:
    """The first of the round's panels that are short of reviewers, by the unit's name; a constant number of queries.

    The database looks for them: as a rule there are few, among thousands of units.
    """
    parts, unpaired = list(round_.parts.select_related("round")), round_.unpaired
    units = list(_short(round_, parts, unpaired)[:most])
    counts = round_.assignments.filter(candidacy__in=units).by_panel()
    left = defaultdict(list)
    for assignment in left_places(round_).filter(candidacy__in=units):
        left[assignment.candidacy_id, assignment.part_id].append(assignment)
    found = [
        Vacancy(candidacy, part, counts.get((candidacy.pk, part.pk), (0, 0))[0], left[candidacy.pk, part.pk])
        for candidacy in units
        for part in parts
        if part.needed_by(candidacy.pk, unpaired)
    ]
    return [vacancy for vacancy in found if vacancy.missing > 0][:most]


def _short(round_: Round, parts: Iterable[RoundPart], unpaired: Collection[int]) -> QuerySet[Candidacy]:
    """Units with too small a panel in any form, by name."""
    found = Q(pk__in=[])
    for part in parts:
        seats = round_.assignments.standing().filter(part=part).order_by().values("candidacy")
        full = seats.annotate(seats=Count("pk")).filter(seats__gte=part.needed).values("candidacy")
        excused = unpaired if part.kind == FormKind.CROSS else ()
        found |= ~Q(pk__in=full) & ~Q(pk__in=excused)
    return to_assess(round_).filter(found)


def who_could(assignment: Assignment) -> list[tuple[str, list[tuple[int, str]]]]:
    """Choices for a place that somebody left, in two groups: of the pool, the most fitting first, then others.

    Nobody is among them who has a conflict of interest, can read scores of others, is on the panel or has left it.
    """
    situation = Situation(assignment.round, assignment.part)
    key = assignment.candidacy_id
    panel = next((panel for panel in situation.panels(1) if panel.key == key), None)
    if panel is None:
        return []
    closed = situation.closed
    pool = [person for person in situation.reviewers() if (key, person.key) not in closed]
    pool.sort(key=lambda person: (person.room <= 0, price(panel, person), person.load, person.key))
    groups = [
        ("评审人员库", [(person.key, _label(situation, person, panel)) for person in pool]),
        ("其他人员", _others(situation, assignment)),
    ]
    return [group for group in groups if group[1]]


def _others(situation: Situation, assignment: Assignment) -> list[tuple[int, str]]:
    """Accounts outside of the pool."""
    key, unit = assignment.candidacy_id, assignment.candidacy.unit
    users = [user for user in assignable_users(assignment.round) if not user.in_pool]
    ties = ties_of(user.pk for user in users)
    barred = situation.stepped_back | situation.informed
    gone = situation.seated[key] | {user for candidacy, user in barred if candidacy == key}
    return [(u.pk, u.name) for u in users if u.pk not in gone and not ties.with_unit(u.pk, unit)]


def _label(situation: Situation, person: Person, panel: Panel) -> str:
    fits = "熟悉行业，" if panel.industry in person.fields else ""
    known = situation.people[person.key]
    return f"{known.user.name}（{fits}本轮 {person.load}/{known.most} 个集体）"
