"""动态调整 at the unit's end: what happens, by when, and what the unit can do about it."""

from contextlib import ExitStack

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import FormView

from core.lifecycle import TransitionBlocked, step
from creation_cycle.forms.adjustment import AppealForm, StatementForm
from creation_cycle.models import Adjustment
from creation_cycle.queries.adjustments import kept_adjustments
from creation_cycle.services import adjustments
from units.views.keeping import KeptUnit


class KeptAdjustment(LoginRequiredMixin):
    """`self.adjustment` from the address, if the user keeps its unit and the unit was told of it."""

    @cached_property
    def adjustment(self) -> Adjustment:
        rows = kept_adjustments(self.request.user).select_related(
            "title", "unit", "committee", "appeal_committee", "stated_by", "appealed_by"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])


class UnitAdjustments(KeptUnit, View):
    """Everything that a unit was told about its titles, newest first."""

    def get(self, request, unit_pk):
        rows = kept_adjustments(request.user).filter(unit=self.unit).select_related("title", "committee")
        return render(request, "desk/adjustments.html", {"unit": self.unit, "adjustments": rows})


class AdjustmentPage(KeptAdjustment, View):
    """Facts, clause, deadlines, what was said and decided; below, the next thing the unit can do."""

    def get(self, request, pk):
        adjustment = self.adjustment
        context = {
            "adjustment": adjustment,
            "statement_step": step(adjustment, "hand_in_statement", request.user),
            "appeal_step": step(adjustment, "appeal", request.user),
            "files": adjustment.files.all(),
            "history": adjustment.history.reverse(),
        }
        return render(request, "desk/adjustment.html", context)


class AnswerPage(KeptAdjustment, FormView):
    """A form for one answer of the unit; whatever refuses it, the text stays on the page."""

    template_name = "desk/adjustment_answer.html"
    move: str
    heading: str
    thanks: str

    def get(self, request, *args, **kwargs):
        found = step(self.adjustment, self.move, request.user)
        if found is None or not found.ok:
            return redirect(self.adjustment)
        return super().get(request, *args, **kwargs)

    def answer(self, *, text: str, files: list) -> Adjustment:
        raise NotImplementedError

    def form_valid(self, form):
        with ExitStack() as files:
            for item in form.cleaned_data["evidence"]:
                files.callback(item.close)
            try:
                self.answer(text=form.cleaned_data["text"], files=form.cleaned_data["evidence"])
            except TransitionBlocked as blocked:
                return self.refuse(form, blocked)
        messages.success(self.request, self.thanks)
        return redirect(self.adjustment)

    def refuse(self, form, blocked: TransitionBlocked):
        return self.render_to_response(self.get_context_data(form=form, refused=blocked.findings), status=409)

    def get_context_data(self, **kwargs):
        """Browsers do not send a chosen file twice: whoever has to send the form again has to choose again."""
        lost = self.request.FILES.getlist("evidence")
        return super().get_context_data(
            adjustment=self.adjustment, heading=self.heading, lost_files=lost, **kwargs
        )


class StatementPage(AnswerPage):
    move, heading, thanks = "hand_in_statement", "陈述申辩", "陈述申辩已提交，原文存档"
    form_class = StatementForm

    def answer(self, *, text, files):
        return adjustments.hand_in_statement(
            self.adjustment, statement=text, files=files, by=self.request.user
        )


class AppealPage(AnswerPage):
    move, heading, thanks = "appeal", "申诉", "申诉已提交，请等候上一级答复"
    form_class = AppealForm

    def answer(self, *, text, files):
        return adjustments.appeal(self.adjustment, appeal_reasons=text, files=files, by=self.request.user)


class AdjustmentFilePage(LoginRequiredMixin, View):
    """A file of the statement or the appeal, for the unit and for staff who may see the adjustment."""

    def get(self, request, pk, key):
        adjustment = get_object_or_404(Adjustment.objects.visible_to(request.user), pk=pk)
        file = get_object_or_404(adjustment.files, key=key)
        if not file.file:
            raise Http404
        answer = FileResponse(file.file.open(), as_attachment=True, filename=file.name)
        answer["X-Content-Type-Options"] = "nosniff"
        return answer
