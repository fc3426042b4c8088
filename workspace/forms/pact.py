"""Drafting a 结对共建协议书, and handing in the signed paper."""

from django import forms

from units.models import Unit
from volunteers.models import Pact, YouthHome
from volunteers.models.youth_home import LEAST_SESSIONS


class PactForm(forms.ModelForm):
    """What the two agree on; the home's own data stand with the pairing."""

    class Meta:
        model = Pact
        fields = (
            "home", "starts_on", "ends_on", "sessions", "service", "unit_duties", "home_duties", "child_protection",
            "unit_signer", "home_signer", "signed_on",
        )  # fmt: skip
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}) for name in ("starts_on", "ends_on", "signed_on")
        } | {
            name: forms.Textarea(attrs={"rows": 3})
            for name in ("service", "unit_duties", "home_duties", "child_protection")
        }
        help_texts = {
            "sessions": f"每年不少于 {LEAST_SESSIONS} 场次。",
            "child_protection": "可以写得更严，不能删去。",
            "unit_signer": "双方签署以后再填写签署人和日期。",
        }

    def __init__(self, *args, unit: Unit, **kwargs):
        super().__init__(*args, **kwargs)
        near = YouthHome.objects.active().filter(region__path__startswith=_city(unit))
        self.fields["home"].queryset = near
        self.fields["home"].empty_label = "不在登记名单中"
        self.fields["home"].label = "登记的青少年之家"


def _city(unit: Unit) -> str:
    """就近就便: homes of the unit's own city."""
    return "/".join(unit.region.path.split("/")[:2])


class ScanForm(forms.Form):
    """The signed paper, proved and written anew like all uploads."""

    file = forms.FileField(label="签署件扫描", help_text="PDF 或图片，不超过 10 MB。")
