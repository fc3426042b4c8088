"""志愿服务活动 for everybody: what is open, one event, signing up and stepping back, the code on site."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View
from django.views.generic import ListView

from core.lifecycle import TransitionBlocked, perform
from units.models import Region
from volunteers.event_enums import SignUpState
from volunteers.models import ServiceEvent, Shift, SignUp, Volunteer
from volunteers.queries import events as queries
from volunteers.services import attendance, sign_ups
from volunteers.views.me import OwnRecord

PAGE_SIZE = 20
SAID = {
    SignUpState.SIGNED: "报名成功，请按时参加；不能参加请及时退出",
    SignUpState.WAITING: "名额已满，您已进入候补，有空位时自动转正并通知您",
    SignUpState.PRESENT: "签到成功，服务结束时请再次扫码签退",
    SignUpState.DONE: "签退成功，感谢您的服务；时长核实后计入台账",
}


def volunteer_of(user) -> Volunteer | None:
    return Volunteer.objects.filter(user=user).first() if user.is_authenticated else None


def readable_event(user, pk: int) -> ServiceEvent:
    """A public one, or one of the organisations that the reader runs."""
    rows = ServiceEvent.objects.select_related("organisation__committee", "region", "unit", "project__action")
    found = rows.filter(pk=pk, pk__in=ServiceEvent.objects.public().values("pk")).first()
    if found is None and user.is_authenticated:
        found = rows.filter(pk=pk, pk__in=ServiceEvent.objects.visible_to(user).values("pk")).first()
    if found is None:
        raise Http404(f"no event {pk} for this reader")
    return found


class Events(ListView):
    """What is open, the next shift first."""

    template_name = "volunteers/events.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self):
        code = self.request.GET.get("region", "")
        region = Region.objects.filter(code=code).first() if code else None
        return queries.open_events(q=self.request.GET.get("q", "")[:40], region=region)


class EventPage(View):
    """One event; a signed-in volunteer signs up with the second click."""

    def get(self, request, pk):
        event, volunteer = readable_event(request.user, pk), volunteer_of(request.user)
        runs = request.user.is_authenticated and request.user.has_perm(
            "volunteers.change_serviceevent", event
        )
        context = {
            "event": event,
            "volunteer": volunteer,
            "places": queries.places_of(event, volunteer),
            "runs": runs,
        }
        return render(request, "volunteers/event.html", context)


class SignUpForShift(OwnRecord, View):
    """POST: a place, or one in the waiting list."""

    http_method_names = ["post"]

    def post(self, request, pk):
        shift = get_object_or_404(Shift.objects.select_related("event__organisation"), pk=pk)
        event = readable_event(request.user, shift.event_id)
        try:
            row = sign_ups.sign_up(shift, self.volunteer, by=request.user)
        except TransitionBlocked as blocked:
            messages.error(request, f"没有报上名：{blocked}")
        else:
            messages.success(request, SAID[SignUpState(row.state)])
        return redirect(event)


class StepBack(OwnRecord, View):
    """POST: the place goes to whoever waits."""

    http_method_names = ["post"]

    def post(self, request, pk):
        row = get_object_or_404(SignUp.objects.own_of(request.user).select_related("shift__event"), pk=pk)
        try:
            perform(row, "withdraw", by=request.user)
        except TransitionBlocked as blocked:
            messages.error(request, str(blocked))
        else:
            messages.success(request, "已退出报名")
        return redirect(row.shift.event)


class Scanned(OwnRecord, View):
    """Where the QR code on site leads: one button for coming, and later for going."""

    def get(self, request, code):
        try:
            shift = attendance.shift_of(code)
        except ValidationError as over:
            return render(request, "volunteers/scanned.html", {"refused": over.messages}, status=410)
        row = SignUp.objects.live().filter(shift=shift, volunteer=self.volunteer).first()
        return render(request, "volunteers/scanned.html", {"shift": shift, "row": row, "code": code})

    def post(self, request, code):
        try:
            row = attendance.scan(attendance.shift_of(code), self.volunteer)
        except (ValidationError, TransitionBlocked) as refused:
            said = refused.messages if isinstance(refused, ValidationError) else [str(refused)]
            return render(request, "volunteers/scanned.html", {"refused": said}, status=409)
        messages.success(request, SAID[SignUpState(row.state)])
        return redirect("events:mine")


class Mine(OwnRecord, LoginRequiredMixin, ListView):
    """我的活动."""

    template_name = "volunteers/my_events.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self):
        return queries.own_sign_ups(self.volunteer)
