"""Scope of the desk: whoever keeps a unit sees its pages, everybody else gets 404."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from units.models import Unit
from units.queries.keeping import kept_units


class KeptUnit(LoginRequiredMixin):
    """`self.unit` from the address, if the user keeps it."""

    @cached_property
    def unit(self) -> Unit:
        units = kept_units(self.request.user).select_related(
            "employer", "region", "committee", "industry", "unit_type"
        )
        return get_object_or_404(units, pk=self.kwargs["unit_pk"])
