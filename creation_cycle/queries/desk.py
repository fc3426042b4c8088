"""What a captain's desk shows: per unit the live candidacy, else the cycles it may join."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from core import clock
from core.context import NavItem
from creation_cycle.models import Adjustment, Candidacy, Cycle, Title
from creation_cycle.queries.adjustments import adjustments_on_desk
from creation_cycle.queries.desk_notes import DeskNote, notes_for
from creation_cycle.queries.next_steps import CAPTAIN_MOVES, NextStep, main_step, next_step_of, remedy_places
from creation_cycle.queries.stages import Stage, stages_for
from units.models import Unit
from units.queries.keeping import kept_units
from workspace.models import UnitLink
from workspace.queries.duties import due_next
from workspace.queries.links import waiting_links
from workspace.queries.progress import Progress


@dataclass(frozen=True)
class LiveCandidacy:
    """The candidacy under way, its way so far and what comes next.

    Conditions take a dozen queries per unit: with several units each card fetches its own (`is_measured` False).
    """

    candidacy: Candidacy
    stages: list[Stage]
    step: NextStep
    is_measured: bool
    remedy_places: Mapping[str, str]


@dataclass(frozen=True)
class UnitCard:
    """One unit on the desk; without a `live` candidacy the `cycles` it may join and those to come."""

    unit: Unit
    titles: list[Title]
    past: list[Candidacy]
    live: LiveCandidacy | None
    cycles: list[Cycle]
    announced: list[Cycle]
    notes: list[DeskNote]
    proposals: list[UnitLink]
    duties: list[Progress]
    adjustments: list[Adjustment]


def kept_candidacies(user) -> QuerySet[Candidacy]:
    """Their candidacies; officers see candidacies too, but work on them elsewhere."""
    return Candidacy.objects.visible_to(user).filter(unit__in=kept_units(user))


def open_cycles(unit: Unit) -> QuerySet[Cycle]:
    """Cycles that `unit` may join today."""
    joinable = [cycle.pk for cycle in _not_yet_closed().select_related("committee") if _above(cycle, unit)]
    return Cycle.objects.filing_open(clock.today()).filter(pk__in=joinable)


def cards_for(user) -> list[UnitCard]:
    """One card per kept unit; titles, candidacies and stages are read for all units at once."""
    units = list(kept_units(user).select_related("committee", "employer", "region"))
    titles, candidacies = defaultdict(list), defaultdict(list)
    for title in Title.objects.filter(unit__in=units).order_by("-last_recognised_on", "-pk"):
        titles[title.unit_id].append(title)
    for candidacy in kept_candidacies(user).for_list().prefetch_related("notice_entries__notice"):
        candidacies[candidacy.unit_id].append(candidacy)
    live = {found.unit_id: found for rows in candidacies.values() for found in rows if found.is_live}
    stages = stages_for(live.values())
    cycles = list(_not_yet_closed().select_related("committee").order_by("filing_opens_on"))
    proposals, duties = waiting_links(units), due_next(units, clock.today())
    notes, adjustments = notes_for(units), adjustments_on_desk(units)
    alone = len(live) == 1
    return [
        UnitCard(
            unit,
            titles[unit.pk],
            past=[found for found in candidacies[unit.pk] if not found.is_live],
            live=_live(live[unit.pk], stages, user, measure=alone) if unit.pk in live else None,
            cycles=[c for c in cycles if _above(c, unit) and c.filing_is_open],
            announced=[c for c in cycles if _above(c, unit) and not c.filing_is_open],
            notes=notes.get(unit.pk, []),
            proposals=proposals.get(unit.pk, []),
            duties=duties.get(unit.pk, []),
            adjustments=adjustments.get(unit.pk, []),
        )
        for unit in units
    ]


def _live(candidacy: Candidacy, stages: Mapping[int, list[Stage]], user, *, measure: bool) -> LiveCandidacy:
    step = next_step_of(candidacy, main_step(candidacy, user) if measure else None)
    return LiveCandidacy(candidacy, stages[candidacy.pk], step, measure, remedy_places(candidacy))


def _not_yet_closed() -> QuerySet[Cycle]:
    return Cycle.objects.live().filter(filing_closes_on__gte=clock.today())


def _above(cycle: Cycle, unit: Unit) -> bool:
    """The committee below the cycle's has to recommend the unit (S1 简易备案), so it must be above the unit's own."""
    return unit.committee is not None and cycle.committee.is_above(unit.committee)


def desk_places(request) -> list[NavItem]:
    """The desk in the navigation of whoever keeps a unit; the number is how many candidacies wait for them."""
    mine = Q(candidacies__state__in=list(CAPTAIN_MOVES))
    kept = Unit.objects.kept_by(request.user).aggregate(
        units=Count("pk", distinct=True), waiting=Count("candidacies", filter=mine, distinct=True)
    )
    return [NavItem("我的工作台", "/desk/", order=10, count=kept["waiting"])] if kept["units"] else []
