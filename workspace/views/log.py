"""创建日志 of a unit: its list, one record, its form, taking back and bringing back."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from django_htmx.http import reswap

from core.keyset import Page, page_of
from units.queries.keeping import kept_units
from units.views.keeping import KeptUnit
from workspace.enums import MediaState
from workspace.forms.activity import ActivityForm
from workspace.forms.log import LogFilter, SoFar, TickedSoFar
from workspace.forms.presets import preset
from workspace.models import Activity
from workspace.queries import log
from workspace.queries.duty_ticks import boxes_anew, tagged_duties
from workspace.queries.uses import uses_of
from workspace.readers import has_public_page
from workspace.services import activities
from workspace.views.editing import RecordFormPage, removed_page


class Log(KeptUnit, View):
    """Newest first, by month; a filter that does not exist finds nothing and says so."""

    def get(self, request, unit_pk):
        form = LogFilter(request.GET, unit=self.unit, years=log.years_of(self.unit))
        page, count = Page([]), 0
        if form.is_valid():
            rows = log.matching(log.log_of(self.unit), **form.wanted())
            place = {side: request.GET.get(side, "") for side in ("after", "before")}
            page, count = page_of(rows, log.LOG_ORDER, size=log.LOG_SIZE, **place), rows.count()
        removed = self.unit.activities.filter(removed_at__isnull=False).order_by("-removed_at")
        context = {"unit": self.unit, "form": form, "page": page, "count": count}
        return render(request, "workspace/log.html", context | {"removed": removed_page(request, removed)})


class ActivityPage(LoginRequiredMixin, View):
    """One record, for its keepers, those who oversee the unit, and registered readers."""

    def get(self, request, unit_pk, pk):
        rows = log.readable_by(request.user).filter(unit=unit_pk).for_list()
        activity = get_object_or_404(rows.select_related("unit", "created_by"), pk=pk)
        context = {
            "activity": activity,
            "unit": activity.unit,
            "uses": uses_of(activity),
            "waiting": any(file.progress == MediaState.QUEUED for file in activity.files.all()),
            "is_shown": activity.is_public and has_public_page(activity.unit),
            "keeps": kept_units(request.user).filter(pk=unit_pk).exists(),
        }
        return render(request, "workspace/activity.html", context)


class ActivityFormPage(RecordFormPage):
    """A record's form with its files; they are closed whatever becomes of it."""

    template_name = "workspace/activity_form.html"

    def form_for(self, activity: Activity, data, **initial) -> ActivityForm:
        files = self.request.FILES if data is not None else None
        return ActivityForm(
            data, files, instance=activity, unit=self.unit, by=self.request.user, initial=initial
        )

    def keep(self, form):
        try:
            return self.keep_with_files(form)
        finally:
            form.discard()

    def context(self):
        return {"places": log.used_places(self.unit)}


class NewActivity(ActivityFormPage):
    """Prefilled from `?type=`, `?duty=` or, for 再记一次, from the record `?copy=`."""

    done = "已记入创建日志"

    def make_form(self, data):
        self.activity = Activity(unit=self.unit)
        return self.form_for(self.activity, data, **preset(self.request.GET, self.unit))

    def keep_with_files(self, form):
        facts = dict(form.given)
        self.activity = activities.record(self.unit, by=self.request.user, media=form.opened, **facts)

    def way_on(self):
        return (
            self.activity.get_absolute_url()
            if self.activity.pk
            else reverse("workspace:log", args=[self.unit.pk])
        )


class KeptActivity(KeptUnit):
    """`self.activity` from the address, of the kept unit; also one that was taken back."""

    @cached_property
    def activity(self) -> Activity:
        return get_object_or_404(self.unit.activities, pk=self.kwargs["pk"])


class ChangeActivity(KeptActivity, ActivityFormPage):
    """Corrects a record; two keepers at once are merged field by field."""

    done = "修改已保存"

    def make_form(self, data):
        return self.form_for(get_object_or_404(self.unit.activities.kept(), pk=self.kwargs["pk"]), data)

    def keep_with_files(self, form):
        files = {"media": form.opened, "dropped": form.cleaned_data["drop"]}
        return activities.change(self.activity, by=self.request.user, seen=form.seen, **files, **form.given)

    def way_on(self):
        return self.activity.get_absolute_url()


class TakeBackActivity(KeptActivity, View):
    """POST: it counts nowhere any more; the log keeps it for bringing it back."""

    http_method_names = ["post"]

    def post(self, request, unit_pk, pk):
        try:
            activities.take_back(self.activity, by=request.user)
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
            return redirect(self.activity)
        messages.success(request, f"已撤下“{self.activity.theme}”，可在本页下方“已撤下”中恢复")
        return redirect("workspace:log", unit_pk)


class BringBackActivity(KeptActivity, View):
    """POST: undoes it."""

    http_method_names = ["post"]

    def post(self, request, unit_pk, pk):
        activities.bring_back(self.activity, by=request.user)
        messages.success(request, f"已恢复“{self.activity.theme}”")
        return redirect(self.activity)


class DutyTicks(KeptUnit, View):
    """For htmx, when the kind or day changes: the boxes of duties, ticked anew; a choice of one's own stays."""

    def get(self, request, unit_pk):
        offered = tagged_duties(self.unit)
        form = TickedSoFar(request.GET, unit=self.unit, offered=offered)
        if not form.is_valid():
            return reswap(HttpResponse(), "none")
        known = form.cleaned_data
        found = boxes_anew(
            offered, known["activity_type"], known["day"], ticked=known["duties"], before=known["duties_for"]
        )
        return render(request, "workspace/activity_duties.html", {"boxes": found})


class Duplicates(KeptUnit, View):
    """For htmx, while a record is being written: whether the log has it already."""

    def get(self, request, unit_pk):
        unit, form, found = self.unit, SoFar(request.GET), []
        if form.is_valid() and form.cleaned_data["theme"]:
            found = log.same_day_same_theme(unit, **form.cleaned_data)
        return render(request, "workspace/activity_duplicates.html", {"duplicates": found})
