"""信用 on the desk: what was asked about a unit, and how its honours stand on the red list."""

from django.shortcuts import render
from django.views import View

from core import clock
from credit.models import CreditQuery, RedListEntry
from units.views.keeping import KeptUnit

RECENT = 30
"""Queries shown on the page, newest first."""


class UnitCredit(KeptUnit, View):
    """The conclusions alone, names masked; the unit's entries with their reasons."""

    def get(self, request, unit_pk):
        queries = CreditQuery.objects.filter(unit=self.unit).select_related("committee", "case")
        entries = RedListEntry.objects.filter(unit=self.unit).select_related("policy__committee")
        context = {
            "unit": self.unit,
            "queries": [(query, query.is_fresh(clock.today())) for query in queries[:RECENT]],
            "entries": entries,
        }
        return render(request, "credit/unit.html", context)
