"""创建任务 of one unit: what is done, on the way or late, and where to record more."""

from django.shortcuts import render
from django.views import View

from core import clock
from units.views.keeping import KeptUnit
from workspace.forms.year import YearForm
from workspace.queries.duties import by_status, progress_in_year, years_of


class DutiesPage(KeptUnit, View):
    """`?year=` shows what became of an earlier year."""

    def get(self, request, unit_pk):
        years = years_of(self.unit)
        year = YearForm(request.GET, years=years).chosen()
        context = {
            "unit": self.unit,
            "year": year,
            "years": years,
            "is_past": year < clock.today().year,
            "groups": by_status(progress_in_year(self.unit, year)),
        }
        return render(request, "workspace/duties.html", context)
