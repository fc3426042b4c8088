"""A complaint at the unit's end: the officer's summary, the unit's own statement, and what was found."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property

from core.lifecycle import perform, step
from core.views.autosave import AutosavingForm
from reviews.answer_forms import StatementForm
from reviews.enums import ComplaintState
from reviews.models import Complaint
from reviews.queries.complaints import unit_view
from reviews.services.complaints import save_statement
from units.queries.keeping import kept_units


class StatementPage(LoginRequiredMixin, AutosavingForm):
    """GET reads it; POST keeps the statement and, with 提交, hands it in once nothing is in conflict."""

    whole_or_nothing = True

    @cached_property
    def complaint(self) -> Complaint:
        """One that the unit was asked about; of others it does not hear."""
        asked = Complaint.objects.asked_of(kept_units(self.request.user))
        return get_object_or_404(asked.select_related("unit", "committee"), pk=self.kwargs["pk"])

    @property
    def record(self) -> Complaint:
        return self.complaint

    @property
    def saved_message(self) -> str:
        return "情况说明已提交" if self._hands_in else "情况说明已保存"

    @property
    def _hands_in(self) -> bool:
        return "hand_in" in self.request.POST and not self.request.htmx

    def make_form(self, data=None) -> StatementForm:
        return StatementForm(data, instance=self.complaint)

    def keep(self, form, seen):
        merged = save_statement(self.complaint, by=self.request.user, seen=seen, **form.given)
        if self._hands_in and not merged.conflicts:
            perform(merged.record, "hand_in_statement", by=self.request.user)
        return merged

    def done(self):
        return redirect(self.complaint)

    def page(self, form, status=200):
        """As it is stored; the template gets what the unit may know and never the record itself."""
        stored = Complaint.objects.select_related("unit", "committee").get(pk=self.complaint.pk)
        waits = stored.state == ComplaintState.FORWARDED
        context = {
            "case": unit_view(stored),
            "form": form if waits else None,
            "move": step(stored, "hand_in_statement", self.request.user) if waits else None,
        }
        return render(self.request, "reviews/complaint_statement.html", context, status=status)
