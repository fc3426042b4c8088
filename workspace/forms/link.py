"""Proposing a link to another unit, and declining one."""

from django import forms

from core.validators import validate_plain_paragraphs
from units.forms.lookups import LookupField, suggest_from
from units.models import Unit
from workspace.enums import LinkKind
from workspace.models import UnitLink
from workspace.queries.links import search_units, unit_label

NOTE_LENGTH = 200


class PartnerField(LookupField):
    """对方集体, by name."""

    model = Unit
    search = staticmethod(search_units)

    def labels(self, rows):
        return {unit.pk: unit_label(unit) for unit in rows}


class LinkForm(forms.ModelForm):
    """What is proposed to whom."""

    partner = PartnerField(label="对方集体", help_text="填写名称，从提示中选择。由对方号长确认后生效。")

    class Meta:
        model = UnitLink
        fields = ("kind", "partner", "topic", "text", "starts_on", "ends_on")
        widgets = {name: forms.DateInput(attrs={"type": "date"}) for name in ("starts_on", "ends_on")} | {
            "text": forms.Textarea(attrs={"rows": 4})
        }

    def __init__(self, *args, unit: Unit, options_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.unit = unit
        self.fields["kind"].choices = [("", "请选择"), *LinkKind.choices]
        self.fields["topic"].help_text = "确认后显示在双方的荣誉榜页面。"
        self.fields["ends_on"].help_text = "没有约定时不填。"
        suggest_from(self.fields["partner"], options_url, "partner-options")

    def clean_partner(self):
        partner = self.cleaned_data["partner"]
        if partner and partner.pk == self.unit.pk:
            raise forms.ValidationError("不能与本集体结对，请选择另一个集体")
        return partner

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "结束日期不能早于开始日期")
        return cleaned


class DeclineForm(forms.Form):
    """Why not: the other captain reads it."""

    note = forms.CharField(
        label="理由", max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="对方号长会看到。例如：今年已有结对安排，明年再联系。", validators=[validate_plain_paragraphs],
    )  # fmt: skip
