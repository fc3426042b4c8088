"""In whose company a unit creates: units it is linked with, roads and streets it belongs to."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from creation_cycle.models import Candidacy, Title
from honor_roll.queries.plaque import CREATED_PUBLICLY, HELD
from units.enums import Level
from units.models import Unit
from workspace.models import Cluster, UnitLink
from workspace.queries.links import links_of


@dataclass(frozen=True)
class Companion:
    """The unit at the other end of a confirmed link; without a page of its own it is named only."""

    link: UnitLink
    unit: Unit
    has_page: bool


@dataclass(frozen=True)
class Resident:
    """A unit of a cluster with the highest title it holds, and what it promises."""

    unit: Unit
    crown: Title | None
    pledge: str
    has_page: bool


def companions_of(unit: Unit) -> list[Companion]:
    """Links that both captains confirmed and that hold today."""
    links = links_of(unit).current()
    links = links.annotate(
        proposer_has_page=Exists(Title.objects.filter(unit=OuterRef("proposer"))),
        partner_has_page=Exists(Title.objects.filter(unit=OuterRef("partner"))),
    )
    return [
        Companion(
            link,
            link.other(unit),
            link.partner_has_page if link.proposer_id == unit.pk else link.proposer_has_page,
        )
        for link in links
    ]


def clusters_of(unit: Unit) -> QuerySet[Cluster]:
    """Published roads, streets and markets that the unit belongs to."""
    return Cluster.objects.public().filter(units=unit)


def public_clusters() -> QuerySet[Cluster]:
    """All of them with `unit_count`, for their list; dissolved units do not count."""
    clusters = Cluster.objects.public().select_related("region", "committee")
    active = Count("units", filter=Q(units__dissolved_on__isnull=True))
    return clusters.annotate(unit_count=active).order_by("region__path", "name", "pk")


def residents_of(units: Collection[Unit]) -> list[Resident]:
    """What the public reads about each unit of a cluster; two queries, however many they are."""
    crowns, known = {}, set()
    levels = list(Level)
    titles = sorted(
        Title.objects.filter(unit__in=units), key=lambda title: (levels.index(title.level), -title.pk)
    )
    for title in titles:
        known.add(title.unit_id)
        if title.state in HELD:
            crowns.setdefault(title.unit_id, title)
    pledged = Candidacy.objects.filter(unit__in=units, state__in=CREATED_PUBLICLY).order_by("pk")
    pledges = dict(pledged.values_list("unit", "pledge"))
    return [Resident(unit, crowns.get(unit.pk), pledges.get(unit.pk, ""), unit.pk in known) for unit in units]
