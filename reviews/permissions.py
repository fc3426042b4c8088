"""Who may run rounds, assign, score and step back."""

import rules

from reviews import complaint_permissions, inspection_permissions
from reviews.enums import RoundMode
from reviews.models import Assignment, Inspection, Round
from units.enums import OfficeRole, UnitRole
from units.permissions import holds_any_office, is_active, is_officer, keeps, serves


@rules.predicate
def runs_round(user, round_=None):
    """Officer of the committee whose round it is; without one: an officer anywhere."""
    return is_officer(user) if round_ is None else serves(user, round_.cycle.committee_id, OfficeRole.OFFICER)


@rules.predicate
def leads_round(user, round_=None):
    """评审组长 of the round; without one: of any."""
    led = Round.objects.filter(leads=user)
    return led.exists() if round_ is None else led.filter(pk=round_.pk).exists()


@rules.predicate
def runs_assignment(user, assignment=None):
    """委托下一级 lets the recommending body of the unit staff its panel."""
    if assignment is None:
        return is_officer(user)
    return runs_round(user, assignment.round) or runs_delegated(user, assignment)


def runs_delegated(user, assignment) -> bool:
    delegate = assignment.candidacy.recommending_committee_id
    is_delegated = assignment.round.mode == RoundMode.DELEGATED and delegate is not None
    return is_delegated and serves(user, delegate, OfficeRole.OFFICER)


@rules.predicate
def moderates(user, round_=None):
    """Whoever may look at wide spreads a second time: the round's lead or its officers."""
    return leads_round(user, round_) or runs_round(user, round_)


@rules.predicate
def leads_sheet(user, sheet=None):
    """Whoever may open a handed-in sheet again: the round's lead or its officers."""
    return moderates(user, sheet.assignment.round if sheet else None)


@rules.predicate
def leads_veto(user, mark=None):
    return leads_sheet(user, mark.score.sheet) if mark else leads_sheet(user)


@rules.predicate
def runs_draw(user, draw=None):
    return is_officer(user) if draw is None else runs_round(user, draw.round)


@rules.predicate
def keeps_pool(user, reviewer=None):
    """Officer of exactly the committee whose pool it is; without an entry: an officer anywhere."""
    return is_officer(user) if reviewer is None else serves(user, reviewer.committee_id, OfficeRole.OFFICER)


@rules.predicate
def runs_plan(user, plan=None):
    return is_officer(user) if plan is None else runs_round(user, plan.round)


@rules.predicate
def fills_place(user, assignment=None):
    """Whoever may put somebody else in the place of a reviewer who stepped back."""
    if assignment is None:
        return is_officer(user) or leads_round(user)
    return runs_assignment(user, assignment) or leads_round(user, assignment.round)


@rules.predicate
def runs_selection(user, selection=None):
    if selection is None:
        return is_officer(user)
    return serves(user, selection.cycle.committee_id, OfficeRole.OFFICER)


@rules.predicate
def sends_letter(user, letter=None):
    return runs_selection(user, letter.decision.selection) if letter else is_officer(user)


@rules.predicate
def is_assigned(user, assignment=None):
    return assignment is not None and assignment.reviewer_id == user.pk


@rules.predicate
def owns_sheet(user, sheet=None):
    return sheet is not None and sheet.assignment.reviewer_id == user.pk


@rules.predicate
def reviews_something(user, _=None):
    """Has ever been assigned a sheet or a visit: opens the review pages."""
    assigned = Assignment.objects.filter(reviewer_id=user.pk).exists()
    return assigned or Inspection.objects.of_inspector(user).exists()


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
def keeps_bank(user, question=None):
    """Officer of exactly the committee whose question it is; without one: an officer anywhere."""
    return is_officer(user) if question is None else serves(user, question.committee_id, OfficeRole.OFFICER)


@rules.predicate
def runs_quiz(user, quiz=None):
    return is_officer(user) if quiz is None else runs_round(user, quiz.round)


@rules.predicate
def sees(user, record=None):
    if record is None:
        return holds_any_office(user)
    return type(record).objects.visible_to(user).filter(pk=record.pk).exists()


MOVES = {
    "open_round": runs_round,
    "open_on_day_round": rules.always_false,
    "close_round": runs_round,
    "recuse_assignment": is_assigned,
    "withdraw_assignment": runs_assignment,
    "decline_assignment": is_assigned,
    "hand_back_assignment": is_assigned,
    "submit_scoresheet": owns_sheet,
    "reopen_scoresheet": leads_sheet,
    "lock_scoresheet": rules.always_false,
    "confirm_vetomark": leads_veto,
    "dismiss_vetomark": leads_veto,
    "withdraw_vetomark": rules.always_false,
    "mark_again_vetomark": rules.always_false,
    "draw_draw": runs_draw,
    "publish_selection": runs_selection,
    "send_feedbackletter": sends_letter,
    "hand_in_rectification": leads_rectifying,
    "send_back_rectification": issued_it,
    "close_rectification": issued_it,
    "withdraw_rectification": issued_it,
    "fall_away_rectification": rules.always_false,
    **complaint_permissions.MOVES,
    **inspection_permissions.MOVES,
}

PAGES = {
    "view_round": sees,
    "add_round": is_officer,
    "change_round": runs_round,
    "view_roundresult": holds_any_office,
    "view_assignment": sees,
    "add_assignment": runs_assignment,
    "view_scoresheet": sees,
    "change_scoresheet": owns_sheet,
    "view_vetomark": sees,
    "view_rectification": sees,
    "add_rectification": is_officer,
    "use_review_pages": reviews_something,
    "view_reviewer": sees,
    "add_reviewer": is_officer,
    "change_reviewer": keeps_pool,
    "staff_round": runs_round,
    "replace_assignment": fills_place,
    "review_spread": moderates,
    "view_panelplan": sees,
    "change_panelplan": runs_plan,
    "view_question": sees,
    "add_question": is_officer,
    "change_question": keeps_bank,
    "view_quiz": sees,
    "add_quiz": is_officer,
    "change_quiz": runs_quiz,
    "view_draw": sees,
    "add_draw": is_officer,
    "view_selection": sees,
    "add_selection": is_officer,
    "change_selection": runs_selection,
    "view_feedbackletter": sees,
    "change_feedbackletter": sends_letter,
    **complaint_permissions.PAGES,
    **inspection_permissions.PAGES,
}

rules.add_perm("reviews", is_active & holds_any_office)
for _name, _predicate in {**MOVES, **PAGES}.items():
    rules.add_perm(f"reviews.{_name}", is_active & _predicate)
