"""交叉互评配对: asking for pairs within an industry or a place, and the proposal as an officer looks at it."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from unfold.widgets import UnfoldAdminSelectWidget

from core.admin import PageAction
from reviews.admin.rounds import RoundAdmin
from reviews.enums import PairingScope, RoundState
from reviews.models import PanelPlan, Round
from reviews.queries.pairing import pair_rows
from reviews.queries.pool import to_assess
from reviews.services import pairing

PAIRS_A_PAGE = 50


class PairingForm(forms.Form):
    scope = forms.ChoiceField(
        label="配对范围",
        choices=PairingScope,
        widget=UnfoldAdminSelectWidget(),
        help_text="同区划以本次考核的组委会所在区划的下一级为界，例如市级考核以县（区）或镇街为界。",
    )


@RoundAdmin.offers
def offer_pairing(request, round_: Round) -> PageAction | None:
    if round_.state == RoundState.CLOSED or not request.user.has_perm("reviews.staff_round", round_):
        return None
    if pairing.cross_part(round_) is None:
        return None
    return PageAction("交叉互评配对", reverse("admin:reviews_panelplan_pair", args=[round_.pk]))


class UnitPairing:
    """Mixed into the page of plans, which finds round and plan and draws the frame."""

    def pair_view(self, request, round_pk):
        """GET asks within what; POST starts the computation and leads to its progress. 404 without this form."""
        round_ = self._round(request, round_pk)
        part = pairing.cross_part(round_)
        if part is None:
            raise Http404(f"round {round_pk} has no 交叉互评")
        form = PairingForm(request.POST or None)
        if form.is_valid():
            plan = pairing.start(part, **form.cleaned_data, by=request.user)
            return HttpResponseRedirect(plan.job.get_absolute_url())
        context = {
            "title": "交叉互评配对",
            "round": round_,
            "form": form,
            "units": to_assess(round_).count(),
            "plans": part.panel_plans.select_related("part", "made_by", "job")[:10],
            "back": reverse("admin:reviews_round_change", args=[round_.pk]),
        }
        return self._page(request, "pairing_start.html", context)

    def pairs_page(self, request, plan: PanelPlan, frame: dict):
        """Who would assess whom, in pages, and the reasons of those without a pair."""
        pages = Paginator(plan.proposed, PAIRS_A_PAGE).get_page(request.GET.get("page"))
        return self._page(
            request, "pairing.html", {**frame, "page_obj": pages, "rows": pair_rows(plan, pages)}
        )
