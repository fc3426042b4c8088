"""年度报告 of a unit, to read and to print."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views import View

from core import clock
from units.views.keeping import KeptUnit
from workspace.queries.log import years_of
from workspace.queries.year_report import report_of

EARLIEST = 1994
"""The first 青年文明号; later than today nothing can be reported."""


class ThisYear(KeptUnit, View):
    """Sends on to the report of the present year."""

    def get(self, request, unit_pk):
        return redirect("workspace:report_year", self.unit.pk, clock.today().year)


class YearReport(KeptUnit, View):
    """Nothing is typed on it."""

    def get(self, request, unit_pk, year):
        if not EARLIEST <= year <= clock.today().year:
            raise Http404("no report of this year")
        years = sorted({year, *years_of(self.unit)}, reverse=True)
        context = {"unit": self.unit, "report": report_of(self.unit, year), "years": years}
        return render(request, "workspace/report.html", context | {"today": clock.today()})
