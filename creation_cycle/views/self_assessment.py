"""自查自评: a card for each item of the pinned standard, and the story."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views import View

from core.lifecycle import TransitionBlocked
from core.views.autosave import autosaved, no_longer_editable
from creation_cycle.forms import SelfAssessmentForm
from creation_cycle.services.drafts import save_self_assessment
from creation_cycle.views.checks import checks_context
from creation_cycle.views.keeping import KeptCandidacy


class SelfAssessmentPage(KeptCandidacy, View):
    """Valid cards are kept even while another one is refused: nobody writes an evidence twice."""

    def get(self, request, pk):
        if not self.candidacy.is_plan_editable:
            return redirect(self.candidacy)
        return self._page(SelfAssessmentForm(self.candidacy), self.candidacy)

    def post(self, request, pk):
        form = SelfAssessmentForm(self.candidacy, request.POST)
        valid = form.is_valid()
        try:
            saved = save_self_assessment(self.candidacy, entries=form.entries, **form.story_values)
        except TransitionBlocked as blocked:
            return no_longer_editable(request, self.candidacy, blocked)
        if request.htmx:
            return autosaved(request, form.forms, "desk/self_assessment_saved.html", assessment=form)
        if not valid:
            return self._page(form, saved)
        messages.success(request, f"自评已保存，已完成 {form.done}/{len(form.items)} 项")
        return redirect("creation_cycle:self_assessment", pk)

    def _page(self, form, candidacy):
        checks = checks_context(candidacy, self.request.user)
        return render(self.request, "desk/self_assessment.html", {**checks, "assessment": form})
