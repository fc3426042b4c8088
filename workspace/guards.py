"""Conditions of the workspace's moves; they get records and never import models."""

from core.findings import Finding, guard


@guard(no_clause="a unit that no longer exists can promise nothing")
def both_units_active(link) -> Finding:
    gone = [unit.name for unit in (link.proposer, link.partner) if unit.dissolved_on]
    text = f"{'、'.join(gone)}已撤并，不能结对" if gone else "两个集体均在册"
    return Finding(ok=not gone, text=text)


@guard(no_clause="our own rule: one person alone cannot link two units")
def confirmer_is_not_proposer(link, by) -> Finding:
    same = by is not None and by.pk == link.proposed_by_id
    text = (
        "这项结对由您本人发起，须由对方集体的另一位号长或副号长确认" if same else "发起人与确认人不是同一人"
    )
    return Finding(ok=not same, text=text, who="对方号长")
