"""Honours that come to the list from elsewhere, and what becomes of an entry when its honour falls away."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.services.inbox import notify
from core import clock
from core.lifecycle import consequence, perform
from core.services import ledger
from credit.enums import EntryBasis, EntryState, PublicBasis, SubjectKind
from credit.models import Consent, ListPolicy, RedListEntry
from credit.models.subject import columns_of
from credit.services import snapshots
from credit.subjects import Subject
from units.enums import OfficeRole
from units.models import Committee, Office, Post


@transaction.atomic
def post_honour(
    *,
    source_key: str,
    committee: Committee,
    subject: Subject,
    honour: str,
    honour_level: str,
    granting_body: str,
    granted_on: date,
    document_number: str = "",
    hours=None,
    star: int | None = None,
    basis: str = EntryBasis.CERTIFICATION,
    by=None,
) -> RedListEntry | None:
    """Nominate the holder of an honour for the list of `committee` or of the nearest body above.

    Idempotent by `source_key`: the second call returns the first entry unchanged, unless that one has run out;
    then the renewed honour comes anew, as `<source_key>#2`. None where no list takes up such subjects.
    """
    known = RedListEntry.objects.from_source(source_key).order_by("pk")
    if known and known[len(known) - 1].state != EntryState.EXPIRED:
        return known[len(known) - 1]
    if known:
        source_key = f"{source_key}#{len(known) + 1}"
    policy = ListPolicy.objects.for_committee(committee, subject.kind)
    if policy is None:
        return None
    entry, created = RedListEntry.objects.get_or_create(
        source_key=source_key,
        defaults={
            **columns_of(subject),
            "policy": policy,
            "honour": honour[:80],
            "honour_level": honour_level,
            "granting_body": granting_body[:80],
            "granted_on": granted_on,
            "document_number": document_number,
            "hours": hours,
            "star": star,
            "basis": basis,
            "nominated_by": by,
            **public_columns(subject),
        },
    )
    if created:
        ledger.append_creation(entry, by=by)
    return entry


def public_columns(subject: Subject) -> dict:
    """On what ground a new entry may be shown: a collective's name is nobody's data, a person has to consent."""
    if subject.kind != SubjectKind.PERSON:
        return {"public_basis": PublicBasis.NOT_PERSONAL}
    consent = Consent.objects.of(subject, "list").first()
    return {"public_basis": PublicBasis.CONSENT, "consent": consent} if consent else {"public_basis": ""}


@transaction.atomic
def suspend_honour(source_key: str, reason: str) -> RedListEntry | None:
    """The honour under `source_key` was taken away: its entry leaves the public page, and a person decides.

    Before listing the fault alone is kept, which bars the listing. Safe to repeat; None where nothing was posted.
    """
    entries = RedListEntry.objects.select_for_update(of=("self",)).from_source(source_key)
    entry = entries.order_by("-pk").first()
    if entry is None:
        return None
    if not entry.honour_fault:
        entry.honour_fault = reason
        entry.save(update_fields=["honour_fault"])
        if entry.state != EntryState.LISTED:
            ledger.append(
                entry,
                move="lose_honour",
                label="荣誉失效",
                by=None,
                source=entry.state,
                target=entry.state,
                note=reason,
            )
    if entry.state == EntryState.LISTED:
        return perform(entry, "pause", by=None, note=reason)
    return entry


@transaction.atomic
def restore_honour(source_key: str, note: str) -> RedListEntry | None:
    """The honour stands again: what barred the entry is gone; whether it goes back on the page a person decides."""
    entries = RedListEntry.objects.select_for_update(of=("self",)).from_source(source_key)
    entry = entries.order_by("-pk").first()
    if entry is None or not entry.honour_fault:
        return entry
    entry.honour_fault = ""
    entry.save(update_fields=["honour_fault"])
    state = entry.state
    ledger.append(
        entry, move="regain_honour", label="荣誉恢复", by=None, source=state, target=state, note=note
    )
    tell_credit_officers(entry, by=None)
    return entry


@consequence("keep_entry_credit")
def keep_entry_credit(entry: RedListEntry, *, by, **_) -> None:
    """What was known about credit on the day of the decision stays with it."""
    snapshots.keep(f"red_list:{entry.pk}", entry.get_state_display(), entry.clearances(clock.today()))


@consequence("tell_credit_officers")
def tell_credit_officers(entry: RedListEntry, *, by, **_) -> None:
    """The list's own credit officers decide what follows."""
    offices = Office.objects.current().filter(committee=entry.policy.committee_id, role=OfficeRole.CREDIT)
    notify(
        User.objects.filter(pk__in=offices.values("user"), is_active=True),
        title=f"红名单条目{entry.get_state_display()}：{entry.masked_name}",
        body=entry.reason,
        url=reverse("admin:credit_redlistentry_change", args=[entry.pk]),
    )


@consequence("tell_unit_of_entry")
def tell_unit_of_entry(entry: RedListEntry, *, by, **_) -> None:
    """A collective's keepers read on their desk how its entry stands."""
    if entry.unit_id is None:
        return
    posts = Post.objects.current().filter(unit=entry.unit_id)
    notify(
        User.objects.filter(pk__in=posts.values("user"), is_active=True),
        title=f"红名单：{entry.honour} {entry.get_state_display()}",
        body=entry.reason,
        url=reverse("credit:unit", args=[entry.unit_id]),
    )
