"""Suggestions for typed lookups, as the options of a datalist."""

from collections.abc import Callable

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import render
from django.views import View

from units.queries.lookups import region_labels, search_committees, search_employers, search_regions


def suggest_regions(text: str) -> list[str]:
    return list(region_labels(search_regions(text)).values())


def suggest_committees(text: str) -> list[str]:
    return [committee.name for committee in search_committees(text)]


def suggest_employers(text: str) -> list[str]:
    return [employer.name for employer in search_employers(text)]


class Options(LoginRequiredMixin, View):
    """What fits the text typed into field `param`; all of it is public register data."""

    param: str = ""
    suggest: Callable[[str], list[str]] | None = None

    def get(self, request):
        return render(
            request, "desk/options.html", {"options": self.suggest(request.GET.get(self.param, ""))}
        )
