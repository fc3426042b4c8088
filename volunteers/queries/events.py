"""Events as pages read them: what is open, and where one volunteer stands with each shift."""

from dataclasses import dataclass, field

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery

from core import clock
from core.findings import Finding
from volunteers.event_enums import EventState, SignUpState
from volunteers.models import ServiceEvent, Shift, SignUp, Volunteer
from volunteers.models.sign_up import HOLDS_PLACE
from volunteers.services import sign_ups

OPEN = [EventState.RECRUITING, EventState.RUNNING]


def open_events(*, q: str = "", region=None) -> QuerySet[ServiceEvent]:
    """Public events with a shift still to come, the next one first, each with its free places; one query."""
    ahead = Q(shifts__ends_at__gt=clock.now())
    rows = ServiceEvent.objects.public().filter(state__in=OPEN)
    for word in q.split():
        rows = rows.filter(Q(title__icontains=word) | Q(place__icontains=word))
    if region is not None:
        rows = rows.filter(region__path__startswith=region.path)
    rows = rows.annotate(next_at=Min("shifts__starts_at", filter=ahead), last_at=Max("shifts__ends_at"))
    return (
        rows.filter(next_at__isnull=False).select_related("organisation", "region").order_by("next_at", "pk")
    )


def shifts_for_page(event: ServiceEvent) -> QuerySet[Shift]:
    """Each with `taken` and `waiting`, in one query."""
    counts = {
        "taken": Count("sign_ups", filter=Q(sign_ups__state__in=HOLDS_PLACE)),
        "waiting": Count("sign_ups", filter=Q(sign_ups__state=SignUpState.WAITING)),
    }
    return event.shifts.annotate(**counts).order_by("starts_at", "pk")


@dataclass
class Place:
    """One shift as one reader sees it: their own sign-up, or what stands in the way of one."""

    shift: Shift
    own: SignUp | None = None
    refused: list[Finding] = field(default_factory=list)

    @property
    def left(self) -> int:
        return max(0, self.shift.capacity - self.shift.taken)

    @property
    def is_over(self) -> bool:
        return self.shift.ends_at <= clock.now()

    @property
    def may_withdraw(self) -> bool:
        waiting = self.own and self.own.state in (SignUpState.SIGNED, SignUpState.WAITING)
        return bool(waiting) and self.shift.starts_at > clock.now()


def places_of(event: ServiceEvent, volunteer: Volunteer | None) -> list[Place]:
    """The event's shifts for `volunteer`, or for a visitor."""
    shifts = list(shifts_for_page(event))
    for shift in shifts:
        shift.event = event
    if volunteer is None:
        return [Place(shift) for shift in shifts]
    own = {
        row.shift_id: row
        for row in SignUp.objects.filter(shift__in=shifts, volunteer=volunteer).order_by("pk")
    }
    return [_place(shift, own.get(shift.pk), volunteer) for shift in shifts]


def _place(shift: Shift, own: SignUp | None, volunteer: Volunteer) -> Place:
    ended = (SignUpState.WITHDRAWN, SignUpState.DROPPED)
    if own is not None and own.state not in ended:
        return Place(shift, own)
    return Place(shift, refused=sign_ups.refusals(shift, volunteer))


def own_sign_ups(volunteer: Volunteer) -> QuerySet[SignUp]:
    """Everything one person signed up for, the latest shift first."""
    rows = SignUp.objects.filter(volunteer=volunteer)
    return rows.select_related("shift__event__organisation").order_by("-shift__starts_at", "-pk")


def events_run_by(user) -> QuerySet[ServiceEvent]:
    """Events of the organisations whose pages `user` keeps or oversees, with their first shift."""
    first = Shift.objects.filter(event=OuterRef("pk")).order_by("starts_at")
    rows = ServiceEvent.objects.visible_to(user).select_related("organisation")
    return rows.annotate(first_at=Subquery(first.values("starts_at")[:1])).order_by("-pk")


def list_of(shift: Shift) -> list[SignUp]:
    """The organiser's list: who has a place, then who waits."""
    rows = SignUp.objects.filter(shift=shift).exclude(state__in=[SignUpState.WITHDRAWN, SignUpState.DROPPED])
    found = rows.select_related("volunteer", "shift__event").order_by("signed_at", "pk")
    return sorted(found, key=lambda row: row.state == SignUpState.WAITING)
