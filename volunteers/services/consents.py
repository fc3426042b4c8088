"""Agreements given and taken back; taking one back takes effect at once."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core import clock
from core.services import ledger
from volunteers.consent import CURRENT
from volunteers.enums import ConsentChannel, ConsentMatter, RequestKind
from volunteers.models import Volunteer, VolunteerConsent
from volunteers.services import requests


def agree(
    volunteer: Volunteer,
    purpose: str,
    *,
    by,
    channel: str = ConsentChannel.ONLINE,
    guardian: tuple = ("", ""),
) -> VolunteerConsent:
    """Record an agreement to today's wording; `guardian` is name and phone. Agreeing twice keeps the first one."""
    return agree_to(volunteer, {purpose: guardian}, by=by, channel=channel)[0]


@transaction.atomic
def agree_to(
    volunteer: Volunteer, purposes: dict[str, tuple], *, by, channel: str = ConsentChannel.ONLINE
) -> list[VolunteerConsent]:
    """The same for several purposes, each with its guardian.

    An older wording's agreement is closed: the person was asked anew.
    """
    Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer.pk)
    held = {consent.purpose: consent for consent in volunteer.consents.in_force()}
    return [
        _agree(volunteer, purpose, held.get(purpose), guardian, by=by, channel=channel)
        for purpose, guardian in purposes.items()
    ]


def _agree(volunteer, purpose, held: VolunteerConsent | None, guardian, *, by, channel) -> VolunteerConsent:
    if held and held.version == CURRENT:
        return held
    if held:
        held.withdrawn_at = clock.now()
        held.save(update_fields=["withdrawn_at"])
    consent = VolunteerConsent(
        volunteer=volunteer, purpose=purpose, version=CURRENT, channel=channel, recorded_by=by
    )
    consent.guardian_name, consent.guardian_phone = guardian
    consent.full_clean(exclude=["recorded_by", "volunteer"])
    consent.save(force_insert=True)
    _note(volunteer, "agree", f"同意“{consent.get_purpose_display()}”", by)
    return consent


@transaction.atomic
def withdraw(consent: VolunteerConsent, *, by) -> None:
    """Taken back by the person, or by an officer who holds it on paper. Without the first consent nothing of the
    record may be kept: taking it back asks for deletion as well.
    """
    volunteer = Volunteer.objects.select_for_update(of=("self",)).get(pk=consent.volunteer_id)
    if by is None or (
        by.pk != volunteer.user_id and not by.has_perm("volunteers.correct_volunteer", volunteer)
    ):
        raise PermissionDenied("volunteers.correct_volunteer")
    taken = VolunteerConsent.objects.in_force().filter(pk=consent.pk).update(withdrawn_at=clock.now())
    if not taken:
        return
    _note(volunteer, "take_back", f"撤回“{consent.get_purpose_display()}”的同意", by)
    waits = volunteer.data_requests.waiting().filter(kind=RequestKind.ERASURE).exists()
    if consent.purpose == ConsentMatter.REGISTER and not waits:
        requests.ask(volunteer, by=by, kind=RequestKind.ERASURE, text="本人撤回实名登记的同意")


def _note(volunteer: Volunteer, move: str, label: str, by) -> None:
    ledger.append(volunteer, move=move, label=label, by=by, source=volunteer.state, target=volunteer.state)
