"""Who may do what with the yearly rechecks; part of the table in `creation_cycle.permissions`."""

import rules

from creation_cycle.recheck_enums import RecheckState as S
from units.enums import OfficeRole, UnitRole
from units.permissions import is_officer, keeps, serves


@rules.predicate
def captains_recheck(user, recheck=None):
    """号长 or 副号长 of the unit that holds the title."""
    return recheck is not None and keeps(user, recheck.unit_id, UnitRole.CAPTAIN, UnitRole.DEPUTY)


@rules.predicate
def fills_recheck(user, recheck=None):
    return recheck is not None and keeps(user, recheck.unit_id)


@rules.predicate
def reviews_recheck(user, recheck=None):
    """Officer of exactly the body that looks first; once it is late, of the body above as well (督办)."""
    if recheck is None:
        return is_officer(user)
    bodies = [recheck.reviewing_committee_id]
    if recheck.state == S.REPORTED:
        bodies.append(recheck.escalated_to_id)
    return _officer_at(user, bodies)


@rules.predicate
def decides_recheck(user, recheck=None):
    """Officer of exactly the committee whose recheck it is; once it is late, of the one above as well (督办)."""
    if recheck is None:
        return is_officer(user)
    bodies = [recheck.plan.committee_id]
    if recheck.state != S.REPORTED:
        bodies.append(recheck.escalated_to_id)
    return _officer_at(user, bodies)


@rules.predicate
def plans_recheck(user, record=None):
    """Officer of the committee whose year it is (the year itself, or a record of one)."""
    if record is None:
        return is_officer(user)
    plan = getattr(record, "plan", record)
    return serves(user, plan.committee_id, OfficeRole.OFFICER)


def _officer_at(user, committees: list[int | None]) -> bool:
    return any(key is not None and serves(user, key, OfficeRole.OFFICER) for key in committees)


RECHECK_MOVES = {
    "hand_in_recheck": captains_recheck,
    "send_back_recheck": reviews_recheck,
    "review_recheck": reviews_recheck,
    "sample_recheck": rules.always_false,
    "keep_recheck": decides_recheck,
    "fail_recheck": decides_recheck,
    "exempt_recheck": rules.always_false,
    "fall_due_recheck": rules.always_false,
    "lapse_recheck": rules.always_false,
    "draw_recheckdraw": plans_recheck,
}

RECHECK_PAGES = {
    "change_recheck": fills_recheck,
    "waive_recheck": decides_recheck,
    "look_recheck": decides_recheck,
    "extend_recheck": decides_recheck,
    "add_recheckyear": is_officer,
    "change_recheckyear": plans_recheck,
    "add_recheckdraw": is_officer,
}
