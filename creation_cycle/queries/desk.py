"""What a captain's desk shows: per unit the live candidacy, else the cycles it may join."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from core import clock
from core.context import NavItem
from creation_cycle.models import Candidacy, Cycle, Title
from creation_cycle.queries.next_steps import CAPTAIN_MOVES, NextStep, main_step, next_step_of, remedy_places
from creation_cycle.queries.stages import Stage, stages_for
from units.models import Unit


@dataclass(frozen=True)
class LiveCandidacy:
    """The candidacy under way, its way so far and what comes next."""

    candidacy: Candidacy
    stages: list[Stage]
    step: NextStep
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


def kept_units(user) -> QuerySet[Unit]:
    """Units whose pages `user` keeps: the scope of everything below `/desk/`."""
    return Unit.objects.visible_to(user).filter(pk__in=Unit.objects.kept_by(user).values("pk"))


def kept_candidacies(user) -> QuerySet[Candidacy]:
    """Their candidacies; officers see candidacies too, but work on them elsewhere."""
    return Candidacy.objects.visible_to(user).filter(unit__in=kept_units(user))


def cycles_for(unit: Unit) -> QuerySet[Cycle]:
    """Live cycles of the committees above the unit's own, which has to recommend it (S1 简易备案)."""
    if unit.committee is None:
        return Cycle.objects.none()
    above = [int(key) for key in unit.committee.path.strip("/").split("/")][:-1]
    return Cycle.objects.live().filter(committee__in=above).select_related("committee")


def cards_for(user) -> list[UnitCard]:
    """One card per kept unit; titles, candidacies and stages are read for all units at once."""
    units = list(kept_units(user).select_related("committee", "employer", "region"))
    titles, candidacies = defaultdict(list), defaultdict(list)
    for title in Title.objects.filter(unit__in=units).order_by("-last_recognised_on", "-pk"):
        titles[title.unit_id].append(title)
    for candidacy in kept_candidacies(user).for_list().order_by("-pk"):
        candidacies[candidacy.unit_id].append(candidacy)
    live = {found.unit_id: found for rows in candidacies.values() for found in rows if found.is_live}
    stages = stages_for(live.values())
    return [_card(unit, titles[unit.pk], candidacies[unit.pk], live.get(unit.pk), stages, user) for unit in units]


def _card(unit, titles, candidacies, live, stages, user) -> UnitCard:
    past = [candidacy for candidacy in candidacies if not candidacy.is_live]
    if live:
        step = next_step_of(live, main_step(live, user))
        place = LiveCandidacy(live, stages[live.pk], step, remedy_places(live))
        return UnitCard(unit, titles, past, place, [], [])
    today, cycles = clock.today(), list(cycles_for(unit).order_by("filing_closes_on"))
    open_now = [cycle for cycle in cycles if cycle.filing_is_open]
    return UnitCard(unit, titles, past, None, open_now, [c for c in cycles if c.filing_opens_on > today])


def desk_places(request) -> list[NavItem]:
    """The desk in the navigation of whoever keeps a unit; the number is how many candidacies wait for them."""
    mine = Q(candidacies__state__in=list(CAPTAIN_MOVES))
    kept = Unit.objects.kept_by(request.user).aggregate(
        units=Count("pk", distinct=True), waiting=Count("candidacies", filter=mine, distinct=True)
    )
    return [NavItem("我的工作台", "/desk/", order=10, count=kept["waiting"])] if kept["units"] else []
