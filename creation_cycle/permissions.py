"""Who may make which move. Privilege stands here; integrity (dates, quotas, conflicts) stands in the guards."""

import rules

from creation_cycle.enums import CandidacyState as S
from creation_cycle.recheck_permissions import RECHECK_MOVES, RECHECK_PAGES
from units.enums import OfficeRole, UnitRole
from units.models import Committee
from units.permissions import holds_any_office, is_active, is_officer, keeps, serves


@rules.predicate
def captains(user, candidacy=None):
    """号长 or 副号长 of the candidacy's unit."""
    return candidacy is not None and keeps(user, candidacy.unit_id, UnitRole.CAPTAIN, UnitRole.DEPUTY)


@rules.predicate
def fills(user, candidacy=None):
    """Anybody who keeps the unit's pages, 填报员 included."""
    return candidacy is not None and keeps(user, candidacy.unit_id)


@rules.predicate
def recommends(user, candidacy=None):
    """Officer of exactly the recommending body (下一级团组织)."""
    return candidacy is not None and serves(user, candidacy.recommending_committee_id, OfficeRole.OFFICER)


@rules.predicate
def organizes(user, candidacy=None):
    """Officer of exactly the organizing committee."""
    return candidacy is not None and serves(user, candidacy.cycle.committee_id, OfficeRole.OFFICER)


@rules.predicate
def approves(user, candidacy=None):
    return candidacy is not None and serves(user, candidacy.cycle.committee_id, OfficeRole.APPROVER)


@rules.predicate
def holds_it(user, candidacy=None):
    """The body on whose desk the candidacy lies: first the recommending one, then the organizer."""
    if candidacy is None:
        return False
    return recommends(user, candidacy) if candidacy.state == S.SUBMITTED else organizes(user, candidacy)


@rules.predicate
def sees(user, record=None):
    """The row's own queryset answers, so that page and list never differ."""
    if record is None:
        return holds_any_office(user)
    return type(record).objects.visible_to(user).filter(pk=record.pk).exists()


@rules.predicate
def organizes_cycle(user, record=None):
    """Officer of the committee whose cycle this is (a cycle itself, or a record of one)."""
    if record is None:
        return is_officer(user)
    cycle = getattr(record, "cycle", record)
    return serves(user, cycle.committee_id, OfficeRole.OFFICER)


@rules.predicate
def officer_of_committee(user, record=None):
    """Officer of the record's own committee; without a record: an officer anywhere."""
    return is_officer(user) if record is None else serves(user, record.committee_id, OfficeRole.OFFICER)


@rules.predicate
def organizes_objection(user, objection=None):
    return objection is not None and organizes(user, objection.candidacy)


@rules.predicate
def names_title(user, honour=None):
    """Officer at or above the committee that gave the title which a certificate or a plaque stands for."""
    if honour is None:
        return is_officer(user)
    own = Committee.objects.overseen_by(user, OfficeRole.OFFICER)
    return own.filter(pk=honour.title.committee_id).exists()


@rules.predicate
def has_plaque(user, plaque=None):
    """号长 or 副号长 of the unit that the plaque was made for."""
    return plaque is not None and keeps(user, plaque.title.unit_id, UnitRole.CAPTAIN, UnitRole.DEPUTY)


@rules.predicate
def decides_title(user, title=None):
    """Approver of the committee that decides about the title."""
    return title is not None and serves(user, _committee_of(title), OfficeRole.APPROVER)


@rules.predicate
def handles_title(user, title=None):
    return title is not None and serves(user, _committee_of(title), OfficeRole.OFFICER)


def _committee_of(title) -> int | None:
    committee = title.deciding_committee
    return committee and committee.pk


@rules.predicate
def decides_adjustment(user, adjustment=None):
    """Approver of exactly the committee that decides."""
    return adjustment is not None and serves(user, adjustment.committee_id, OfficeRole.APPROVER)


@rules.predicate
def confirms_import(user, legacy_import=None):
    """Officer or approver of the committee; that it is somebody else than the importer is a guard."""
    if legacy_import is None:
        return False
    return serves(user, legacy_import.committee_id, OfficeRole.OFFICER, OfficeRole.APPROVER)


@rules.predicate
def answers_appeal(user, adjustment=None):
    """Officer or approver of the next upper committee, to which the unit appealed."""
    if adjustment is None:
        return False
    return serves(user, adjustment.appeal_committee_id, OfficeRole.OFFICER, OfficeRole.APPROVER)


