"""The units of 交叉互评 as they are now, who may judge whom, and why somebody stays without a judge."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from accounts.models import User
from creation_cycle.models import Candidacy
from reviews.enums import AssignmentState, PairingScope
from reviews.models import Assignment, PanelPlan, RoundPart
from reviews.pairing import MOST, Judge, Pair
from reviews.queries.cross_rules import captains, same_body
from reviews.queries.pool import to_assess
from units.models import Unit
from units.queries.conflicts import ties_of

MUTUAL, FULL = "由本集体评审，再评会成为相互评价", f"已评审 {MOST} 个集体"


class Pairing:
    """Units, by primary key, with their candidacies and captains; a constant number of queries."""

    def __init__(self, part: RoundPart, scope: PairingScope | str):
        self.part, self.scope = part, PairingScope(scope)
        rows = to_assess(part.round).select_related("unit__employer")
        self.candidacies: dict[int, Candidacy] = {candidacy.unit_id: candidacy for candidacy in rows}
        posts = captains().filter(unit__in=self.candidacies).select_related("user")
        self.captains: dict[int, User] = {post.unit_id: post.user for post in posts}
        self._ties = ties_of(user.pk for user in self.captains.values())
        self._read(Assignment.objects.filter(part=part))
        self._group()

    def _read(self, assignments) -> None:
        self.standing: set[Pair] = set()
        self.gone: set[Pair] = set()
        rows = assignments.values_list("on_behalf_of", "candidacy__unit", "reviewer", "state")
        for judge, unit, user, state in rows:
            if state == AssignmentState.ASSIGNED:
                self.standing.add((judge, unit))
            else:
                self.gone.add((user, unit))

    def _group(self) -> None:
        """By industry and by place: for 同区划 the division next below that of the organizing committee."""
        self._alike: dict[tuple, list[int]] = defaultdict(list)
        for key, candidacy in self.candidacies.items():
            for group in self._groups_of(candidacy.unit):
                self._alike[group].append(key)

    def _groups_of(self, unit: Unit) -> list[tuple]:
        groups = []
        if self.scope != PairingScope.REGION and unit.industry_id:
            groups.append(("industry", unit.industry_id))
        if self.scope != PairingScope.INDUSTRY:
            groups.append(("region", self._place(unit.region.path)))
        return groups

    def _place(self, path: str) -> str:
        root = self.part.round.cycle.committee.region.path
        below = path.removeprefix(root)
        return root + below.split("/")[0] if below != path else path

    @property
    def open(self) -> list[int]:
        """Units that nobody judges yet, in the order of their names."""
        judged = {unit for _, unit in self.standing}
        return [key for key in self.candidacies if key not in judged]

    def judges(self) -> list[Judge]:
        """The question for the solver."""
        may_judge = defaultdict(set)
        for unit in self.open:
            for judge in self.neighbours(unit):
                if not self.barrier(judge, unit) and (unit, judge) not in self.standing:
                    may_judge[judge].add(unit)
        loads = Counter(judge for judge, _ in self.standing)
        return [Judge(key, frozenset(may_judge[key]), loads[key]) for key in self.candidacies]

    def neighbours(self, unit: int) -> list[int]:
        """The other units of the same industry or place, as the scope says, by name."""
        groups = self._groups_of(self.candidacies[unit].unit)
        found = dict.fromkeys(key for group in groups for key in self._alike[group])
        return [key for key in found if key != unit]

    def barrier(self, judge: int, unit: int) -> str:
        """What keeps one unit from judging the other whatever else is assigned; "" when nothing does."""
        judged = self.candidacies[unit].unit
        if house := same_body(self.candidacies[judge].unit, judged):
            return f"与本集体{house}"
        captain = self.captains.get(judge)
        if captain is None:
            return "没有号长账号"
        if self._ties.with_unit(captain.pk, judged):
            return "号长须回避"
        return "号长已退出或被撤回" if (captain.pk, unit) in self.gone else ""

    def why_open(self, unit: int, pairs: Collection[Pair]) -> str:
        """Of every unit in the scope why it does not judge this one, once all of `pairs` do."""
        others = self.neighbours(unit)
        if not others:
            return self._alone(self.candidacies[unit].unit)
        words = [self._word(judge, unit, pairs) for judge in others]
        scope = self.scope.label
        if words == [MUTUAL]:
            return f"{scope}只有 2 个集体，互评会成为相互评价"
        counts = "，".join(f"{number} 个{word}" for word, number in Counter(words).most_common())
        return f"{scope}的其他 {len(others)} 个集体中，{counts}"

    def _word(self, judge: int, unit: int, pairs: Collection[Pair]) -> str:
        """Whoever is neither barred nor judged by this unit is full, or the solver would have proposed them."""
        return self.barrier(judge, unit) or (MUTUAL if (unit, judge) in pairs else FULL)

    def _alone(self, unit: Unit) -> str:
        if self.scope == PairingScope.INDUSTRY and unit.industry_id is None:
            return "没有填写行业系统，找不到同行业的集体"
        return f"{self.scope.label}没有其他待考核的集体"


@dataclass(frozen=True)
class PairRow:
    """One proposed pair as an officer looks at it."""

    candidacy: Candidacy
    judge: Unit
    captain: User


def pair_rows(plan: PanelPlan, seats: Iterable[dict]) -> list[PairRow]:
    """The pairs of some of the plan's seats, in their order; three queries."""
    seats = list(seats)
    places = ("unit__industry", "unit__region")
    candidacies = Candidacy.objects.select_related(*places).in_bulk([s["candidacy"] for s in seats])
    judges = Unit.objects.select_related("industry", "region").in_bulk([s["on_behalf_of"] for s in seats])
    users = User.objects.in_bulk([s["reviewer"] for s in seats])
    return [
        PairRow(candidacies[s["candidacy"]], judges[s["on_behalf_of"]], users[s["reviewer"]]) for s in seats
    ]
