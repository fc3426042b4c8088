"""Who may keep the red list, ask about credit and read what was answered. None passes for inactive users."""

import rules

from units.enums import OfficeRole
from units.permissions import holds_any_office, is_active, serves, serves_anywhere


def _committee_of(record) -> int:
    """The committee that a record of this house belongs to."""
    for path in (("committee_id",), ("policy", "committee_id"), ("query", "committee_id")):
        if hasattr(record, path[0]):
            return getattr(record, path[0]) if len(path) == 1 else getattr(getattr(record, path[0]), path[1])
    return record.entry.policy.committee_id


@rules.predicate
def is_credit_officer(user, _=None):
    return serves_anywhere(user, OfficeRole.CREDIT)


@rules.predicate
def keeps_register(user, record=None):
    """信用管理员 of exactly the committee that the record belongs to; without one: anywhere."""
    return (
        is_credit_officer(user) if record is None else serves(user, _committee_of(record), OfficeRole.CREDIT)
    )


@rules.predicate
def judges_case(user, case=None):
    """信用管理员 or 审批人 of the committee that asked."""
    roles = (OfficeRole.CREDIT, OfficeRole.APPROVER)
    return serves_anywhere(user, *roles) if case is None else serves(user, _committee_of(case), *roles)


@rules.predicate
def sees(user, record=None):
    if record is None:
        return holds_any_office(user)
    return type(record).objects.visible_to(user).filter(pk=record.pk).exists()


@rules.predicate
def sees_grant(user, grant=None):
    return holds_any_office(user) if grant is None else sees(user, grant.measure)


MOVES = {
    "vet_redlistentry": keeps_register,
    "publicise_redlistentry": keeps_register,
    "enlist_redlistentry": keeps_register,
    "suspend_redlistentry": keeps_register,
    "pause_redlistentry": rules.always_false,
    "reinstate_redlistentry": keeps_register,
    "decline_redlistentry": keeps_register,
    "remove_redlistentry": keeps_register,
    "leave_redlistentry": rules.always_false,
    "expire_redlistentry": rules.always_false,
    "accept_creditcase": judges_case,
    "uphold_creditcase": judges_case,
    "dismiss_listobjection": keeps_register,
    "uphold_listobjection": keeps_register,
    "show_pledge": keeps_register,
    "keep_pledge": keeps_register,
    "take_down_pledge": keeps_register,
    "leave_pledge": rules.always_false,
}

PAGES = {
    "view_listpolicy": sees,
    "add_listpolicy": is_credit_officer,
    "change_listpolicy": keeps_register,
    "view_redlistentry": sees,
    "add_redlistentry": is_credit_officer,
    "change_redlistentry": keeps_register,
    "import_redlistentry": is_credit_officer,
    "view_creditquery": sees,
    "add_creditquery": is_credit_officer,
    "answer_creditquery": keeps_register,
    "view_creditcase": sees,
    "view_listobjection": sees,
    "view_consent": sees,
    "add_consent": is_credit_officer,
    "withdraw_consent": keeps_register,
    "unmask": keeps_register,
    "view_querybatch": sees,
    "add_querybatch": is_credit_officer,
    "exchange_querybatch": keeps_register,
    "view_measure": sees,
    "add_measure": is_credit_officer,
    "change_measure": keeps_register,
    "view_measuregrant": sees_grant,
    "add_measuregrant": is_credit_officer,
    "view_partner": sees,
    "add_partner": is_credit_officer,
    "change_partner": keeps_register,
    "view_pledge": sees,
    "add_pledge": is_credit_officer,
    "change_pledge": keeps_register,
}

rules.add_perm("credit", is_active & holds_any_office)
for _name, _predicate in {**MOVES, **PAGES}.items():
    rules.add_perm(f"credit.{_name}", is_active & _predicate)
