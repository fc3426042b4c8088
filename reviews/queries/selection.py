"""审核: the ranked list of a selection with what was staged, and its caps; a fixed number of queries for any size."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import groupby

from creation_cycle.caps import Cap, ratio_of
from creation_cycle.enums import CandidacyState
from creation_cycle.models import Candidacy, Title
from creation_cycle.scoring import half_up
from reviews.enums import CapScope, RankedBy, RoundState, Verdict
from reviews.models import Decision, RoundResult, Selection
from reviews.queries.selection_areas import Filed, areas_of, filed_in
from reviews.ranking import Standing, rank
from units.enums import EmployerNature
from units.models import Unit

ALL = "整个周期"


@dataclass(frozen=True)
class Row:
    """One unit of the list. `scope` is what its cap is counted over; `fault` says why it cannot be nominated."""

    candidacy: Candidacy
    place: int
    score: Decimal
    star: int
    deducted: Decimal
    explanation: str
    is_tied: bool
    area: str
    scope: str
    decision: Decision
    fault: str = ""

    @property
    def unit(self) -> Unit:
        return self.candidacy.unit

    @property
    def verdict(self) -> str:
        return self.decision.verdict

    @property
    def is_nominated(self) -> bool:
        return self.verdict == Verdict.NOMINATE

    @property
    def is_non_public(self) -> bool:
        return self.unit.employer.nature == EmployerNature.NON_PUBLIC


@dataclass(frozen=True)
class ScopeCap:
    """The cap of one scope, and how many are staged inside it."""

    scope: str
    cap: Cap
    staged: int

    @property
    def is_kept(self) -> bool:
        return self.cap.left is None or self.staged <= self.cap.left


class Overview:
    """All that the pages of one selection and its conditions are made of; each part is read once."""

    def __init__(self, selection: Selection):
        self.selection = selection

    @cached_property
    def rows(self) -> list[Row]:
        """By place. Of a draft the units that meet the standard now, of a published one what was published."""
        return ranked_rows(self.selection) if self.selection.is_draft else _published_rows(self.selection)

    @cached_property
    def filed(self) -> list[Filed]:
        return filed_in(self.selection.cycle)

    @cached_property
    def caps(self) -> list[ScopeCap]:
        return caps_of(self.selection, self.filed, self.rows)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Rows by verdict; "" those without one."""
        return Counter(row.verdict for row in self.rows)

    @cached_property
    def left_out(self) -> list[Decision]:
        """Staged for units that gave up or were decided elsewhere since: nothing comes of these."""
        if not self.selection.is_draft:
            return []
        gone = self.selection.decisions.exclude(candidacy__state=CandidacyState.MET).exclude(verdict="")
        return list(gone.select_related("candidacy__unit").order_by("candidacy__unit__name"))

    def ties(self) -> list[list[Row]]:
        """Units of one scope that share a place."""
        return open_ties(self.rows)


def overview_of(selection: Selection) -> Overview:
    """The one of this instance: the conditions of its publication and the page that shows them read the list once.

    Whoever writes works on a row read anew, under its lock; an instance with an overview is for reading.
    """
    if "overview" not in selection.__dict__:
        selection.__dict__["overview"] = Overview(selection)
    return selection.__dict__["overview"]


def read_anew(selection: Selection) -> None:
    """Somebody else wrote meanwhile: forget what was read."""
    selection.refresh_from_db()
    selection.__dict__.pop("overview", None)


def ranked_rows(selection: Selection) -> list[Row]:
    """The units of the cycle that meet the standard, ranked by the selection's own rules."""
    met = Candidacy.objects.filter(cycle=selection.cycle_id, state=CandidacyState.MET)
    candidacies = {candidacy.pk: candidacy for candidacy in for_rows(met).select_related("roster_snapshot")}
    results = results_by_candidacy(candidacies)
    decisions = {decision.candidacy_id: decision for decision in selection.decisions.all()}
    stars = _stars(candidacies.values())
    standings = [
        _standing(selection, candidacy, results.get(pk, []), decisions.get(pk), stars)
        for pk, candidacy in candidacies.items()
    ]
    rows = []
    for placed in rank(standings, selection.tie_rules):
        unit, candidacy = placed.standing, candidacies[placed.standing.key]
        decision = decisions.get(unit.key) or Decision(selection=selection, candidacy=candidacy)
        fault = _fault(results.get(unit.key, []))
        rows.append(
            Row(
                candidacy, placed.place, unit.score, unit.star, unit.deducted, placed.explanation,
                placed.is_tied, "", "", decision, fault,
            )
        )  # fmt: skip
    return _in_areas(selection, rows)


