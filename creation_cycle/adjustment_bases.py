"""What an adjustment rests on, answered by the house that keeps it: only what is verified founds a decision.

    register(AdjustmentBasis.COMPLAINT, complaint_is_verified)

`complaint_is_verified(adjustment) -> Finding`. A basis that needs an answer and has none blocks.
"""

from collections.abc import Callable

from core.findings import Finding
from creation_cycle.enums import AdjustmentBasis

Check = Callable[[object], Finding]

NEEDS_ANSWER = frozenset(
    {AdjustmentBasis.COMPLAINT, AdjustmentBasis.INSPECTION, AdjustmentBasis.RECTIFICATION}
)
"""Records of upper houses; the other bases are stated in the adjustment itself and judged by the approver."""

_checks: dict[str, Check] = {}


def register(basis: AdjustmentBasis, check: Check) -> None:
    """Let `check` answer whether adjustments on this basis rest on something verified."""
    _checks[AdjustmentBasis(basis).value] = check


def finding_on(adjustment) -> Finding:
    """Whether the adjustment's basis is verified."""
    basis = AdjustmentBasis(adjustment.basis)
    if check := _checks.get(basis.value):
        return check(adjustment)
    if basis in NEEDS_ANSWER:
        text = f"系统缺少“{basis.label}”的核实模块，不能据此作出决定"
        return Finding(ok=False, text=text, who="系统管理员")
    return Finding(ok=True, text=f"依据：{basis.label}")
