"""主题行动 and 服务项目 for the public: progress with charts and tables; nights at a 青年驿站."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View
from django_ratelimit.core import is_ratelimited

from core import clock
from core.lifecycle import TransitionBlocked
from volunteers.forms.stay import CodeForm, StayForm
from volunteers.models import ProgressReport, ServiceAction, ServiceProject, YouthStation
from volunteers.queries import progress
from volunteers.services import stations

RATE = "20/h"
"""Bookings and codes tried from one address: a dormitory shares one."""
RECEIPT = "station_booking"
NIGHTS_SHOWN = 14


class Progress(View):
    """All public actions, the newest year first, or those of one year."""

    def get(self, request):
        years = progress.years()
        asked = request.GET.get("year", "")
        year = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in years else None
        context = {"pages": progress.public_progress(year), "years": years, "year": year}
        return render(request, "projects/progress.html", context)


class Action(View):
    """One action."""

    def get(self, request, pk):
        action = get_object_or_404(ServiceAction.objects.public(), pk=pk)
        [page] = progress.pages_of(ServiceAction.objects.filter(pk=action.pk).select_related("committee"))
        return render(request, "projects/action.html", {"page": page})


class Project(View):
    """One project: each indicator with every report, corrections named; who carries it out."""

    def get(self, request, pk):
        project = get_object_or_404(
            ServiceProject.objects.public().select_related("action__committee"), pk=pk
        )
        lines = progress.lines_of(project.indicators.all())[project.pk]
        reports = ProgressReport.objects.filter(indicator__project=project).select_related(
            "indicator", "corrected_by"
        )
        context = {
            "project": project,
            "lines": lines,
            "reports": reports.order_by("-day", "-pk")[:100],
            "executors": project.executors.active().order_by("name"),
            "stations": progress.open_stations().filter(project=project),
        }
        return render(request, "projects/project.html", context)


class Stations(View):
    """Stations that take bookings."""

    def get(self, request):
        return render(request, "projects/stations.html", {"stations": progress.open_stations()})


class Station(View):
    """One station: beds left on the coming nights, and the short form."""

    def get(self, request, pk):
        station = self._station(pk)
        return self._page(station, StayForm(station=station))

    def post(self, request, pk):
        station = self._station(pk)
        form = StayForm(request.POST, station=station)
        if not form.is_valid():
            return self._page(station, form)
        if is_ratelimited(request, group="station-booking", key="ip", rate=RATE, increment=True):
            form.add_error(None, "您的网络地址提交过于频繁，请一小时后再试，或直接拨打驿站电话。")
            return self._page(station, form, status=429)
        try:
            stay = stations.book(station, **form.booking)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self._page(station, form)
        request.session[RECEIPT] = stay.code
        return redirect("projects:booked")

    def _station(self, pk) -> YouthStation:
        return get_object_or_404(progress.open_stations(), pk=pk)

    def _page(self, station, form, status=200):
        nights = [clock.today() + timedelta(days=number) for number in range(NIGHTS_SHOWN)]
        free = stations.free_on(station, nights)
        context = {"station": station, "form": form, "free": free.items()}
        return render(self.request, "projects/station.html", context, status=status)


class Booked(View):
    """The code, shown to whoever has just booked."""

    def get(self, request):
        form = CodeForm({"code": request.session.get(RECEIPT, "")})
        stay = form.stay() if form.is_valid() else None
        if stay is None:
            return redirect("projects:stations")
        return render(request, "projects/booked.html", {"stay": stay})


class MyStay(View):
    """With the code: the booking, and calling it off."""

    def get(self, request):
        return render(request, "projects/my_stay.html", {"form": CodeForm()})

    def post(self, request):
        form = CodeForm(request.POST)
        if is_ratelimited(request, group="station-code", key="ip", rate=RATE, increment=True):
            messages.error(request, "查询过于频繁，请一小时后再试。")
            return render(request, "projects/my_stay.html", {"form": CodeForm()}, status=429)
        stay = form.stay() if form.is_valid() else None
        if form.is_valid() and stay is None:
            form.add_error("code", "没有这个预约码，请核对。")
        if stay is not None and "call_off" in request.POST:
            stay = self._call_off(stay)
        return render(request, "projects/my_stay.html", {"form": form, "stay": stay})

    def _call_off(self, stay):
        try:
            stay = stations.call_off(stay)
        except TransitionBlocked as blocked:
            messages.error(self.request, str(blocked))
        else:
            messages.success(self.request, "预约已取消")
        return stay