MOVES = {
    "submit_candidacy": captains,
    "return_for_changes_candidacy": holds_it,
    "recommend_candidacy": recommends,
    "file_candidacy": organizes,
    "decline_candidacy": holds_it,
    "begin_candidacy": captains,
    "apply_candidacy": captains,
    "assess_candidacy": organizes,
    "meet_candidacy": rules.always_false,
    "fall_short_candidacy": rules.always_false,
    "nominate_candidacy": organizes,
    "publicise_candidacy": organizes,
    "contest_candidacy": rules.always_false,
    "resume_candidacy": organizes,
    "certify_candidacy": approves,
    "reject_candidacy": organizes,
    "withdraw_candidacy": captains,
    "lapse_candidacy": rules.always_false,
    "open_filing_cycle": rules.always_false,
    "begin_creating_cycle": rules.always_false,
    "begin_assessing_cycle": rules.always_false,
    "begin_certifying_cycle": rules.always_false,
    "close_cycle": rules.always_false,
    "publish_standard": officer_of_committee,
    "supersede_standard": rules.always_false,
    "open_notice": organizes_cycle,
    "close_notice": rules.always_false,
    "accept_objection": organizes_objection,
    "decline_objection": organizes_objection,
    "uphold_objection": organizes_objection,
    "dismiss_objection": organizes_objection,
    "issue_certificate": rules.always_false,
    "fail_certificate": rules.always_false,
    "submit_legacyimport": officer_of_committee,
    "confirm_legacyimport": confirms_import,
    "send_back_legacyimport": confirms_import,
    "scrap_legacyimport": officer_of_committee,
    "warn_title": rules.always_false,
    "lift_warning_title": handles_title,
    "outlast_warning_title": rules.always_false,
    "revoke_title": rules.always_false,
    "reinstate_title": rules.always_false,
    "end_title": decides_title,
    "notify_adjustment": officer_of_committee,
    "hand_in_statement_adjustment": captains,
    "decide_adjustment": decides_adjustment,
    "dismiss_adjustment": decides_adjustment,
    "fall_away_adjustment": rules.always_false,
    "take_effect_adjustment": rules.always_false,
    "appeal_adjustment": captains,
    "uphold_adjustment": answers_appeal,
    "overturn_adjustment": answers_appeal,
    "retry_certificate": names_title,
    "reissue_certificate": names_title,
    "supersede_certificate": rules.always_false,
    "revoke_certificate": names_title,
    "renew_certificate": names_title,
    "return_with_title_certificate": rules.always_false,
    "fall_with_title_certificate": rules.always_false,
    "hand_over_plaque": names_title,
    "hang_plaque": has_plaque,
    "report_lost_plaque": has_plaque | names_title,
    "reissue_plaque": names_title,
    "recall_plaque": rules.always_false,
    "withhold_plaque": rules.always_false,
    "take_back_plaque": names_title,
    **RECHECK_MOVES,
}

PAGES = {
    "view_candidacy": sees,
    "change_candidacy": fills,
    "complete_selfassessment": captains,
    "view_selfassessment": holds_any_office,
    "view_cycle": holds_any_office,
    "add_cycle": is_officer,
    "change_cycle": organizes_cycle,
    "view_quota": holds_any_office,
    "add_quota": is_officer,
    "change_quota": organizes_cycle,
    "delete_quota": organizes_cycle,
    "view_ruleset": holds_any_office,
    "add_ruleset": is_officer,
    "change_ruleset": officer_of_committee,
    "view_rulesetting": holds_any_office,
    "add_rulesetting": is_officer,
    "change_rulesetting": is_officer,
    "delete_rulesetting": is_officer,
    "view_standard": sees,
    "add_standard": is_officer,
    "change_standard": officer_of_committee,
    "view_standarditem": holds_any_office,
    "add_standarditem": is_officer,
    "change_standarditem": is_officer,
    "delete_standarditem": is_officer,
    "view_notice": sees,
    "add_notice": is_officer,
    "change_notice": organizes_cycle,
    "view_noticeentry": holds_any_office,
    "add_noticeentry": is_officer,
    "change_noticeentry": is_officer,
    "delete_noticeentry": is_officer,
    "view_objection": sees,
    "identify_objection": organizes_objection,
    "view_title": sees,
    "import_title": is_officer,
    "view_recognition": holds_any_office,
    "view_certificate": sees,
    "issue_certificates_of_cycle": organizes_cycle,
    "view_legacyimport": sees,
    "change_legacyimport": officer_of_committee,
    "view_adjustment": sees,
    "add_adjustment": is_officer,
    "change_adjustment": officer_of_committee,
    "view_plaque": sees,
    "view_rostersnapshot": holds_any_office,
    **RECHECK_PAGES,
    "view_recheck": sees,
    "view_recheckyear": sees,
    "view_recheckdraw": sees,
    "view_recheckfinding": holds_any_office,
    "view_rechecklook": holds_any_office,
}

rules.add_perm("creation_cycle", is_active & holds_any_office)
for _name, _predicate in {**MOVES, **PAGES}.items():
    rules.add_perm(f"creation_cycle.{_name}", is_active & _predicate)
