"""A person registers by themselves, in public, without an account; or an officer records them and keeps the paper."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from core.crypto import blind_index
from units.models import Region
from volunteers.enums import ConsentChannel, ConsentMatter, RequestKind
from volunteers.importing.codes import allowed_organisations
from volunteers.models import Volunteer, VolunteerOrganisation
from volunteers.models.membership import LIVE
from volunteers.queries.known import KNOWN, known_by
from volunteers.services import consents, memberships, records, requests

OTHER_NAME = "有人以同一证件号码、不同姓名申请登记，请核对是否需要更正。"


@transaction.atomic
def register(
    *,
    organisation: VolunteerOrganisation,
    agreed: list[str],
    guardian: tuple[str, str] = ("", ""),
    password: str = "",
    region_code: str = "",
    skills=(),
    **values,
) -> None:
    """An application to the organisation, for a new record or for the one that holds the same card.

    Says nothing of whether the card was known: whoever types another person's number learns nothing from it.
    """
    known = Volunteer.objects.with_identity(values["identity_number"]).first()
    if known is not None:
        _known_person(known, organisation, values["name"])
        return
    region = Region.objects.filter(code=region_code).first() if region_code else None
    volunteer = records.put_on_record(by=None, confirmed=False, region=region, skills=skills, **values)
    Volunteer.objects.filter(forgotten_index=blind_index(volunteer.identity_number)).update(
        forgotten_index=None
    )
    nobody = ("", "")
    purposes = {matter: guardian if matter == ConsentMatter.REGISTER else nobody for matter in agreed}
    consents.agree_to(volunteer, purposes, by=None)
    if password:
        _open_account(volunteer, password)
    memberships.ask_to_join(volunteer, organisation, by=None)


@transaction.atomic
def enter(
    *,
    by,
    organisation: VolunteerOrganisation,
    agreed: list[str],
    guardian: tuple[str, str] = ("", ""),
    region_code: str = "",
    skills=(),
    **values,
) -> Volunteer:
    """An officer records one person for an organisation; the agreement is on paper.

    Raises PermissionDenied, and ValidationError by field: the card is on record already, or was to be forgotten.
    """
    is_own = allowed_organisations(by).filter(pk=organisation.pk).exists()
    if not by.has_perm("volunteers.import_volunteer") or not is_own:
        raise PermissionDenied("volunteers.import_volunteer")
    if refusal := known_by(values["identity_number"])[1]:
        raise ValidationError({"identity_number": refusal})
    region = Region.objects.filter(code=region_code).first() if region_code else None
    volunteer = _put_on_record(by=by, region=region, organisation=organisation, skills=skills, **values)
    purposes = {matter: guardian if matter == ConsentMatter.REGISTER else ("", "") for matter in agreed}
    consents.agree_to(volunteer, purposes, by=by, channel=ConsentChannel.PAPER)
    return volunteer


def _put_on_record(**values) -> Volunteer:
    """Two officers may type the same card at one time: the second one is told."""
    try:
        with transaction.atomic():
            return records.put_on_record(**values)
    except IntegrityError:
        raise ValidationError({"identity_number": KNOWN}) from None


def _known_person(volunteer: Volunteer, organisation: VolunteerOrganisation, name: str) -> None:
    kept = volunteer.merged_into or volunteer
    if kept.name != name:
        if not kept.data_requests.waiting().filter(kind=RequestKind.CORRECTION).exists():
            requests.note_for_staff(kept, OTHER_NAME)
        return
    is_there = kept.organisation_id == organisation.pk
    if not is_there and not kept.memberships.filter(organisation=organisation, state__in=LIVE).exists():
        memberships.ask_to_join(kept, organisation, by=None)


def _open_account(volunteer: Volunteer, password: str) -> None:
    """By telephone; where that is taken, the organisation opens the account later."""
    if User.objects.filter(username=volunteer.phone).exists():
        return
    user = User.objects.create_user(
        volunteer.phone, password=password, name=volunteer.name, phone=volunteer.phone
    )
    records.link_account(volunteer, user, by=None)
