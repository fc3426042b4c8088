"""结对青少年之家: a pairing begins (S4 一(二)2)."""

from django import forms

from core.validators import validate_not_future, validate_phone
from units.models import YouthHomePairing


class YouthHomeForm(forms.ModelForm):
    """A home near by, its people as far as the agreement names them, and since when."""

    class Meta:
        model = YouthHomePairing
        fields = ("name", "address", "head", "phone", "starts_on")
        labels = {"head": "负责人", "phone": "联系电话"}
        widgets = {
            "phone": forms.TextInput(attrs={"type": "tel"}),
            "starts_on": forms.DateInput(attrs={"type": "date"}),
        }

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        return validate_phone(phone) if phone else ""

    def clean_starts_on(self):
        return validate_not_future(self.cleaned_data["starts_on"])
