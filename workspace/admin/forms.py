"""Forms of the workspace's admin pages."""

from datetime import date

from django import forms
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from core import clock
from core.forms import MergingForm
from workspace.enums import DutySubject
from workspace.models import Activity, ActivityType, Duty
from workspace.queries.duties import YEARS_SHOWN


class CommitteeRecordForm(MergingForm, forms.ModelForm):
    """One activity of a committee. Which duties it satisfies follows from its kind; nobody ticks them."""

    class Meta:
        model = Activity
        fields = ["activity_type", "day", "theme", "people", "text"]
        widgets = {
            "activity_type": UnfoldAdminSelectWidget,
            "day": UnfoldAdminDateWidget,
            "theme": UnfoldAdminTextInputWidget,
            "people": UnfoldAdminIntegerFieldWidget,
            "text": UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = ActivityType.objects.filter(for_committees=True)
        kept = kinds.filter(pk=self.instance.activity_type_id)
        self.fields["activity_type"].queryset = kinds.filter(is_active=True) | kept
        self.fields["people"].required = False
        self.fields["people"].initial = None
        self.fields["day"].show_hidden_initial = False
        self.kept_day = self.instance.day if self.instance.pk else None

    def clean_day(self) -> date:
        """No day before the years that the committee's page offers: nobody would find the record again."""
        day, earliest = self.cleaned_data["day"], clock.today().year - YEARS_SHOWN + 1
        if day.year < earliest and day != self.kept_day:
            raise forms.ValidationError(f"请填写 {earliest} 年以来的日期。", code="too_early")
        return day

    def clean_people(self) -> int:
        return self.cleaned_data["people"] or 0


class DutyForm(forms.ModelForm):
    """Which kinds of activity go with which duty."""

    class Meta:
        model = Duty
        fields = [
            "committee", "code", "name", "text", "is_active", "order", "subject", "period", "target", "counter",
            "activity_types", "ticked_by_type", "clause", "node_month", "node_day", "node_days", "suggestion",
        ]  # fmt: skip
        widgets = {"activity_types": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "activity_types" in self.fields:
            self.fields["activity_types"].help_text = "登记这些类型的活动时，列出本任务。"

    def clean(self):
        """A kind of activity is offered to units or to committees, and counts for the duties of the same."""
        values = super().clean()
        kinds, subject = values.get("activity_types"), values.get("subject")
        if kinds is not None and subject:
            wrong = [kind.name for kind in kinds if kind.for_committees != DutySubject(subject).is_committee]
            if wrong:
                self.add_error("activity_types", f"与任务对象不符的活动类型：{'、'.join(wrong)}。")
        return values
