"""Forms of the workspace's admin pages."""

from django import forms
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from workspace.enums import DutySubject
from workspace.models import Activity, ActivityType, Duty


class CommitteeRecordForm(forms.ModelForm):
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
        self.fields["day"].show_hidden_initial = False  # changed is what differs from the record

    def clean_people(self) -> int:
        return self.cleaned_data["people"] or 0

    @property
    def facts(self) -> dict:
        """All of a new record; of an old one what was changed."""
        names = self.changed_data if self.instance.pk else self.cleaned_data
        return {name: self.cleaned_data[name] for name in names}


class DutyForm(forms.ModelForm):
    """Which kinds of activity go with which duty."""

    class Meta:
        model = Duty
        fields = [
            "committee", "code", "name", "text", "is_active", "order", "subject", "period", "target", "counter",
            "activity_types", "clause", "node_month", "node_day", "node_days", "suggestion",
        ]  # fmt: skip
        widgets = {"activity_types": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "activity_types" in self.fields:
            self.fields["activity_types"].help_text = "登记这些类型的活动时，自动勾选本任务。"

    def clean(self):
        """A kind of activity is offered to units or to committees, and counts for the duties of the same."""
        values = super().clean()
        kinds, subject = values.get("activity_types"), values.get("subject")
        if kinds is not None and subject:
            wrong = [kind.name for kind in kinds if kind.for_committees != DutySubject(subject).is_committee]
            if wrong:
                self.add_error("activity_types", f"与任务对象不符的活动类型：{'、'.join(wrong)}。")
        return values