def _published_rows(selection: Selection) -> list[Row]:
    """As it was frozen on publication, whatever became of the units since."""
    decisions = {decision.candidacy_id: decision for decision in selection.decisions.order_by("place", "pk")}
    candidacies = for_rows(Candidacy.objects.filter(pk__in=decisions)).in_bulk()
    places = Counter(decision.place for decision in decisions.values())
    rows = [
        Row(
            candidacies[pk], decision.place, decision.score, decision.star, decision.deducted,
            decision.explanation, places[decision.place] > 1, "", "", decision,
        )
        for pk, decision in decisions.items()
    ]  # fmt: skip
    return _in_areas(selection, rows)


def for_rows(candidacies):
    """With all that a row of the list shows."""
    return candidacies.select_related("unit__region", "unit__industry", "unit__employer", "cycle__committee")


def results_by_candidacy(candidacies: Iterable[int]) -> dict[int, list[RoundResult]]:
    """What closed rounds found, the oldest first."""
    found = defaultdict(list)
    results = RoundResult.objects.filter(candidacy__in=candidacies, round__state=RoundState.CLOSED)
    for result in results.select_related("round").order_by("round__closes_on", "pk"):
        found[result.candidacy_id].append(result)
    return found


def open_ties(rows: Iterable[Row]) -> list[list[Row]]:
    by_scope = defaultdict(list)
    for row in rows:
        by_scope[row.scope].append(row)
    groups = [
        list(same) for scope in by_scope.values() for _, same in groupby(scope, key=lambda row: row.place)
    ]
    return [group for group in groups if len(group) > 1]


def caps_of(selection: Selection, filed: Iterable[Filed], rows: Iterable[Row]) -> list[ScopeCap]:
    """创评比例 of each scope; campaign-wide the same count as `creation_cycle.caps.cap_of`."""
    ratio = ratio_of(selection.cycle)
    filed, staged = list(filed), Counter()
    if selection.is_draft:
        staged = Counter(row.scope for row in rows if row.is_nominated)
    units = Counter(_scope(selection, unit.area, unit.industry) for unit in filed)
    used = Counter(_scope(selection, unit.area, unit.industry) for unit in filed if unit.is_proposed)
    return [ScopeCap(scope, Cap(units[scope], ratio, used[scope]), staged[scope]) for scope in sorted(units)]


def _scope(selection: Selection, area: str, industry: str) -> str:
    return {CapScope.REGION: area, CapScope.INDUSTRY: industry}.get(CapScope(selection.cap_scope), ALL)


def _in_areas(selection: Selection, rows: list[Row]) -> list[Row]:
    areas = areas_of({row.unit.region.path for row in rows}, selection.cycle.committee.region)
    return [
        replace(row, area=area, scope=_scope(selection, area, row.unit.industry.name))
        for row in rows
        for area in [areas[row.unit.region.path]]
    ]


def _stars(candidacies: Iterable[Candidacy]) -> dict[tuple[int, str], int]:
    """Present stars by unit and level."""
    held = Title.objects.in_force().filter(unit__in=[candidacy.unit_id for candidacy in candidacies])
    return {(unit, level): star for unit, level, star in held.values_list("unit", "level", "star")}


def _standing(selection, candidacy, results, decision, stars) -> Standing:
    counted = results if selection.ranked_by == RankedBy.MEAN else results[-1:]
    return Standing(
        key=candidacy.pk,
        name=candidacy.unit.name,
        score=_mean([result.mean for result in counted]),
        star=stars.get((candidacy.unit_id, candidacy.level), 0),
        deducted=_mean([result.deducted for result in counted]),
        votes=_votes(decision),
        filed_at=candidacy.roster_snapshot.taken_at if hasattr(candidacy, "roster_snapshot") else None,
    )


def _mean(figures: list[Decimal]) -> Decimal:
    return half_up(Fraction(sum(figures)) / len(figures)) if figures else Decimal("0.00")


def _votes(decision: Decision | None) -> int | None:
    if decision is None or decision.votes_for is None:
        return None
    return decision.votes_for - decision.votes_against


def _fault(results: list[RoundResult]) -> str:
    """Why the last round's finding bears no nomination; empty when it does."""
    if not results:
        return "没有考核结果"
    last = results[-1]
    if last.veto:
        return f"一票否决：{last.veto}"
    if last.failed_gate:
        return f"未通过测试：{last.failed_gate}"
    return "" if last.is_met else "最近一次考核未达标"
