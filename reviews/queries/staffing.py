"""What the panels of one form of a round look like now, read with a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from accounts.models import User
from creation_cycle.models import Candidacy
from reviews.enums import AssignmentState, RoundMode
from reviews.models import Assignment, Reviewer, Round, RoundPart
from reviews.queries.blindness import informed
from reviews.queries.pool import pool_of, to_assess
from reviews.staffing import Pair, Panel, Person
from units.queries.conflicts import ties_of

STEPPED_BACK = (AssignmentState.RECUSED, AssignmentState.DECLINED, AssignmentState.RETURNED)
GONE = (*STEPPED_BACK, AssignmentState.WITHDRAWN)
"""Left by themselves or taken back by the organizer: a plan does not put them there again."""


@dataclass
class Pooled:
    """One person with all their entries in the round's pools: the strictest limit counts."""

    user: User
    most: int
    committees: set[int] = field(default_factory=set)
    fields: set[int] = field(default_factory=set)
    place: str = ""

    def join(self, entry: Reviewer) -> None:
        self.most = min(self.most, entry.most_units)
        self.committees.add(entry.committee_id)
        self.fields |= {industry.pk for industry in entry.expertise.all()}
        self.place = self.place or (entry.region.path if entry.region else "")


class Situation:
    """The units to be assessed, the pool, and everything that keeps one from the other. Pairs are of a
    candidacy and a user, by primary key.
    """

    def __init__(self, round_: Round, part: RoundPart):
        self.round, self.part = round_, part
        self.candidacies: dict[int, Candidacy] = {c.pk: c for c in to_assess(round_)}
        self.people = _pooled(round_)
        self._ties = ties_of(self.people)
        self._read(Assignment.objects.filter(round=round_))

    def _read(self, assignments) -> None:
        self.seated: dict[int, set[int]] = defaultdict(set)
        self.assessing: dict[int, set[int]] = defaultdict(set)
        self.stepped_back: set[Pair] = set()
        for candidacy, user, part, state in assignments.values_list("candidacy", "reviewer", "part", "state"):
            if state == AssignmentState.ASSIGNED:
                self.assessing[user].add(candidacy)
                if part == self.part.pk:
                    self.seated[candidacy].add(user)
            elif state in GONE:
                self.stepped_back.add((candidacy, user))

    @cached_property
    def conflicts(self) -> set[Pair]:
        """回避: the same answer as for one person and one unit, for all of them."""
        return {
            (candidacy.pk, user)
            for candidacy in self.candidacies.values()
            for user in self.people
            if self._ties.with_unit(user, candidacy.unit)
        }

    @cached_property
    def informed(self) -> set[Pair]:
        """Who can read scores of others on the unit already, and would not score it blind."""
        return informed(self.round)

    @property
    def closed(self) -> set[Pair]:
        seated = {(candidacy, user) for candidacy, users in self.seated.items() for user in users}
        return seated | self.conflicts | self.stepped_back | self.informed | set(self._strangers())

    @property
    def counted(self) -> set[Pair]:
        """Pairs that take no further room: the person assesses the unit in another form already."""
        return {(candidacy, user) for user, found in self.assessing.items() for candidacy in found}

    def panels(self, per_unit: int) -> list[Panel]:
        return [
            Panel(
                key=candidacy.pk,
                seats=max(0, per_unit - len(self.seated[candidacy.pk])),
                needed=max(0, self.part.needed - len(self.seated[candidacy.pk])),
                industry=candidacy.unit.industry_id,
                place=candidacy.unit.region.path,
            )
            for candidacy in self.candidacies.values()
        ]

    def reviewers(self) -> list[Person]:
        return [
            Person(
                key=key,
                room=max(0, person.most - len(self.assessing[key])),
                load=len(self.assessing[key]),
                fields=frozenset(person.fields),
                place=person.place,
            )
            for key, person in self.people.items()
        ]

    def may_be_asked(self, candidacy: Candidacy) -> list[int]:
        """The pool of this unit."""
        pool = self._pool_for(candidacy)
        return [key for key, person in self.people.items() if pool in person.committees]

    def standing_of(self, candidacy: int, user: int, seated: set[int], full: set[int]) -> str:
        """In one word, why this person takes no further seat: on the panel, barred, gone or full."""
        if user in seated:
            return "已在本组"
        if (candidacy, user) in self.conflicts:
            return "须回避"
        if (candidacy, user) in self.informed:
            return "已可查看他人评分"
        return "已退出" if (candidacy, user) in self.stepped_back else "已满"

    def _strangers(self) -> Iterator[Pair]:
        """委托下一级: each unit is for the pool of its own recommending body."""
        for candidacy in self.candidacies.values():
            pool = self._pool_for(candidacy)
            for key, person in self.people.items():
                if pool not in person.committees:
                    yield candidacy.pk, key

    def _pool_for(self, candidacy: Candidacy) -> int:
        own = self.round.cycle.committee_id
        if self.round.mode != RoundMode.DELEGATED:
            return own
        return candidacy.recommending_committee_id or own


def _pooled(round_: Round) -> dict[int, Pooled]:
    """By the user's primary key, in its order."""
    found: dict[int, Pooled] = {}
    entries = pool_of(round_).select_related("user", "region").prefetch_related("expertise")
    for entry in entries.order_by("user", "pk"):
        found.setdefault(entry.user_id, Pooled(entry.user, entry.most_units)).join(entry)
    return found
