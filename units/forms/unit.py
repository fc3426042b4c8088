"""A unit's basic information as its captain keeps it (domain.md §5.1: asked once, used everywhere)."""

from collections.abc import Mapping

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

from core.forms import MergingForm
from core.validators import validate_credit_code, validate_phone, validate_plain_text
from units.enums import EmployerNature
from units.forms.lookups import CommitteeField, RegionField, suggest_from
from units.models import Employer, Industry, Unit, UnitType

EMPLOYER_FIELDS = ("employer_name", "employer_code", "employer_nature")
"""The employer is asked for in three fields."""


class UnitForm(MergingForm, forms.ModelForm):
    """`locked` maps a field to the reason why it cannot change now; `lookups` a field to its suggestions' address.

    The page says each reason once, from `form.locked`.
    """

    employer_name = forms.CharField(
        label="所属单位全称", max_length=80, validators=[validate_plain_text],
        help_text="与营业执照或法人证书一致，已登记的单位可从提示中选择。",
    )  # fmt: skip
    employer_code = forms.CharField(
        label="所属单位统一社会信用代码", required=False, max_length=40, help_text="已登记的单位可不填。"
    )
    employer_nature = forms.ChoiceField(
        label="单位性质", required=False, choices=[("", "请选择"), *EmployerNature.choices]
    )
    region = RegionField(label="所在区划", help_text="填写六位代码或名称，例如 442000 或 中山市。")
    committee = CommitteeField(
        label="隶属团组织", help_text="受理备案、提出推荐意见的团委（团工委），从提示中选择。"
    )

    class Meta:
        model = Unit
        fields = (
            "name", "unit_type", "industry", "region", "committee", "league_branch", "captain_phone",
            "complaint_phone", "complaint_email",
        )  # fmt: skip
        widgets = {
            "captain_phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            "complaint_phone": forms.TextInput(attrs={"type": "tel"}),
        }

    field_order = (
        "name", "employer_name", "employer_code", "employer_nature", "unit_type", "industry", "region",
        "committee", "league_branch", "captain_phone", "complaint_phone", "complaint_email",
    )  # fmt: skip

    def __init__(
        self,
        *args,
        locked: Mapping[str, str] | None = None,
        lookups: Mapping[str, str] | None = None,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self._prefill_employer(self.instance.employer)
        self._offer_active("unit_type", UnitType)
        self._offer_active("industry", Industry)
        for name in ("unit_type", "industry", "complaint_phone"):
            self.fields[name].required = True
        for name, url in (lookups or {}).items():
            suggest_from(self.fields[name], url, f"{name}-options")
        for fact in locked or {}:
            for name in EMPLOYER_FIELDS if fact == "employer" else (fact,):
                self.fields[name].disabled = True
                self.fields[name].help_text = ""
        self.locked = list(dict.fromkeys((locked or {}).values()))

    def _prefill_employer(self, employer: Employer | None) -> None:
        if employer:
            self.initial |= {
                "employer_name": employer.name,
                "employer_code": employer.credit_code,
                "employer_nature": employer.nature,
            }

    def _offer_active(self, name: str, model) -> None:
        current = getattr(self.instance, f"{name}_id")
        rows = model.objects.filter(is_active=True) | model.objects.filter(pk=current)
        self.fields[name].queryset = rows.order_by("order", "code")
        self.fields[name].empty_label = "请选择"

    def clean_employer_code(self):
        code = self.cleaned_data["employer_code"]
        return validate_credit_code(code) if code else ""

    def clean_captain_phone(self):
        phone = self.cleaned_data["captain_phone"]
        return validate_phone(phone) if phone else ""

    def clean_complaint_phone(self):
        return validate_phone(self.cleaned_data["complaint_phone"])

    def clean(self):
        super().clean()
        name, code = self.cleaned_data.get("employer_name"), self.cleaned_data.get("employer_code")
        if name is None or code is None:
            return
        known = Employer.objects.filter(name=name).first()
        if known is None and not code:
            self.add_error("employer_code", "首次登记该单位，请填写统一社会信用代码")
        elif known and code and known.credit_code and code != known.credit_code:
            self.add_error("employer_code", f"与已登记的“{known.name}”的代码不一致，请核对单位全称或代码")

    def _post_clean(self):
        """The model's only constraint is a name that is unique in its region: say so at the name."""
        super()._post_clean()
        if refused := self.errors.pop(NON_FIELD_ERRORS, None):
            self.add_error("name", refused.as_data())

    def shown_values(self) -> dict:
        return _employer_as_one(super().shown_values())

    @property
    def given(self) -> dict:
        """The unit's facts; `employer_name` is name, code and nature of the employer, when all three are valid."""
        return _employer_as_one(super().given)

    def words_for(self, name, value):
        if name != EMPLOYER_FIELDS[0]:
            return super().words_for(name, value)
        words = (super(UnitForm, self).words_for(*pair) for pair in zip(EMPLOYER_FIELDS, value, strict=True))
        return "，".join(word for word in words if word)


def _employer_as_one(values: dict) -> dict:
    """The three employer fields as one value under the name of the first, or without them if one is missing."""
    others = {name: value for name, value in values.items() if name not in EMPLOYER_FIELDS}
    if not values.keys() >= set(EMPLOYER_FIELDS):
        return others
    return {**others, EMPLOYER_FIELDS[0]: tuple(values[name] or "" for name in EMPLOYER_FIELDS)}
