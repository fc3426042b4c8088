"""A person's requests about their own data, and what comes of them (个人信息保护法第四十四至五十条)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts.services.inbox import notify
from core import clock
from core.lifecycle import consequence, perform
from core.services import ledger
from core.workdays import add_workdays
from volunteers.enums import RequestKind, RequestState, VolunteerState
from volunteers.models import DataRequest, Volunteer

ANSWER_WORKDAYS = 15
"""Working days in which a request is answered: our own promise, the law says 及时."""


@transaction.atomic
def ask(volunteer: Volunteer, *, by, kind: str, text: str = "") -> DataRequest:
    """By the person, or by an officer who holds it on paper; raises ValidationError when one of the kind waits."""
    if by is None or (
        by.pk != volunteer.user_id and not by.has_perm("volunteers.correct_volunteer", volunteer)
    ):
        raise PermissionDenied("volunteers.correct_volunteer")
    return _receive(volunteer, by=by, kind=kind, text=text)


@transaction.atomic
def note_for_staff(volunteer: Volunteer, text: str) -> DataRequest:
    """The portal itself has noticed something about a record that a person should look at."""
    return _receive(volunteer, by=None, kind=RequestKind.CORRECTION, text=text)


def _receive(volunteer: Volunteer, *, by, kind: str, text: str) -> DataRequest:
    row = Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer.pk)
    due = add_workdays(clock.today(), ANSWER_WORKDAYS).date
    request = DataRequest(volunteer=row, kind=kind, text=text, due_on=due)
    request.full_clean()
    request.save(force_insert=True)
    ledger.append_creation(request, by=by)
    return request


@consequence("carry_out_request")
def carry_out_request(request: DataRequest, *, by, **_) -> None:
    """A correction was made before; a deletion is made now."""
    volunteer = request.volunteer
    if request.kind == RequestKind.ERASURE and volunteer.state != VolunteerState.ERASED:
        perform(volunteer, "erase", by=by, note="按本人申请")


@consequence("tell_requester")
def tell_requester(request: DataRequest, *, by, **_) -> None:
    """The answer, while there is somebody to tell: an erased record has no account any more."""
    user = Volunteer.objects.select_related("user").get(pk=request.volunteer_id).user
    if user is None:
        return
    word = "已办理" if request.state == RequestState.FULFILLED else "未予办理"
    notify(
        [user],
        title=f"您的申请“{request.get_kind_display()}”{word}",
        body=request.answer,
        url=reverse("volunteers:me"),
    )
