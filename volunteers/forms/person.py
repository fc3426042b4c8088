"""What volunteers fill in about themselves: registration, requests, joining."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from core import clock
from core.validators import birth_date_of, normalise_code, validate_phone, validate_plain_text
from units.enums import Sex
from units.models import Region
from volunteers import guards
from volunteers.consent import wording
from volunteers.enums import ConsentMatter, IdentityKind
from volunteers.models import Skill, VolunteerOrganisation
from volunteers.validators import SEXES, validate_identity

OPTIONAL = (ConsentMatter.CONTACT, ConsentMatter.PUBLIC, ConsentMatter.CREDIT)


class PersonChecks:
    """What every form asks of a person's particulars, whoever types them."""

    def clean_name(self):
        return validate_plain_text(self.cleaned_data["name"].strip())

    def clean_guardian_phone(self):
        phone = self.cleaned_data["guardian_phone"]
        return validate_phone(phone) if phone else ""

    def clean_region_code(self):
        code = self.cleaned_data["region_code"].strip()
        if code and not Region.objects.filter(code=code).exists():
            raise ValidationError("没有这个区划代码。")
        return code

    def clean(self):
        given = super().clean()
        if "identity_number" in given:
            self._check_identity(given)
        born = given.get("birth_date")
        if born and not self.has_error("birth_date"):
            self._check_guardian(given, born)
        return given

    def _check_identity(self, given) -> None:
        kind = given.get("identity_kind")
        try:
            number = validate_identity(
                given["identity_number"],
                kind=kind,
                birth_date=given.get("birth_date"),
                sex=given.get("sex", ""),
            )
        except ValidationError as error:
            self.add_error(None, error)
            return
        given["identity_number"] = number
        if kind == IdentityKind.RESIDENT:
            given["birth_date"], given["sex"] = (
                birth_date_of(number),
                SEXES["男" if int(number[16]) % 2 else "女"],
            )
        elif not given.get("birth_date"):
            self.add_error("birth_date", "请填写出生日期。")

    def _check_guardian(self, given, born) -> None:
        age = guards.age_of(born, clock.today())
        if age < guards.ADULT_CONSENT and not given.get("guardian_name"):
            self.add_error(
                "guardian_name", f"未满 {guards.ADULT_CONSENT} 周岁（{age} 周岁），请填写同意登记的监护人。"
            )
        if age < guards.ADULT_CONSENT and not given.get("guardian_phone"):
            self.add_error("guardian_phone", "请填写监护人的联系电话。")


class RegistrationForm(PersonChecks, forms.Form):
    """One person registers with one organisation; nothing is asked that 2012 办法第六条 does not name."""

    name = forms.CharField(label="姓名", max_length=50, help_text="与证件一致。")
    identity_kind = forms.ChoiceField(label="证件类型", choices=IdentityKind)
    identity_number = forms.CharField(
        label="证件号码", max_length=30, help_text="加密保存，只以掩码显示。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    birth_date = forms.DateField(
        label="出生日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="使用居民身份证的不用填写。",
    )  # fmt: skip
    sex = forms.ChoiceField(
        label="性别", required=False, choices=[("", "使用居民身份证的不用选择"), *Sex.choices]
    )
    phone = forms.CharField(
        label="手机号码", max_length=20, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    )
    region_code = forms.CharField(
        label="居住区划代码", required=False, max_length=9, help_text="六位数字，例如442000；不清楚可以不填。"
    )
    skills = forms.ModelMultipleChoiceField(
        None, label="服务技能", required=False, widget=forms.CheckboxSelectMultiple
    )
    organisation = forms.ModelChoiceField(None, label="加入的志愿服务组织", empty_label="请选择")
    password = forms.CharField(
        label="登录密码", required=False, max_length=100, strip=False,
        help_text="填写后可以用手机号码登录，管理自己的资料。至少10位。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    guardian_name = forms.CharField(
        label="监护人姓名", required=False, max_length=40, help_text="未满14周岁的必填。"
    )
    guardian_phone = forms.CharField(label="监护人电话", required=False, max_length=20)
    agree_register = forms.BooleanField(
        label=ConsentMatter.REGISTER.label, help_text=wording(ConsentMatter.REGISTER),
        error_messages={"required": "登记须经您同意。"},
    )  # fmt: skip
    website = forms.CharField(
        label="请勿填写", required=False, widget=forms.TextInput(attrs={"tabindex": "-1"})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["skills"].queryset = Skill.objects.filter(is_active=True)
        self.fields["organisation"].queryset = VolunteerOrganisation.objects.open_to_join().order_by("name")
        for matter in OPTIONAL:
            self.fields[f"agree_{matter}"] = forms.BooleanField(
                label=matter.label, required=False, help_text=wording(matter)
            )

    @property
    def sections(self) -> list[tuple[str, list]]:
        """Title and fields, in the order of the page."""
        names = {
            "您的资料": [
                "name",
                "identity_kind",
                "identity_number",
                "birth_date",
                "sex",
                "phone",
                "region_code",
            ],
            "志愿服务": ["organisation", "skills"],
            "登录": ["password"],
            "监护人": ["guardian_name", "guardian_phone"],
            "同意书": ["agree_register", *(f"agree_{matter}" for matter in OPTIONAL)],
        }
        return [(title, [self[name] for name in fields]) for title, fields in names.items()]

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        RegexValidator(r"^1[3-9]\d{9}$", "请填写11位手机号码。")(normalise_code(phone))
        return normalise_code(phone)

    def clean_password(self):
        password = self.cleaned_data["password"]
        if password and len(password) < 10:
            raise ValidationError("密码至少10位。")
        return password

    @property
    def agreed(self) -> list[str]:
        given = self.cleaned_data
        return [ConsentMatter.REGISTER, *(matter for matter in OPTIONAL if given.get(f"agree_{matter}"))]


class RequestForm(forms.Form):
    text = forms.CharField(
        label="说明", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args, needs_text: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = needs_text
        if needs_text:
            self.fields["text"].help_text = "哪一项不对，应当是什么。请不要在这里填写完整的证件号码。"


class JoinForm(forms.Form):
    organisation = forms.ModelChoiceField(None, label="志愿服务组织", empty_label="请选择")

    def __init__(self, *args, volunteer, **kwargs):
        super().__init__(*args, **kwargs)
        taken = volunteer.memberships.live().values("organisation")
        rows = VolunteerOrganisation.objects.open_to_join().exclude(pk__in=taken)
        self.fields["organisation"].queryset = rows.exclude(pk=volunteer.organisation_id).order_by("name")


class DecisionForm(forms.Form):
    note = forms.CharField(
        label="说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
