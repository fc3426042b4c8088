"""What an adjustment rests on, answered by the house that keeps it: only what is verified founds a decision.

    register(AdjustmentBasis.COMPLAINT, complaint_is_verified, verified_complaints)

`complaint_is_verified(adjustment) -> Finding`. A basis that needs an answer and has none blocks.
`verified_complaints(unit, user) -> list[Ground]`: the records that whoever proposes by hand chooses from.
"""

from collections.abc import Callable
from dataclasses import dataclass

from core.findings import Finding
from creation_cycle.enums import AdjustmentBasis

Check = Callable[[object], Finding]


@dataclass(frozen=True)
class Ground:
    """One record that an adjustment may rest on: the key that its check finds it by, and how a person knows it."""

    key: str
    label: str


Offer = Callable[[object, object], list[Ground]]

NEEDS_ANSWER = frozenset(
    {AdjustmentBasis.COMPLAINT, AdjustmentBasis.INSPECTION, AdjustmentBasis.RECTIFICATION}
)
"""Records of upper houses; the other bases are stated in the adjustment itself and judged by the approver."""

_checks: dict[str, Check] = {}
_offers: dict[str, Offer] = {}


def register(basis: AdjustmentBasis, check: Check, offer: Offer) -> None:
    """Let `check` answer whether an adjustment on this basis rests on something verified; `offer` names such ones."""
    _checks[AdjustmentBasis(basis).value] = check
    _offers[AdjustmentBasis(basis).value] = offer


def grounds(unit, user) -> dict[AdjustmentBasis, list[Ground]]:
    """Of every basis that is a record: the verified records about `unit` that `user` may see."""
    return {AdjustmentBasis(basis): offer(unit, user) for basis, offer in _offers.items()}


def finding_on(adjustment) -> Finding:
    """Whether the adjustment's basis is verified."""
    basis = AdjustmentBasis(adjustment.basis)
    if check := _checks.get(basis.value):
        return check(adjustment)
    if basis in NEEDS_ANSWER:
        text = f"系统缺少“{basis.label}”的核实模块，不能据此作出决定"
        return Finding(ok=False, text=text, who="系统管理员")
    return Finding(ok=True, text=f"依据：{basis.label}")
