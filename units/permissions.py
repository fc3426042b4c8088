"""Who may see and keep the registers of people and places. Facts as predicates; none passes for inactive users."""

import rules

from units.enums import OfficeRole
from units.models import Committee, Office, Post


@rules.predicate
def is_active(user, _=None):
    return bool(user.is_authenticated and user.is_active)


def offices_today(user) -> frozenset[tuple[int, str]]:
    """Committee and role of each office that `user` holds today; read anew unless the page remembers them."""
    remembered = getattr(user, "_offices_today", None)
    if remembered is not None:
        return remembered
    return frozenset(Office.objects.current().filter(user_id=user.pk).values_list("committee_id", "role"))


def remember_offices(user) -> None:
    """For a page that asks for dozens of permissions: read the offices once for this instance of the user.

    Only for instances that live as long as one request: who loses an office loses it with the next page.
    """
    user._offices_today = offices_today(user)


def serves(user, committee_id, *roles: OfficeRole) -> bool:
    """`user` holds one of `roles` at exactly this committee today; any role when none is named."""
    return any(held == committee_id and (not roles or role in roles) for held, role in offices_today(user))


def serves_anywhere(user, *roles: OfficeRole) -> bool:
    """`user` holds one of `roles` at some committee today; any role when none is named."""
    return any(not roles or role in roles for _, role in offices_today(user))


def keeps(user, unit_id, *roles) -> bool:
    """`user` keeps the unit's pages today, in one of `roles` when named."""
    posts = Post.objects.current().filter(user_id=user.pk, unit_id=unit_id)
    return (posts.filter(role__in=roles) if roles else posts).exists()


@rules.predicate
def holds_any_office(user, _=None):
    return serves_anywhere(user)


@rules.predicate
def holds_working_office(user, _=None):
    """An office that changes things: an auditor's does not."""
    return serves_anywhere(user, OfficeRole.OFFICER, OfficeRole.APPROVER)


@rules.predicate
def is_officer(user, _=None):
    return serves_anywhere(user, OfficeRole.OFFICER)


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
def oversees_employer(user, employer=None):
    """An officer at or above the committee of one of its units; without an employer: an officer anywhere."""
    if employer is None:
        return is_officer(user)
    return employer.units.filter(
        committee__in=Committee.objects.overseen_by(user, OfficeRole.OFFICER)
    ).exists()


@rules.predicate
def sees_unit(user, unit=None):
    if unit is None:
        return holds_any_office(user)
    return type(unit).objects.visible_to(user).filter(pk=unit.pk).exists()


@rules.predicate
def keeps_import(user, roster_import=None):
    """Whoever keeps the unit's pages keeps its roster, by hand or by import."""
    return roster_import is not None and keeps(user, roster_import.unit_id)


MOVES = {"confirm_rosterimport": keeps_import, "undo_rosterimport": keeps_import}

for _name, _predicate in MOVES.items():
    rules.add_perm(f"units.{_name}", is_active & _predicate)

rules.add_perm("units", is_active & holds_any_office)
rules.add_perm("units.view_unit", is_active & sees_unit)
rules.add_perm("units.add_unit", is_active & is_officer)
rules.add_perm("units.change_unit", is_active & (keeps_unit | oversees_unit))
rules.add_perm("units.keep_unit", is_active & keeps_unit)

for _name in ("holiday", "dailyseal"):
    rules.add_perm(f"core.view_{_name}", is_active & holds_any_office)
for _name in ("committee", "office", "region", "industry", "unittype", "employer"):
    rules.add_perm(f"units.view_{_name}", is_active & holds_any_office)
rules.add_perm("units.add_employer", is_active & is_officer)
rules.add_perm("units.change_employer", is_active & oversees_employer)
