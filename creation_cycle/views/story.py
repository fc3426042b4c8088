"""事迹材料: kept until the application for assessment, like the plan."""

from django.shortcuts import redirect, render

from core.views.autosave import AutosavingForm
from creation_cycle.forms import StoryForm
from creation_cycle.services.drafts import merge_draft
from creation_cycle.views.keeping import KeptCandidacy


class StoryPage(KeptCandidacy, AutosavingForm):
    """One text with the number of its characters; a candidacy in other hands is shown on its own page."""

    saved_message = "事迹材料已保存"
    saved_template = "desk/story_saved.html"

    def get(self, request, pk):
        return super().get(request, pk) if self.candidacy.is_plan_editable else redirect(self.candidacy)

    @property
    def record(self):
        return self.candidacy

    def make_form(self, data=None) -> StoryForm:
        return StoryForm(data, instance=self.candidacy)

    def keep(self, form, seen):
        merged = merge_draft(self.candidacy, by=self.request.user, seen=seen, **form.given)
        self.candidacy = merged.record
        return merged

    def page(self, form, status=200):
        context = {"candidacy": self.candidacy, "form": form}
        return render(self.request, "desk/story.html", context, status=status)

    def done(self):
        return redirect("creation_cycle:story", self.candidacy.pk)
