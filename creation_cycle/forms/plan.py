"""对标创建: plan, standard, sign, carrier, and what the unit promises the public (S4 一(二)2; S1 社会监督)."""

from django import forms

from core.forms import MergingForm
from core.validators import validate_phone, validate_plain_paragraphs, validate_plain_text
from creation_cycle.models import Candidacy


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class PlanForm(MergingForm, forms.ModelForm):
    """Everything may stay empty in a draft; what is missing is said by the guard of `begin`."""

    class Meta:
        model = Candidacy
        fields = (
            "plan",
            "goal",
            "standard_summary",
            "sign",
            "carrier",
            "slogan",
            "pledge",
            "complaint_phone",
        )
        widgets = {
            "plan": _area(6),
            "goal": _area(3),
            "standard_summary": _area(5),
            "carrier": _area(4),
            "pledge": _area(4),
            "complaint_phone": forms.TextInput(attrs={"type": "tel"}),
        }
        help_texts = {
            "plan": "两年创建周期内的分工和主要安排。",
            "goal": "两年后要达到什么，最好可以衡量，例如：服务差错率减半。",
            "standard_summary": "对照锁定的创建标准，写出本集体的具体要求。",
            "sign": "醒目的创建标识设在哪里，例如：服务大厅入口处。",
            "carrier": "开展创建的有形载体，例如：青年先锋岗、导师带徒。",
            "slogan": "一句话。",
            "pledge": "向社会公开，将显示在荣誉榜的集体页面。",
            "complaint_phone": "向社会公开的监督电话。",
        }

    def clean(self):
        super().clean()
        for name, value in self.given.items():
            check = validate_plain_text if name in ("sign", "slogan") else validate_plain_paragraphs
            try:
                check(value)
            except forms.ValidationError as error:
                self.add_error(name, error)

    def clean_complaint_phone(self):
        phone = self.cleaned_data["complaint_phone"]
        return validate_phone(phone) if phone else ""
