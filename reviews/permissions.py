"""Who may run rounds, assign, score and step back."""

import rules

from reviews.models import Assignment
from units.enums import OfficeRole, UnitRole
from units.permissions import holds_any_office, is_active, is_officer, keeps, serves


@rules.predicate
def runs_round(user, round_=None):
    """Officer of the committee whose round it is; without one: an officer anywhere."""
    return is_officer(user) if round_ is None else serves(user, round_.cycle.committee_id, OfficeRole.OFFICER)


@rules.predicate
def runs_assignment(user, assignment=None):
    return is_officer(user) if assignment is None else runs_round(user, assignment.round)


@rules.predicate
def leads_veto(user, mark=None):
    return is_officer(user) if mark is None else runs_round(user, mark.round)


@rules.predicate
def is_assigned(user, assignment=None):
    return assignment is not None and assignment.reviewer_id == user.pk


@rules.predicate
def owns_sheet(user, sheet=None):
    return sheet is not None and sheet.assignment.reviewer_id == user.pk


@rules.predicate
def reviews_something(user, _=None):
    """Has ever been assigned: opens the review pages."""
    return Assignment.objects.filter(reviewer_id=user.pk).exists()


@rules.predicate
def issued_it(user, rectification=None):
    """Officer of exactly the committee that issued the notice; without one: an officer anywhere."""
    if rectification is None:
        return is_officer(user)
    return serves(user, rectification.committee_id, OfficeRole.OFFICER)


@rules.predicate
def leads_rectifying(user, rectification=None):
    """号长 or 副号长 of the unit that has to mend something."""
    return rectification is not None and keeps(user, rectification.unit_id, UnitRole.CAPTAIN, UnitRole.DEPUTY)


@rules.predicate
def sees(user, record=None):
    if record is None:
        return holds_any_office(user)
    return type(record).objects.visible_to(user).filter(pk=record.pk).exists()


MOVES = {
    "open_round": runs_round,
    "close_round": runs_round,
    "recuse_assignment": is_assigned,
    "withdraw_assignment": runs_assignment,
    "lock_scoresheet": owns_sheet,
    "dismiss_vetomark": leads_veto,
    "confirm_vetomark": rules.always_false,
    "hand_in_rectification": leads_rectifying,
    "send_back_rectification": issued_it,
    "close_rectification": issued_it,
    "withdraw_rectification": issued_it,
}

PAGES = {
    "view_round": sees,
    "add_round": is_officer,
    "change_round": runs_round,
    "view_roundresult": holds_any_office,
    "view_assignment": sees,
    "add_assignment": is_officer,
    "view_scoresheet": sees,
    "change_scoresheet": owns_sheet,
    "view_vetomark": sees,
    "view_rectification": sees,
    "add_rectification": is_officer,
    "use_review_pages": reviews_something,
}

rules.add_perm("reviews", is_active & holds_any_office)
for _name, _predicate in {**MOVES, **PAGES}.items():
    rules.add_perm(f"reviews.{_name}", is_active & _predicate)
