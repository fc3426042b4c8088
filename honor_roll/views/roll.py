"""The honor roll and a unit's plaque."""

from django.shortcuts import get_object_or_404, render
from django.views import View
from django.views.generic import TemplateView

from core.keyset import Page, page_of
from honor_roll.forms.roll import RollForm
from honor_roll.queries.company import clusters_of, companions_of
from honor_roll.queries.plaque import plaque_of, units_with_titles
from honor_roll.queries.roll import ROLL_ORDER, capped_count, matching
from honor_roll.views.public import PublicMixin
from workspace.queries.log import LOG_ORDER, LOG_SIZE, public_log


class Roll(PublicMixin, View):
    """Search and filters come with the query string; a filter that does not exist finds nothing and says so."""

    def get(self, request):
        form = RollForm(request.GET)
        page, count = Page([]), 0
        if form.is_valid():
            titles = matching(**form.titles_wanted())
            place = {side: request.GET.get(side, "") for side in ("after", "before")}
            page, count = page_of(titles, ROLL_ORDER, **place), capped_count(titles)
        return render(request, "honor_roll/roll.html", {"form": form, "page": page, "count": count})


class UnitPage(PublicMixin, TemplateView):
    """Only units that ever held a title have one."""

    template_name = "honor_roll/unit.html"

    def get_context_data(self, *, slug, **kwargs):
        unit = get_object_or_404(units_with_titles(), slug=slug)
        company = {"companions": companions_of(unit), "clusters": clusters_of(unit)}
        return super().get_context_data(plaque=plaque_of(unit), unit=unit, **company, **kwargs)


class Activities(PublicMixin, View):
    """What a unit with a public page made public of its log, newest first."""

    def get(self, request, slug):
        unit = get_object_or_404(units_with_titles(), slug=slug)
        place = {side: request.GET.get(side, "") for side in ("after", "before")}
        page = page_of(public_log(unit), LOG_ORDER, size=LOG_SIZE, **place)
        return render(request, "honor_roll/activities.html", {"unit": unit, "page": page})
