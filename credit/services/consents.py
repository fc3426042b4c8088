"""Consent: recorded with its paper, taken back with effect at once (PIPL art. 13–15)."""

from django.db import transaction

from core import clock
from core.lifecycle import Finding, TransitionBlocked, perform
from core.services import ledger
from credit.enums import ConsentPurpose, EntryState, PledgeState, PublicBasis
from credit.models import Consent, CreditQuery, Pledge, RedListEntry

TAKEN_BACK = "本人撤回同意"


@transaction.atomic
def record(consent: Consent, *, by) -> Consent:
    """Keep a new consent; entries of the same person that wait for one are shown with it from now on."""
    if Consent.objects.of(consent.subject, consent.purpose).filter(committee=consent.committee_id).exists():
        raise TransitionBlocked([Finding(ok=False, text="本人对这一事项的同意已登记，且没有撤回")])
    consent.recorded_by = by
    consent.save()
    ledger.append_creation(consent, by=by)
    if consent.purpose == ConsentPurpose.LIST:
        waiting = RedListEntry.objects.filter(
            subject_key__in=consent.subject.keys, public_basis="", state__in=EntryState.before_listing()
        )
        waiting.update(consent=consent, public_basis=PublicBasis.CONSENT)
    return consent


@transaction.atomic
def withdraw(consent: Consent, *, by=None) -> Consent:
    """Take a consent back; `by=None` is the person, by code. What stood on it is off the public pages at once.

    Safe to repeat. What was lawful before stays lawful; ended records are deleted by `retention`.
    """
    consent = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    if not consent.is_in_force:
        return consent
    consent.withdrawn_at = clock.now()
    consent.save(update_fields=["withdrawn_at"])
    ledger.append(consent, move="withdraw", label="撤回同意", by=by)
    if consent.purpose == ConsentPurpose.QUERY:
        CreditQuery.objects.pending().filter(consent=consent).update(fault="本人已撤回授权，不再查询")
        return consent
    for entry in RedListEntry.objects.live().filter(consent=consent):
        perform(entry, "leave", by=None, note=TAKEN_BACK)
    for pledge in Pledge.objects.filter(consent=consent).exclude(state=PledgeState.WITHDRAWN):
        perform(pledge, "leave", by=None, note=TAKEN_BACK)
    return consent
