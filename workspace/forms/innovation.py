"""五小创新 as a keeper writes it down, and a look back 回头看."""

from django import forms

from core.forms import MergingForm
from units.models import Unit
from workspace.forms.activity_choice import ActivityChoice
from workspace.forms.money import MoneyField
from workspace.models import Innovation, InnovationCategory, InnovationFollowUp
from workspace.queries.innovations import categories_for

DATES = ("submitted_on", "adopted_on", "applied_on")


class InnovationForm(ActivityChoice, MergingForm, forms.ModelForm):
    """Four fields are enough: category, name, people and content. The rest can be added as the work goes on."""

    benefit_amount = MoneyField(
        label="经济效益（元）", required=False, help_text="没有或无法估算时不填。例如 1200.50。"
    )

    class Meta:
        model = Innovation
        fields = (
            "category", "name", "people", "content", "submitted_on", "adopted_on", "applied_on", "background",
            "benefit", "benefit_amount", "activity",
        )  # fmt: skip
        widgets = {name: forms.DateInput(attrs={"type": "date"}) for name in DATES} | {
            name: forms.Textarea(attrs={"rows": 3}) for name in ("content", "background", "benefit")
        }

    def __init__(self, *args, unit: Unit, **kwargs):
        super().__init__(*args, **kwargs)
        current = InnovationCategory.objects.filter(pk=self.instance.category_id)
        self.fields["category"].queryset = categories_for(unit) | current
        self.fields["category"].empty_label = "请选择"
        self.offer(unit)

    def clean(self):
        cleaned = super().clean()
        submitted, adopted, applied = (cleaned.get(name) for name in DATES)
        if submitted and adopted and adopted < submitted:
            self.add_error("adopted_on", "采纳日期不能早于提交日期")
        earliest = max((day for day in (submitted, adopted) if day), default=None)
        if applied and earliest and applied < earliest:
            self.add_error("applied_on", "实施日期不能早于提交日期和采纳日期")
        return cleaned


class LookBackForm(MergingForm, forms.ModelForm):
    """When somebody went to see, whether the work is still in use, and what it brings."""

    class Meta:
        model = InnovationFollowUp
        fields = ("day", "still_in_use", "text")
        widgets = {
            "day": forms.DateInput(attrs={"type": "date"}),
            "text": forms.Textarea(attrs={"rows": 3}),
        }

    def clean_day(self):
        day, work = self.cleaned_data["day"], self.instance.innovation
        if day < work.submitted_on:
            raise forms.ValidationError("回访日期不能早于作品的提交日期")
        return day


class YearForm(forms.Form):
    """Which year a list shows; anything else leads to the present one."""

    year = forms.IntegerField(min_value=2000, max_value=2200, required=False)
