"""Who may see and keep the registers of people and places. Facts as predicates; none passes for inactive users."""

import rules

from units.enums import OfficeRole
from units.models import Committee, Office, Post


@rules.predicate
def is_active(user, _=None):
    return bool(user.is_authenticated and user.is_active)


def serves(user, committee_id, *roles: OfficeRole) -> bool:
    """`user` holds one of `roles` at exactly this committee today; any role when none is named."""
    offices = Office.objects.current().filter(user_id=user.pk, committee_id=committee_id)
    return (offices.filter(role__in=roles) if roles else offices).exists()


def keeps(user, unit_id, *roles) -> bool:
    """`user` keeps the unit's pages today, in one of `roles` when named."""
    posts = Post.objects.current().filter(user_id=user.pk, unit_id=unit_id)
    return (posts.filter(role__in=roles) if roles else posts).exists()


@rules.predicate
def holds_any_office(user, _=None):
    return Office.objects.current().filter(user_id=user.pk).exists()


@rules.predicate
def holds_working_office(user, _=None):
    """An office that changes things: an auditor's does not."""
    roles = [OfficeRole.OFFICER, OfficeRole.APPROVER]
    return Office.objects.current().filter(user_id=user.pk, role__in=roles).exists()


@rules.predicate
def is_officer(user, _=None):
    return Office.objects.current().filter(user_id=user.pk, role=OfficeRole.OFFICER).exists()


@rules.predicate
def keeps_unit(user, unit=None):
    return unit is not None and keeps(user, unit.pk)


@rules.predicate
def oversees_unit(user, unit=None):
    """An officer of the unit's committee or of one above it; without a unit: an officer anywhere."""
    if unit is None:
        return is_officer(user)
    offices = Committee.objects.overseen_by(user, OfficeRole.OFFICER)
    return unit.committee_id is not None and offices.filter(pk=unit.committee_id).exists()


@rules.predicate
def sees_unit(user, unit=None):
    if unit is None:
        return holds_any_office(user)
    return type(unit).objects.visible_to(user).filter(pk=unit.pk).exists()


rules.add_perm("units", is_active & holds_any_office)
rules.add_perm("units.view_unit", is_active & sees_unit)
rules.add_perm("units.add_unit", is_active & is_officer)
rules.add_perm("units.change_unit", is_active & (keeps_unit | oversees_unit))
rules.add_perm("units.keep_unit", is_active & keeps_unit)

for _name in ("holiday", "dailyseal"):
    rules.add_perm(f"core.view_{_name}", is_active & holds_any_office)
for _name in ("committee", "office", "region", "industry", "unittype", "employer"):
    rules.add_perm(f"units.view_{_name}", is_active & holds_any_office)
for _name in ("employer",):
    rules.add_perm(f"units.add_{_name}", is_active & is_officer)
    rules.add_perm(f"units.change_{_name}", is_active & is_officer)
