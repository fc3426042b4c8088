"""Conditions of the workspace's moves; they get records and never import models."""

from core.findings import Finding, guard


@guard(no_clause="a unit that no longer exists can promise nothing")
def both_units_active(link) -> Finding:
    gone = [unit.name for unit in (link.proposer, link.partner) if unit.dissolved_on]
    text = f"{'、'.join(gone)}已撤并，不能结对" if gone else "两个集体均在册"
    return Finding(ok=not gone, text=text)
