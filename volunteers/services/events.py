"""Making and changing an event; whoever signed up is told what matters to them."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.services import ledger
from volunteers.event_enums import EventState
from volunteers.models import ServiceEvent
from volunteers.services import sign_ups

EDITABLE = [EventState.PLANNED, EventState.RECRUITING, EventState.RUNNING]
"""States in which an event may still be changed: what was handed in stays as it was."""
TOLD = {"place", "responsible", "phone"}


@transaction.atomic
def plan(*, by, **values) -> ServiceEvent:
    """A new event, not announced yet. Raises PermissionDenied where `by` does not run the organisation."""
    event = ServiceEvent(**values)
    _require_right(by, event)
    event.save(force_insert=True)
    ledger.append_creation(event, by=by)
    return event


@transaction.atomic
def change(event: ServiceEvent, *, by, **values) -> ServiceEvent:
    """Write what differs onto the row as it is by now; raises PermissionDenied once it was handed in."""
    row = ServiceEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    _require_right(by, row)
    if row.state not in EDITABLE:
        raise PermissionDenied("an event that was handed in stays as it was")
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, values[name])
    row.save(update_fields=changed)
    words = "、".join(str(ServiceEvent._meta.get_field(name).verbose_name) for name in changed)
    ledger.append(row, move="edit", label="修改", by=by, source=row.state, target=row.state, note=words)
    if TOLD & set(changed):
        body = f"地点：{row.place}；现场负责人：{row.responsible}，{row.phone}"
        sign_ups.tell_signed_up(row, title=f"活动信息调整：{row}", body=body)
    return row


def _require_right(by, event: ServiceEvent) -> None:
    if not by.has_perm("volunteers.run_organisation", event.organisation):
        raise PermissionDenied("volunteers.run_organisation")
