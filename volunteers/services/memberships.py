"""Joining an organisation: asking, being accepted, being told."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse

from accounts.services.inbox import notify
from core.lifecycle import consequence, perform
from core.services import ledger
from volunteers.enums import MembershipState, VolunteerState
from volunteers.models import Membership, Volunteer, VolunteerOrganisation

WORDS = {
    MembershipState.APPROVED: "同意您加入",
    MembershipState.DECLINED: "未同意您的加入申请",
    MembershipState.ENDED: "已办理您的退出",
}


@transaction.atomic
def ask_to_join(volunteer: Volunteer, organisation: VolunteerOrganisation, *, by) -> Membership:
    """An application, for the person themselves or at registration; raises ValidationError when one is live."""
    if (
        by is not None
        and by.pk != volunteer.user_id
        and not by.has_perm("volunteers.run_organisation", organisation)
    ):
        raise PermissionDenied("volunteers.run_organisation")
    row = Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer.pk)
    if organisation.pk == volunteer.organisation_id:
        raise ValidationError(f"{organisation}是您的登记组织，不用再申请加入。", code="recorded_there")
    membership = Membership(volunteer=row, organisation=organisation)
    membership.validate_constraints()
    membership.save(force_insert=True)
    ledger.append_creation(membership, by=by)
    return membership


@consequence("confirm_volunteer")
def confirm_volunteer(membership: Membership, *, by, **_) -> None:
    """Who registered alone is on the register with the first organisation that accepts them, and recorded by it."""
    volunteer = Volunteer.objects.select_for_update(of=("self",)).get(pk=membership.volunteer_id)
    if volunteer.organisation_id is None:
        volunteer.organisation = membership.organisation
        volunteer.save(update_fields=["organisation"])
    if volunteer.state == VolunteerState.PENDING:
        perform(volunteer, "confirm", by=None)


@consequence("tell_volunteer")
def tell_volunteer(membership: Membership, *, by, **_) -> None:
    """Whoever has an account reads the answer in the inbox."""
    user = membership.volunteer.user
    if user is None or (by is not None and by.pk == user.pk):
        return
    title = f"{membership.organisation}{WORDS[MembershipState(membership.state)]}"
    notify([user], title=title, body=membership.reason, url=reverse("volunteers:me"))
