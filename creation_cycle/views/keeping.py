"""Scope of a candidacy's pages: whoever keeps its unit; everybody else gets 404."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from creation_cycle.models import Candidacy
from creation_cycle.queries.desk import kept_candidacies


class KeptCandidacy(LoginRequiredMixin):
    """`self.candidacy` from the address, if the user keeps its unit."""

    @cached_property
    def candidacy(self) -> Candidacy:
        candidacies = (
            kept_candidacies(self.request.user).for_list().select_related("unit__unit_type", "standard")
        )
        return get_object_or_404(candidacies, pk=self.kwargs["pk"])
