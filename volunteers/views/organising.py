"""For whoever runs an organisation: its events, their shifts, the list on a phone, what waits for a decision."""

import segno
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import ListView

from core import clock
from core.lifecycle import TransitionBlocked, UnknownMove, perform, steps
from units.enums import OfficeRole
from volunteers.event_enums import SignUpState
from volunteers.forms.service import EventForm, ShiftForm, TimesForm
from volunteers.models import HoursCorrection, HoursEntry, ServiceEvent, Shift, SignUp, VolunteerOrganisation
from volunteers.queries import events as queries
from volunteers.queries import hours as totals
from volunteers.services import attendance, events, proofs, sign_ups
from volunteers.services.events import EDITABLE

PAGE_SIZE = 20


def organisations_of(user):
    """Those for which `user` may act: as steward, or as 志愿服务管理员 above them."""
    if user.is_superuser:
        return VolunteerOrganisation.objects.all()
    rows = VolunteerOrganisation.objects
    kept, over = rows.kept_by(user).order_by(), rows.overseen_by(user, OfficeRole.VOLUNTEER).order_by()
    return VolunteerOrganisation.objects.filter(
        pk__in=kept.values("pk")
    ) | VolunteerOrganisation.objects.filter(pk__in=over.values("pk"))


class Organiser(LoginRequiredMixin):
    """Everybody without an organisation to run gets 404."""

    @cached_property
    def organisations(self):
        found = organisations_of(self.request.user)
        if not found.exists():
            raise Http404("runs no organisation")
        return found

    def event(self, pk) -> ServiceEvent:
        rows = ServiceEvent.objects.filter(organisation__in=self.organisations)
        return get_object_or_404(
            rows.select_related("organisation__committee", "region", "unit", "project"), pk=pk
        )

    def shift(self, pk) -> Shift:
        rows = Shift.objects.filter(event__organisation__in=self.organisations)
        return get_object_or_404(rows.select_related("event__organisation__committee"), pk=pk)


class Organise(Organiser, ListView):
    """The events, and what waits."""

    template_name = "volunteers/organise.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self):
        return queries.events_run_by(self.request.user).filter(organisation__in=self.organisations)

    def get_context_data(self, **kwargs):
        own = self.organisations
        entries, year = HoursEntry.objects.filter(organisation__in=own), clock.today().year
        waiting = HoursCorrection.objects.waiting().filter(entry__organisation__in=own)
        return super().get_context_data(
            corrections=waiting.select_related("entry__volunteer", "entry__event", "asked_by")[:PAGE_SIZE],
            proofs=proofs.waiting_of(own)[:PAGE_SIZE],
            year=year,
            organisation_totals=totals.by_organisation(entries, year=year)[:PAGE_SIZE],
            unit_totals=totals.by_unit(entries, year=year)[:PAGE_SIZE],
            on_notice=HoursEntry.objects.on_notice().filter(organisation__in=own)
            .select_related("volunteer", "event").order_by("notice_ends_on", "pk")[:PAGE_SIZE],
            **kwargs,
        )  # fmt: skip


class EditEvent(Organiser, View):
    """A new event, or one that is not over yet."""

    def get(self, request, pk=None):
        return self._page(self._form(pk), pk)

    def post(self, request, pk=None):
        form = self._form(pk, request.POST)
        if not form.is_valid():
            return self._page(form, pk)
        if pk is None:
            event = events.plan(by=request.user, **form.cleaned_data)
        else:
            event = events.change(self.event(pk), by=request.user, **form.cleaned_data)
        messages.success(request, "已保存" if pk else "活动已建立，请添加场次")
        return redirect("events:organise_event", event.pk)

    def _form(self, pk, data=None) -> EventForm:
        event = self.event(pk) if pk else None
        if event is not None and event.state not in EDITABLE:
            raise PermissionDenied("an event that was handed in stays as it was")
        return EventForm(data, instance=event, organisations=self.organisations)

    def _page(self, form, pk):
        context = {"form": form, "event": form.instance, "is_new": pk is None}
        return render(self.request, "volunteers/event_form.html", context)


class EventDesk(Organiser, View):
    """One event for its organisers: what comes next and why not, shifts, history."""

    def get(self, request, pk):
        event = self.event(pk)
        context = {
            "event": event,
            "shifts": queries.shifts_for_page(event),
            "moves": [move for move in steps(event, request.user) if move.permitted],
            "history": event.history.reverse(),
            "may_edit": event.state in EDITABLE,
            "form": ShiftForm(),
        }
        return render(request, "volunteers/event_desk.html", context)


