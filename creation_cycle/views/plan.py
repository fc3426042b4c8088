"""创建规划: kept until the application for assessment."""

from django.shortcuts import redirect, render

from core.views.autosave import AutosavingForm
from creation_cycle.forms import PlanForm
from creation_cycle.services.drafts import merge_draft
from creation_cycle.views.checks import checks_context
from creation_cycle.views.keeping import KeptCandidacy


class PlanPage(KeptCandidacy, AutosavingForm):
    """The plan with what `begin` still misses; a candidacy in other hands is shown on its own page."""

    saved_message = "创建规划已保存"

    def get(self, request, pk):
        return super().get(request, pk) if self.candidacy.is_plan_editable else redirect(self.candidacy)

    @property
    def record(self):
        return self.candidacy

    def make_form(self, data=None) -> PlanForm:
        return PlanForm(data, instance=self.candidacy)

    def keep(self, form, seen):
        merged = merge_draft(self.candidacy, by=self.request.user, seen=seen, **form.given)
        self.candidacy = merged.record  # a bound form has written what it refuses into its own instance
        return merged

    def page(self, form, status=200):
        checks = checks_context(self.candidacy, self.request.user)
        return render(self.request, "desk/plan.html", {**checks, "form": form}, status=status)

    def done(self):
        return redirect("creation_cycle:plan", self.candidacy.pk)
