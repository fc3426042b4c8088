"""年度复核 at the unit's end: what the portal knows is filled in; the captain confirms it and says how it went."""

from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views.generic import ListView

from core import clock
from core.forms import MergingForm
from core.lifecycle import perform, step
from core.validators import validate_plain_paragraphs
from core.views.autosave import AutosavingForm
from creation_cycle.models import Recheck
from creation_cycle.queries.rechecks import Told, remedy_places, with_findings
from creation_cycle.recheck_enums import Declaration
from creation_cycle.recheck_enums import RecheckState as S
from creation_cycle.services.rechecks import measured_today, save_report
from units.queries.keeping import kept_units
from units.views.keeping import KeptUnit
from workspace.models import Activity

RECENT = 20
"""How many of the newest records of the log are offered as evidence."""
UNIT_FACTS = ("title__unit__committee", "title__unit__employer", "title__unit__unit_type")


class ReportForm(MergingForm, forms.ModelForm):
    """Two clicks and a few sentences: the rest is known."""

    declaration = forms.ChoiceField(
        label="核对结果", choices=Declaration.choices, widget=forms.RadioSelect, required=False
    )

    class Meta:
        model = Recheck
        fields = ("declaration", "statement", "evidence")
        widgets = {"statement": forms.Textarea(attrs={"rows": 5}), "evidence": forms.CheckboxSelectMultiple}
        help_texts = {"evidence": "从创建日志中勾选，不必重复上传材料；可以不选。"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        log = Activity.objects.kept().filter(unit=self.instance.unit_id)
        offered = list(log.order_by("-day", "-pk").values_list("pk", flat=True)[:RECENT])
        chosen = [activity.pk for activity in self.instance.evidence.all()]
        self.fields["evidence"].queryset = log.filter(pk__in=[*offered, *chosen]).order_by("-day", "-pk")

    def clean_statement(self):
        return validate_plain_paragraphs(self.cleaned_data["statement"])

    def shown_values(self) -> dict:
        """Of the evidence what the page offers: records that were taken back are not among it."""
        return super().shown_values() | {"evidence": self.instance.evidence.kept()}


class UnitRechecks(KeptUnit, ListView):
    """The unit's rechecks of all years, the newest first."""

    template_name = "desk/rechecks.html"
    paginate_by = 20

    def get_queryset(self):
        own = Recheck.objects.filter(title__unit=self.unit).select_related("title", "plan__committee")
        return own.order_by("-year", "-pk")

    def get_context_data(self, **kwargs):
        return super().get_context_data(unit=self.unit, **kwargs)


class RecheckPage(LoginRequiredMixin, AutosavingForm):
    """GET reads it; POST keeps the draft and, with 提交自查, hands it in once nothing is in conflict."""

    whole_or_nothing = True

    @cached_property
    def recheck(self) -> Recheck:
        own = Recheck.objects.filter(title__unit__in=kept_units(self.request.user))
        rows = with_findings(own).select_related(*UNIT_FACTS, "rule_set")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def record(self) -> Recheck:
        return self.recheck

    @property
    def saved_message(self) -> str:
        return "自查已提交" if self._hands_in else "自查内容已保存"

    @property
    def _hands_in(self) -> bool:
        return "hand_in" in self.request.POST and not self.request.htmx

    def make_form(self, data=None) -> ReportForm:
        return ReportForm(data, instance=self.recheck)

    def keep(self, form, seen):
        merged = save_report(self.recheck, by=self.request.user, seen=seen, **form.given)
        if self._hands_in and not merged.conflicts:
            perform(merged.record, "hand_in", by=self.request.user)
        return merged

    def done(self):
        return redirect(self.recheck)

    def page(self, form, status=200):
        """The record as it is stored: a bound form has written what it refuses into its own instance."""
        stored = with_findings(Recheck.objects).select_related(*UNIT_FACTS).get(pk=self.recheck.pk)
        waits = stored.state == S.DUE
        told = measured_today(stored) if waits else [row.finding for row in stored.findings.all()]
        context = {
            "recheck": stored,
            "form": form if waits else None,
            "move": step(stored, "hand_in", self.request.user) if waits else None,
            "told": Told(told, is_frozen=not waits),
            "remedy_places": remedy_places(stored.unit) if waits else {},
            "history": stored.history.reverse(),
            "today": clock.today(),
        }
        return render(self.request, "desk/recheck.html", context, status=status)
