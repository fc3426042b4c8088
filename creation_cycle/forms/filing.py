"""简易备案: what a unit adds to its basic information to file (S1: nothing that is known is asked again)."""

from django import forms

from core.forms import MergingForm
from core.validators import validate_plain_paragraphs
from creation_cycle.models import Candidacy, Cycle


class StartForm(forms.Form):
    """Which cycle to join; `cycles` are those that are open to the unit."""

    cycle = forms.ModelChoiceField(Cycle.objects.none(), widget=forms.HiddenInput)

    def __init__(self, *args, cycles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["cycle"].queryset = cycles


class FilingForm(MergingForm, forms.ModelForm):
    """Kind and channel; every other condition is measured, not asked."""

    class Meta:
        model = Candidacy
        fields = ("kind", "channel", "channel_reason")
        widgets = {
            "kind": forms.RadioSelect,
            "channel": forms.RadioSelect,
            "channel_reason": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "kind": "新创建：本级尚无称号；晋级：已有下一级称号；升星：已有本级称号。",
            "channel": "特别推荐可放宽部分条件，须写明理由，并由推荐、备案两级确认。",
            "channel_reason": "选择特别推荐时填写。",
        }

    def clean_channel_reason(self):
        return validate_plain_paragraphs(self.cleaned_data["channel_reason"])
