"""Scope of the desk: whoever keeps a unit sees its pages, everybody else gets 404."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from creation_cycle.models import Candidacy
from creation_cycle.queries.desk import kept_candidacies, kept_units
from units.models import Unit


class KeptUnit(LoginRequiredMixin):
    """`self.unit` from the address, if the user keeps it."""

    @cached_property
    def unit(self) -> Unit:
        units = kept_units(self.request.user).select_related(
            "employer", "region", "committee", "industry", "unit_type"
        )
        return get_object_or_404(units, pk=self.kwargs["unit_pk"])


class KeptCandidacy(LoginRequiredMixin):
    """`self.candidacy` from the address, if the user keeps its unit."""

    @cached_property
    def candidacy(self) -> Candidacy:
        candidacies = (
            kept_candidacies(self.request.user).for_list().select_related("unit__unit_type", "standard")
        )
        return get_object_or_404(candidacies, pk=self.kwargs["pk"])
