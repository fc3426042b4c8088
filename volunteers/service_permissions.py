"""Who may make the moves of events, hours, proofs and pacts, and keep their registers."""

import rules

from units.enums import OfficeRole, UnitRole
from units.models import Committee
from units.permissions import holds_any_office, is_active, keeps
from volunteers.permissions import is_steward, is_volunteer_officer, reads_register, runs_organisation


def _organisation_of(record):
    """The organisation behind an event, shift, sign-up, hours entry, correction or proof."""
    for name in ("shift", "event", "entry"):
        if getattr(record, f"{name}_id", None):
            return _organisation_of(getattr(record, name))
    return record.organisation


@rules.predicate
def organises(user, record=None):
    """Runs the organisation of the record; without one: any organisation."""
    return runs_organisation(user, _organisation_of(record) if record is not None else None)


@rules.predicate
def is_helper(user, sign_up=None):
    """The volunteer who signed up."""
    return sign_up is not None and sign_up.volunteer.user_id == user.pk


@rules.predicate
def asked(user, correction=None):
    return correction is not None and correction.asked_by_id == user.pk


@rules.predicate
def signs_for_unit(user, pact=None):
    """号长 or 副号长 of the paired unit."""
    return pact is not None and keeps(user, pact.pairing.unit_id, UnitRole.CAPTAIN, UnitRole.DEPUTY)


@rules.predicate
def keeps_pairing(user, pairing=None):
    return pairing is not None and keeps(user, pairing.unit_id)


@rules.predicate
def oversees_home(user, home=None):
    """管理员 or 志愿服务管理员 at or above the home's committee; without a home: anywhere."""
    roles = (OfficeRole.OFFICER, OfficeRole.VOLUNTEER)
    own = Committee.objects.overseen_by(user, *roles)
    return own.exists() if home is None else own.filter(pk=home.committee_id).exists()


@rules.predicate
def keeps_policy(user, policy=None):
    """志愿服务管理员 of the policy's committee or above it; the portal's own is the system administrator's."""
    if policy is None:
        return is_volunteer_officer(user)
    own = Committee.objects.overseen_by(user, OfficeRole.VOLUNTEER)
    return policy.committee_id is not None and own.filter(pk=policy.committee_id).exists()


MOVES = {
    "recruit_serviceevent": organises,
    "begin_serviceevent": rules.always_false,
    "complete_serviceevent": organises,
    "send_back_serviceevent": organises,
    "verify_hours_serviceevent": organises,
    "cancel_serviceevent": organises,
    "withdraw_signup": is_helper,
    "move_up_signup": rules.always_false,
    "drop_signup": rules.always_false,
    "check_in_signup": organises,
    "scan_in_signup": rules.always_false,
    "check_out_signup": organises,
    "scan_out_signup": rules.always_false,
    "miss_signup": rules.always_false,
    "grant_hourscorrection": organises,
    "refuse_hourscorrection": organises,
    "withdraw_hourscorrection": asked,
    "show_proof": organises,
    "issue_proof": organises,
    "refuse_proof": organises,
    "revoke_proof": organises,
    "sign_pact": signs_for_unit,
    "expire_pact": rules.always_false,
    "end_pact": signs_for_unit,
    "lapse_pact": rules.always_false,
}

PAGES = {
    "view_serviceevent": reads_register,
    "add_serviceevent": is_volunteer_officer | is_steward,
    "change_serviceevent": organises,
    "view_hoursentry": reads_register,
    "view_hourscorrection": reads_register,
    "view_proof": reads_register,
    "view_starlevel": holds_any_office,
    "add_starlevel": rules.is_superuser,
    "change_starlevel": rules.is_superuser,
    "view_hourspolicy": reads_register,
    "add_hourspolicy": is_volunteer_officer,
    "change_hourspolicy": keeps_policy,
    "view_youthhome": holds_any_office,
    "add_youthhome": oversees_home,
    "change_youthhome": oversees_home,
    "view_pact": holds_any_office,
    "keep_pact": keeps_pairing,
}

for _name, _predicate in {**MOVES, **PAGES}.items():
    rules.add_perm(f"volunteers.{_name}", is_active & _predicate)
