"""关爱: targets without names, and visits to them."""

from django import forms

from core.forms import MergingForm
from workspace.enums import CareKind
from workspace.forms.activity_choice import ActivityChoice
from workspace.models import CareTarget, CareVisit

CODE_ONLY = "只写代号，不写姓名、住址、学校、电话和证件号码。"


class TargetForm(forms.ModelForm):
    """A new target; its code comes from the portal."""

    class Meta:
        model = CareTarget
        fields = ("kind", "since", "frequency")
        widgets = {"since": forms.DateInput(attrs={"type": "date"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "请选择"), *CareKind.choices]


class ChangeTargetForm(MergingForm, forms.ModelForm):
    """What may change of a target; with a last day it gets no more visits."""

    class Meta:
        model = CareTarget
        fields = ("since", "frequency", "until")
        widgets = {name: forms.DateInput(attrs={"type": "date"}) for name in ("since", "until")}

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "结束日期不能早于开始日期")
        return cleaned


class VisitForm(ActivityChoice, MergingForm, forms.ModelForm):
    """When, and what was done."""

    class Meta:
        model = CareVisit
        fields = ("day", "text", "activity")
        widgets = {
            "day": forms.DateInput(attrs={"type": "date"}),
            "text": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = f"例如：送去学习用品，陪同完成作业。{CODE_ONLY}"
        self.offer(self.instance.target.unit)

    def clean_day(self):
        day, target = self.cleaned_data["day"], self.instance.target
        if day < target.since:
            raise forms.ValidationError("日期不能早于开始帮扶的日期")
        if target.until and day > target.until:
            raise forms.ValidationError("帮扶已在此之前结束，如需继续请先修改结束日期")
        return day
