"""Who may take which step of a complaint; integrity (two people, conflicts, days) stands in the guards."""

import rules

from units.enums import OfficeRole, UnitRole
from units.permissions import holds_any_office, is_officer, keeps, serves


@rules.predicate
def handles_complaint(user, complaint=None):
    """Officer of the handling body, and of the body above once the case came to it; without one: any officer."""
    if complaint is None:
        return is_officer(user)
    if serves(user, complaint.committee_id, OfficeRole.OFFICER):
        return True
    return complaint.escalated_on is not None and reviews_complaint(user, complaint)


@rules.predicate
def reviews_complaint(user, complaint=None):
    """Officer of the body right above the handling one."""
    upper = complaint.committee.parent_id if complaint else None
    return upper is not None and serves(user, upper, OfficeRole.OFFICER)


@rules.predicate
def explains_complaint(user, complaint=None):
    """号长 or 副号长 of the unit that it is about."""
    return complaint is not None and keeps(user, complaint.unit_id, UnitRole.CAPTAIN, UnitRole.DEPUTY)


@rules.predicate
def knows_complainant(user, complaint=None):
    """Who complained is for those who handle the case; for the body above once it is asked to review it."""
    if complaint is None:
        return False
    asked = complaint.review_requested_on is not None and reviews_complaint(user, complaint)
    return asked or handles_complaint(user, complaint)


@rules.predicate
def checks_complaint(user, check=None):
    """核查人员 record what they found themselves."""
    return check is not None and check.checker_id == user.pk


@rules.predicate
def keeps_terms(user, terms=None):
    """Officer of the committee whose days they are; without any: an officer anywhere."""
    return is_officer(user) if terms is None else serves(user, terms.committee_id, OfficeRole.OFFICER)


@rules.predicate
def sees_complaint(user, complaint=None):
    """Offices see the list; the rows are those of the queryset."""
    if complaint is None:
        return holds_any_office(user)
    return type(complaint).objects.visible_to(user).filter(pk=complaint.pk).exists()


MOVES = {
    "accept_complaint": handles_complaint,
    "decline_complaint": handles_complaint,
    "forward_complaint": handles_complaint,
    "hand_in_statement_complaint": explains_complaint,
    "check_facts_complaint": handles_complaint,
    "conclude_complaint": handles_complaint,
    "feed_back_complaint": handles_complaint,
    "ask_review_complaint": rules.always_false,
    "review_complaint": reviews_complaint,
    "archive_complaint": handles_complaint,
    "file_away_complaint": rules.always_false,
}

PAGES = {
    "view_complaint": sees_complaint,
    "change_complaint": handles_complaint,
    "identify_complaint": knows_complainant,
    "record_complaintcheck": checks_complaint,
    "view_complaintterms": holds_any_office,
    "add_complaintterms": is_officer,
    "change_complaintterms": keeps_terms,
}
