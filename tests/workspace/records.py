"""Innovations, care and links, made by the services as their keepers make them."""

from datetime import date
from decimal import Decimal

from core.lifecycle import perform
from tests import factories as make
from units.enums import UnitRole
from workspace.models import (
    CareTarget,
    CareVisit,
    Cluster,
    Innovation,
    InnovationCategory,
    InnovationFollowUp,
    UnitLink,
)
from workspace.services import care, innovations, links, look_backs


def make_category(name: str = "小革新", committee=None) -> InnovationCategory:
    code = f"c{InnovationCategory.objects.count()}"
    return InnovationCategory.objects.create(code=code, name=name, committee=committee)


def make_work(unit, by, **values) -> Innovation:
    category = InnovationCategory.objects.first() or make_category()
    defaults = {
        "category": category,
        "name": "叫号提醒牌",
        "content": "在等候区加装提醒牌。",
        "benefit_amount": Decimal("1200.50"),
        "submitted_on": date(2026, 3, 5),
    }
    return innovations.register_work(unit, by=by, **{**defaults, **values})


def make_look_back(work, by, **values) -> InnovationFollowUp:
    return look_backs.look_back(work, by=by, **{"day": date(2026, 5, 4), "text": "仍在使用。", **values})


def make_target(unit, by, kind="family", **values) -> CareTarget:
    return care.add_target(unit, by=by, kind=kind, **{"since": date(2026, 1, 5), **values})


def make_visit(target, by, **values) -> CareVisit:
    return care.record_visit(target, by=by, **{"day": date(2026, 3, 5), "text": "送去学习用品。", **values})


def make_link(proposer, captain, partner, *, kind="joint", **values) -> UnitLink:
    """A proposal that nobody has answered."""
    return links.propose_link(
        proposer, by=captain, partner=partner, kind=kind, **{"topic": "互看流程", **values}
    )


def make_confirmed_link(proposer, captain, partner, other_captain, **values) -> UnitLink:
    return perform(make_link(proposer, captain, partner, **values), "confirm", by=other_captain)


def make_cluster(committee, *units, name="示例一条街", **values) -> Cluster:
    cluster = Cluster.objects.create(
        name=name, committee=committee, region=committee.region, **{"kind": "street", **values}
    )
    cluster.units.set(units)
    return cluster


def record_arguments(journey, neighbour) -> dict[str, dict]:
    """One of each among the unit's own, links with `neighbour` in every state: what their addresses take."""
    unit, captain = journey.unit, journey.captain
    other = make.make_captain(neighbour, UnitRole.DEPUTY)
    work = make_work(unit, captain)
    look = make_look_back(work, captain)
    visit = make_visit(make_target(unit, captain), captain)
    asked = make_link(neighbour, other, unit)
    proposal = make_link(unit, captain, neighbour, kind="exchange")
    held = make_confirmed_link(unit, captain, neighbour, other, kind="old_and_new")
    own = {"unit_pk": unit.pk}
    return {
        "innovation": {**own, "pk": work.pk},
        "look_back": {**own, "pk": work.pk, "visit_pk": look.pk},
        "care_target": {**own, "pk": visit.target_id},
        "care_visit": {**own, "pk": visit.target_id, "visit_pk": visit.pk},
        "link": {**own, "pk": asked.pk},
        "proposal": {**own, "pk": proposal.pk},
        "confirmed_link": {**own, "pk": held.pk},
        "cluster": {"slug": make_cluster(journey.county, unit, neighbour).slug},
    }