class MoveEvent(Organiser, View):
    """POST one move of an event; which ones there are is the model's to say."""

    http_method_names = ["post"]

    def post(self, request, pk, name):
        event = self.event(pk)
        try:
            moved = perform(event, name, by=request.user, note=request.POST.get("note", ""))
        except UnknownMove:
            raise Http404(name) from None
        except TransitionBlocked as blocked:
            messages.error(request, f"没有办理：{blocked}")
        else:
            messages.success(request, f"{moved}：{moved.get_state_display()}")
        return redirect("events:organise_event", pk)


class EditShift(Organiser, View):
    """A new shift of an event, or other times and places for one."""

    def get(self, request, pk=None, event_pk=None):
        shift = self.shift(pk) if pk else Shift(event=self.event(event_pk))
        return self._page(shift.event, ShiftForm(instance=shift), shift if pk else None)

    def post(self, request, pk=None, event_pk=None):
        shift = self.shift(pk) if pk else Shift(event=self.event(event_pk))
        event, was = shift.event, (shift.starts_at, shift.ends_at)
        if event.state not in EDITABLE:
            raise PermissionDenied("an event that was handed in stays as it was")
        form = ShiftForm(request.POST, instance=shift)
        if not form.is_valid():
            return self._page(event, form, shift if pk else None)
        sign_ups.save_shift(form.instance, was=was, by=request.user)
        messages.success(request, "场次已保存")
        return redirect("events:organise_event", event.pk)

    def _page(self, event, form, shift):
        return render(
            self.request, "volunteers/shift_form.html", {"event": event, "form": form, "shift": shift}
        )


class ShiftList(Organiser, View):
    """The list of one shift, made for a phone: tick off who comes and who goes."""

    def get(self, request, pk):
        shift = self.shift(pk)
        rows = queries.list_of(shift)
        counts = {state: sum(row.state == state for row in rows) for state in SignUpState}
        context = {
            "shift": shift,
            "event": shift.event,
            "rows": rows,
            "came": counts[SignUpState.PRESENT] + counts[SignUpState.DONE],
            "expected": len(rows) - counts[SignUpState.WAITING],
            "open": shift.event.state in EDITABLE,
        }
        return render(request, "volunteers/shift_list.html", context)


class Tick(Organiser, View):
    """POST: one line of the list, coming or going."""

    http_method_names = ["post"]
    move = ""

    def post(self, request, pk):
        rows = SignUp.objects.filter(shift__event__organisation__in=self.organisations)
        row = get_object_or_404(rows.select_related("shift__event__organisation", "volunteer"), pk=pk)
        try:
            attendance.tick(row, self.move, by=request.user)
        except (TransitionBlocked, ValidationError) as refused:
            messages.error(request, f"{row.volunteer}：{_said(refused)}")
        return redirect(f"{reverse('events:shift_list', args=[row.shift_id])}#row-{row.pk}")


def _said(refused) -> str:
    return "；".join(refused.messages) if isinstance(refused, ValidationError) else str(refused)


class Times(Organiser, View):
    """When somebody came and went, by hand: for who was not ticked off, or ticked off wrongly."""

    def get(self, request, pk):
        row = self._row(pk)
        return self._page(row, TimesForm.of(row))

    def post(self, request, pk):
        row = self._row(pk)
        form = TimesForm.of(row, request.POST)
        if not form.is_valid() or not form.keep(row, by=request.user):
            return self._page(row, form)
        messages.success(request, "已登记时间")
        return redirect("events:shift_list", row.shift_id)

    def _row(self, pk) -> SignUp:
        rows = SignUp.objects.filter(shift__event__organisation__in=self.organisations)
        return get_object_or_404(rows.select_related("shift__event__organisation", "volunteer"), pk=pk)

    def _page(self, row, form):
        return render(self.request, "volunteers/times_form.html", {"row": row, "form": form})


class ShiftCode(Organiser, View):
    """The code for one's phone or a screen on site; htmx asks for a new one every half minute."""

    def get(self, request, pk):
        shift = self.shift(pk)
        url = request.build_absolute_uri(reverse("events:scanned", args=[attendance.code_of(shift)]))
        image = segno.make(url, error="m", micro=False).svg_inline(border=2, omitsize=True)
        template = "volunteers/shift_code_image.html" if request.htmx else "volunteers/shift_code.html"
        response = render(
            request, template, {"shift": shift, "event": shift.event, "image": image, "url": url}
        )
        response["Cache-Control"] = "no-store"
        return response
