"""创建规划: kept until the application for assessment."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views import View

from core.lifecycle import TransitionBlocked
from core.views.autosave import autosaved, no_longer_editable
from creation_cycle.forms import PlanForm
from creation_cycle.services.drafts import save_draft
from creation_cycle.views.checks import checks_context
from creation_cycle.views.keeping import KeptCandidacy


class PlanPage(KeptCandidacy, View):
    """The plan with what `begin` still misses; a candidacy in other hands is shown on its own page."""

    def get(self, request, pk):
        if not self.candidacy.is_plan_editable:
            return redirect(self.candidacy)
        return self._page(PlanForm(instance=self.candidacy), self.candidacy)

    def post(self, request, pk):
        form = PlanForm(request.POST, instance=self.candidacy)
        valid = form.is_valid()
        try:
            saved = save_draft(self.candidacy, **form.cleaned_data)
        except TransitionBlocked as blocked:
            return no_longer_editable(request, self.candidacy, blocked)
        if request.htmx:
            return autosaved(request, [form])
        if not valid:
            return self._page(form, saved)
        messages.success(request, "创建规划已保存")
        return redirect("creation_cycle:plan", pk)

    def _page(self, form, candidacy):
        checks = checks_context(candidacy, self.request.user)
        return render(self.request, "desk/plan.html", {**checks, "form": form})
