"""A lead's pages of a round: who has handed in, opening a sheet again, and the second look at 一票否决.

Leads never see a draft, and of units that they score themselves nothing before their own sheet is handed in.
"""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views import View

from core.lifecycle import TransitionBlocked, perform, step
from reviews.enums import VetoState
from reviews.forms import ReasonForm, VetoDecisionForm
from reviews.models import Round, ScoreSheet, VetoMark
from reviews.models.score_sheet import HANDED_IN
from reviews.queries.dossiers import reading_of
from reviews.queries.leading import marks_of, panels_of, units_of
from reviews.queries.vacancies import vacancies

PAGE = 50


class LedRounds(LoginRequiredMixin, View):
    """The rounds that one leads or organizes, the newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rounds = Round.objects.moderated_by(request.user).select_related("cycle__committee")
        return render(request, "reviews/lead/rounds.html", {"rounds": rounds})


class LedRound(LoginRequiredMixin, View):
    """Who has handed in, unit by unit, and the marks that wait for a second person."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rounds = Round.objects.moderated_by(request.user).select_related("cycle__committee")
        round_ = get_object_or_404(rounds, pk=pk)
        page = Paginator(units_of(round_, request.user), PAGE).get_page(request.GET.get("page"))
        context = {
            "round": round_,
            "page_obj": page,
            "panels": panels_of(round_, page.object_list),
            "marks": marks_of(round_, request.user),
            "vacancies": vacancies(round_, most=PAGE),
        }
        return render(request, "reviews/lead/round.html", context)


class HandedInSheet(LoginRequiredMixin):
    """`self.sheet` from the address: handed in, and not blind to this reader."""

    @cached_property
    def sheet(self) -> ScoreSheet:
        sheets = ScoreSheet.objects.visible_to(self.request.user).filter(state__in=HANDED_IN)
        found = get_object_or_404(sheets.for_reading(), pk=self.kwargs["pk"])
        moderated = Round.objects.moderated_by(self.request.user)
        if not moderated.filter(pk=found.assignment.round_id).exists():
            raise Http404("a reviewer reads their own sheet on its own page")
        return found


class LedSheet(HandedInSheet, View):
    """One handed-in sheet, point by point, with the way to open it again."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _sheet_page(request, self.sheet, ReasonForm())


class ReopenSheet(HandedInSheet, View):
    """POST: 退回重评 with a reason."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet, form = self.sheet, ReasonForm(request.POST)
        if not form.is_valid():
            return _sheet_page(request, sheet, form)
        try:
            perform(sheet, "reopen", by=request.user, note=form.cleaned_data["note"])
        except TransitionBlocked as blocked:
            messages.error(request, blocked)
            return redirect("reviews:lead_sheet", pk)
        messages.success(request, f"已退回{sheet.assignment.reviewer}的评分表")
        return redirect("reviews:lead_round", sheet.assignment.round_id)


class LedVeto(LoginRequiredMixin, View):
    """One mark of 一票否决: what was found, and the second person's decision."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self._mark(), VetoDecisionForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        mark, form = self._mark(), VetoDecisionForm(request.POST)
        if not form.is_valid():
            return self._page(mark, form)
        try:
            perform(mark, form.cleaned_data["verdict"], by=request.user, note=form.cleaned_data["note"])
        except TransitionBlocked as blocked:
            messages.error(request, blocked)
            return redirect("reviews:lead_veto", pk)
        messages.success(request, "核实意见已记录")
        return redirect("reviews:lead_round", mark.score.sheet.assignment.round_id)

    def _mark(self) -> VetoMark:
        """A reviewer's own mark is decided by others: it is no page of theirs unless they lead the round."""
        moderated = Round.objects.moderated_by(self.request.user)
        marks = VetoMark.objects.visible_to(self.request.user).exclude(state=VetoState.WITHDRAWN)
        marks = marks.filter(score__sheet__assignment__round__in=moderated).for_list()
        return get_object_or_404(marks, pk=self.kwargs["pk"])

    def _page(self, mark: VetoMark, form: VetoDecisionForm) -> HttpResponse:
        context = {
            "mark": mark,
            "assignment": mark.score.sheet.assignment,
            "form": form,
            "step": step(mark, "confirm", self.request.user),
            "history": mark.history.reverse(),
        }
        return render(self.request, "reviews/lead/veto.html", context)


def _sheet_page(request: HttpRequest, sheet: ScoreSheet, form: ReasonForm) -> HttpResponse:
    context = {
        "sheet": sheet,
        "assignment": sheet.assignment,
        "form": form,
        "step": step(sheet, "reopen", request.user),
        "scores": sheet.scores_in_order(),
        "measured": sheet.measured(),
        "total": sheet.total,
        "reading": reading_of(sheet.assignment.round, sheet.assignment.candidacy),
        "history": sheet.history.reverse(),
    }
    return render(request, "reviews/lead/sheet.html", context)
