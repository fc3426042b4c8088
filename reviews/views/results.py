"""A round's results for its leads: the list, one unit down to the single score, the second look, the check."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views import View

from core.lifecycle import TransitionBlocked
from creation_cycle.models import Candidacy
from reviews.enums import RoundState
from reviews.forms import SpreadForm
from reviews.models import Round, VetoMark
from reviews.queries.blindness import shows_calibration
from reviews.queries.leading import units_of
from reviews.queries.leniency import EXPLANATION, leniencies_of
from reviews.queries.result_detail import detail_of, explain_sum
from reviews.queries.result_list import present_reviews, results_of
from reviews.services.results import differences, marked_before
from reviews.services.spread_reviews import review_spread, spread_refusals

PAGE = 50


class OfLedRound(LoginRequiredMixin):
    """`self.round` from the address: one that the reader leads or organizes."""

    @cached_property
    def round(self) -> Round:
        rounds = Round.objects.moderated_by(self.request.user).select_related("cycle__committee")
        return get_object_or_404(rounds, pk=self.kwargs["pk"])

    def calibration(self) -> dict:
        """How lenient reviewers are and how that is found out; nothing for who still scores."""
        if not shows_calibration(self.round, self.request.user):
            return {"is_calibrated": False}
        return {"is_calibrated": True, "leniencies": leniencies_of(self.round), "calibration": EXPLANATION}


class RoundResults(OfLedRound, View):
    """All units by points; of an open round, what would be found now."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = results_of(self.round, request.user)
        page = Paginator(found.rows, PAGE).get_page(request.GET.get("page"))
        context = {
            "round": self.round,
            "found": found,
            "page_obj": page,
            "parts": self.round.parts.all(),
            "undecided": VetoMark.objects.undecided_units(
                self.round, [row.figures.candidacy.pk for row in page]
            ),
            "to_review": found.rows.to_review(),
            **self.calibration(),
        }
        return render(request, "reviews/lead/results.html", context)


class UnitResult(OfLedRound, View):
    """One unit: forms, sheets, items; POST keeps the lead's second look at the spread."""

    def get(self, request: HttpRequest, pk: int, candidacy_pk: int) -> HttpResponse:
        return self._page(SpreadForm())

    def post(self, request: HttpRequest, pk: int, candidacy_pk: int) -> HttpResponse:
        form = SpreadForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            review_spread(self.round, self.candidacy, by=request.user, note=form.cleaned_data["note"])
        except TransitionBlocked as blocked:
            messages.error(request, blocked)
        else:
            messages.success(request, "核对意见已记录")
        return redirect("reviews:lead_unit_result", pk, candidacy_pk)

    @cached_property
    def candidacy(self) -> Candidacy:
        """Blind: not before the reader has handed in their own sheet of this unit."""
        seen = (
            units_of(self.round, self.request.user).filter(is_hidden=False).select_related("standard", "unit")
        )
        return get_object_or_404(seen, pk=self.kwargs["candidacy_pk"])

    @property
    def _may_review(self) -> bool:
        """Others of the organizer's line only read."""
        return self.round.state != RoundState.CLOSED and self.request.user.has_perm(
            "reviews.review_spread", self.round
        )

    def _page(self, form: SpreadForm) -> HttpResponse:
        found = detail_of(self.round, self.candidacy)
        if found is None:
            raise Http404("nothing has been handed in for this unit")
        figures, parts = found
        context = {
            "round": self.round,
            "candidacy": self.candidacy,
            "figures": figures,
            "parts": parts,
            "standings": figures.quiz.standings,
            "is_apart": figures.spread > self.round.spread_limit,
            "review": present_reviews(self.round, [self.candidacy]).get(self.candidacy.pk),
            "form": form if self._may_review else None,
            "is_undecided": bool(VetoMark.objects.undecided_units(self.round, [self.candidacy.pk])),
            "refusals": spread_refusals(self.round, self.candidacy, self.request.user),
            "sum": explain_sum(figures),
            **self.calibration(),
        }
        return render(self.request, "reviews/lead/unit_result.html", context)


class CheckResults(OfLedRound, View):
    """Compute a closed round again from its locked sheets, and say where the stored figures differ."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.round.state != RoundState.CLOSED:
            raise Http404("an open round has stored nothing yet")
        context = {
            "round": self.round,
            "count": self.round.results.count(),
            "differences": differences(self.round),
            "marked_before": len(marked_before(self.round)),
        }
        return render(request, "reviews/lead/check.html", context)
