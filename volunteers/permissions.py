"""Who may read the register and make its moves; named facts, combined (STYLE 11)."""

import rules

from units.enums import OfficeRole
from units.models import Committee
from units.permissions import is_active, serves_anywhere
from volunteers.models import VolunteerOrganisation
from volunteers.models.organisation import READERS, Steward


@rules.predicate
def is_volunteer_officer(user, _=None):
    return serves_anywhere(user, OfficeRole.VOLUNTEER)


@rules.predicate
def reads_register(user, _=None):
    return serves_anywhere(user, *READERS)


@rules.predicate
def is_steward(user, _=None):
    return Steward.objects.current().filter(user_id=user.pk).exists()


def officer_over(user, committee_id) -> bool:
    """`user` is 志愿服务管理员 of this committee or of one above it."""
    return Committee.objects.overseen_by(user, OfficeRole.VOLUNTEER).filter(pk=committee_id).exists()


def keeps_organisation(user, organisation_id) -> bool:
    """`user` is a steward of this organisation or of one above it."""
    return VolunteerOrganisation.objects.kept_by(user).filter(pk=organisation_id).exists()


@rules.predicate
def oversees_organisation(user, organisation=None):
    """志愿服务管理员 above the organisation; without one: anywhere."""
    return (
        is_volunteer_officer(user) if organisation is None else officer_over(user, organisation.committee_id)
    )


@rules.predicate
def runs_organisation(user, organisation=None):
    """Its steward, or the officer above it: who approves members and runs events."""
    if organisation is None:
        return is_volunteer_officer(user) or is_steward(user)
    return keeps_organisation(user, organisation.pk) or officer_over(user, organisation.committee_id)


@rules.predicate
def oversees_volunteer(user, volunteer=None):
    """志愿服务管理员 above one of the volunteer's organisations; without a volunteer: anywhere."""
    if volunteer is None:
        return is_volunteer_officer(user)
    organisations = VolunteerOrganisation.objects.overseen_by(user, OfficeRole.VOLUNTEER).order_by()
    return type(volunteer).objects.of(organisations.values("pk")).filter(pk=volunteer.pk).exists()


@rules.predicate
def is_person(user, volunteer=None):
    return volunteer is not None and volunteer.user_id == user.pk


@rules.predicate
def sees_volunteer(user, volunteer=None):
    if volunteer is None:
        return reads_register(user)
    return type(volunteer).objects.visible_to(user).filter(pk=volunteer.pk).exists()


@rules.predicate
def runs_organisation_of(user, membership=None):
    return membership is not None and runs_organisation(user, membership.organisation)


@rules.predicate
def is_person_of(user, record=None):
    """The volunteer whose membership or request it is."""
    return record is not None and record.volunteer.user_id == user.pk


@rules.predicate
def oversees_volunteer_of(user, record=None):
    return is_volunteer_officer(user) if record is None else oversees_volunteer(user, record.volunteer)


@rules.predicate
def uploaded_it(user, batch=None):
    return batch is not None and batch.created_by_id == user.pk


@rules.predicate
def nobody(user, _=None):
    """Moves that the portal alone makes."""
    return False


MOVES = {
    "suspend_volunteerorganisation": oversees_organisation,
    "resume_volunteerorganisation": oversees_organisation,
    "dissolve_volunteerorganisation": oversees_organisation,
    "confirm_volunteer": nobody,
    "merge_volunteer": oversees_volunteer,
    "erase_volunteer": oversees_volunteer,
    "expire_volunteer": nobody,
    "approve_membership": runs_organisation_of,
    "decline_membership": runs_organisation_of,
    "withdraw_membership": is_person_of,
    "end_membership": is_person_of | runs_organisation_of,
    "fulfil_datarequest": oversees_volunteer_of,
    "decline_datarequest": oversees_volunteer_of,
    "withdraw_datarequest": is_person_of,
    "preview_volunteerimport": nobody,
    "confirm_volunteerimport": uploaded_it & is_volunteer_officer,
    "finish_volunteerimport": nobody,
    "abandon_volunteerimport": uploaded_it,
    "lapse_volunteerimport": nobody,
}

PAGES = {
    "view_volunteerorganisation": reads_register,
    "add_volunteerorganisation": is_volunteer_officer,
    "change_volunteerorganisation": oversees_organisation,
    "view_volunteer": sees_volunteer,
    "change_volunteer": oversees_volunteer,
    "view_membership": reads_register,
    "view_datarequest": reads_register,
    "view_skill": reads_register,
    "add_skill": is_volunteer_officer,
    "change_skill": is_volunteer_officer,
    "unmask_volunteer": oversees_volunteer,
    "correct_volunteer": oversees_volunteer,
    "view_volunteerimport": is_volunteer_officer,
    "import_volunteer": is_volunteer_officer,
    "export_volunteer": is_volunteer_officer,
    "run_organisation": runs_organisation,
}

rules.add_perm("volunteers", is_active & reads_register)
for _name, _predicate in {**MOVES, **PAGES}.items():
    rules.add_perm(f"volunteers.{_name}", is_active & _predicate)
