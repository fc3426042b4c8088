"""交叉互评 in the demo's present round: units of one town assess each other, and one unit has nobody to assess it."""

from demo.story import Cast
from reviews.enums import FormKind, PairingScope
from reviews.models import PanelPlan, Round, RoundPart
from reviews.services import pairing, panel_plans


def take_in(round_: Round) -> None:
    """10 % for 交叉互评, the rest for the papers."""
    round_.parts.update(weight=90)
    RoundPart.objects.create(round=round_, kind=FormKind.CROSS, weight=10)


def pair_units(round_: Round, cast: Cast) -> PanelPlan:
    """Within the same town; computed, looked at and taken up by the officer."""
    part = pairing.cross_part(round_)
    plan = PanelPlan.objects.create(
        round=round_,
        part=part,
        per_unit=part.needed,
        scope=PairingScope.REGION,
        made_by=cast["officer"],
    )
    panel_plans.apply(pairing.compute(plan), by=cast["officer"])
    return plan
