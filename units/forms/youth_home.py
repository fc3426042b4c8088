"""结对青少年之家: a pairing begins (S4 一(二)2)."""

from django import forms

from core.validators import validate_not_future
from units.models import YouthHomePairing


class YouthHomeForm(forms.ModelForm):
    """A home near by, and since when."""

    class Meta:
        model = YouthHomePairing
        fields = ("name", "address", "starts_on")
        widgets = {"starts_on": forms.DateInput(attrs={"type": "date"})}

    def clean_starts_on(self):
        return validate_not_future(self.cleaned_data["starts_on"])
