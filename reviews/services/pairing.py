"""交叉互评: asking who should assess whom, and holding the answer against the round before it is taken up."""

from collections import Counter

from django.db import transaction

from core.lifecycle import Finding
from core.services import jobs
from reviews.enums import FormKind, PairingScope
from reviews.models import PanelPlan, Round, RoundPart
from reviews.pairing import MOST, Pair, propose
from reviews.queries.pairing import Pairing
from reviews.services import panel_plans


def cross_part(round_: Round) -> RoundPart | None:
    """The round's 交叉互评, if it has this form."""
    return round_.parts.filter(kind=FormKind.CROSS).first()


@transaction.atomic
def start(part: RoundPart, *, scope: PairingScope | str, by) -> PanelPlan:
    """A plan that a job fills in; the officer's inbox says when it is there."""
    plan = PanelPlan.objects.create(
        round=part.round, part=part, per_unit=part.needed, scope=scope, made_by=by
    )
    plan.job = jobs.start(
        "pair_units", by=by, arguments={"plan": plan.pk}, title=f"计算互评配对：{part.round.name}"
    )
    plan.save(update_fields=["job"])
    return plan


def compute(plan: PanelPlan) -> PanelPlan:
    """The most pairs there can be now, and for every unit that stays without one the reason. Safe to repeat."""
    pairing = Pairing(plan.part, plan.scope)
    pairs = propose(pairing.judges())
    plan.proposed = _by_name(pairing, [_seat(pairing, pair) for pair in pairs])
    plan.unstaffed = _unstaffed(pairing, pairs)
    plan.is_ready = True
    plan.save(update_fields=["proposed", "unstaffed", "is_ready"])
    return plan


def _seat(pairing: Pairing, pair: Pair) -> dict:
    judge, unit = pair
    return {
        "candidacy": pairing.candidacies[unit].pk,
        "reviewer": pairing.captains[judge].pk,
        "on_behalf_of": judge,
    }


def _by_name(pairing: Pairing, seats: list[dict]) -> list[dict]:
    place = {candidacy.pk: at for at, candidacy in enumerate(pairing.candidacies.values())}
    return sorted(seats, key=lambda seat: place[seat["candidacy"]])


def _unstaffed(pairing: Pairing, pairs: list[Pair]) -> list[dict]:
    judged, all_pairs = {unit for _, unit in pairs}, pairing.standing | set(pairs)
    return [
        {
            "candidacy": pairing.candidacies[key].pk,
            "unit": pairing.candidacies[key].unit.name,
            "reasons": [pairing.why_open(key, all_pairs)],
        }
        for key in pairing.open
        if key not in judged
    ]


@panel_plans.rechecks(FormKind.CROSS)
def changes_since(plan: PanelPlan) -> list[Finding]:
    """What no longer holds of the plan's pairs, measured as when they were computed."""
    pairing = Pairing(plan.part, plan.scope)
    by_candidacy = {candidacy.pk: key for key, candidacy in pairing.candidacies.items()}
    loads = Counter(judge for judge, _ in pairing.standing)
    found = []
    for seat in plan.proposed:
        judge = seat["on_behalf_of"]
        if sentence := _obstacle(pairing, seat, by_candidacy.get(seat["candidacy"]), loads):
            found.append(Finding(ok=False, text=sentence))
        else:
            loads[judge] += 1
    return found


def _obstacle(pairing: Pairing, seat: dict, unit: int | None, loads: Counter) -> str:
    judge = seat["on_behalf_of"]
    if unit is None or judge not in pairing.candidacies:
        return "有集体已不在待考核之列"
    name, other = pairing.candidacies[unit].unit, pairing.candidacies[judge].unit
    captain = pairing.captains.get(judge)
    if captain is None or captain.pk != seat["reviewer"]:
        return f"{other}：号长已变动"
    if unit not in pairing.open:
        return f"{name}：已有其他集体评审"
    if barrier := pairing.barrier(judge, unit):
        return f"{name}：{other}{barrier}"
    if judge not in pairing.neighbours(unit):
        return f"{name}：与{other}不再{pairing.scope.label}"
    if (unit, judge) in pairing.standing or loads[judge] >= MOST:
        return f"{name}：{other}不能再评审该集体"
    return ""
