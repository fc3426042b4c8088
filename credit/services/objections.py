"""Objections of the public while an entry stands on its notice."""

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.services.inbox import notify
from core import clock
from core.lifecycle import Finding, TransitionBlocked
from core.services import ledger
from credit.enums import EntryState
from credit.models import ListObjection, RedListEntry
from units.enums import OfficeRole
from units.models import Office


@transaction.atomic
def object_to(entry: RedListEntry, *, content: str, contact: str = "") -> ListObjection:
    """Keep an objection and tell the list's officers. Raises TransitionBlocked when the period is over."""
    entry = RedListEntry.objects.select_for_update(of=("self",)).select_related("policy").get(pk=entry.pk)
    if not takes_objections(entry):
        raise TransitionBlocked([Finding(ok=False, text="公示期已满，不再受理异议")])
    objection = ListObjection.objects.create(entry=entry, content=content, contact=contact)
    ledger.append_creation(objection, by=None)
    offices = Office.objects.current().filter(committee=entry.policy.committee_id, role=OfficeRole.CREDIT)
    notify(
        User.objects.filter(pk__in=offices.values("user"), is_active=True),
        title=f"红名单公示收到异议：{entry.masked_name}",
        body="办结以前不能列入。",
        url=reverse("admin:credit_listobjection_change", args=[objection.pk]),
    )
    return objection


def takes_objections(entry: RedListEntry) -> bool:
    """Through 24:00 of the notice's last day."""
    return entry.state == EntryState.PUBLICISED and clock.today() <= entry.objections_until
