"""One row of the roster, and its end."""

from django import forms

from core import clock
from core.crypto import blind_index
from core.forms import MergingForm
from core.masking import mask_identity_number
from core.merge import digest
from core.text import chinese_date
from core.validators import birth_date_of, sex_of, validate_identity_number, validate_not_future
from units.enums import PoliticalStatus, Sex
from units.models import Member

SEX_WORDS = {"男": Sex.MALE, "女": Sex.FEMALE}
DATE = {"type": "date"}


class MemberForm(MergingForm, forms.ModelForm):
    """`instance.unit` must be set. A number on record is never shown again: leave the field blank to keep it.

    Where two people correct one row, the number counts as seen although the field is blank (its digest is keyed).
    """

    identity_number = forms.CharField(
        label="居民身份证号码", required=False, max_length=40,
        help_text="可不填。填写后自动核对出生日期，加密保存，页面只显示掩码。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    forget_identity = forms.BooleanField(label="删除已登记的身份证号码", required=False)

    class Meta:
        model = Member
        fields = (
            "name", "identity_number", "forget_identity", "birth_date", "sex", "political_status", "position",
            "volunteer_number", "is_volunteer", "joined_on", "is_captain", "is_principal", "is_league_secretary",
            "is_chinese",
        )  # fmt: skip
        widgets = {"birth_date": forms.DateInput(attrs=DATE), "joined_on": forms.DateInput(attrs=DATE)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._on_record = self.instance.identity_number
        self.initial["identity_number"] = ""
        if self._on_record:
            masked = self.instance.masked_identity_number
            self.fields["identity_number"].help_text = f"已登记 {masked}，留空保持不变。"
        else:
            del self.fields["forget_identity"]
        self.fields["sex"].choices = [("", "未填写"), *Sex.choices]
        self.fields["political_status"].choices = [("", "未填写"), *PoliticalStatus.choices]
        self.fields["birth_date"].required = False
        self.fields["birth_date"].help_text = "只知道年月时填当月 1 日；已填身份证号码的可不填。"
        self.fields["name"].widget.attrs["autofocus"] = True
        self.order_fields(self._meta.fields)

    def clean_identity_number(self):
        typed = self.cleaned_data["identity_number"]
        number = validate_identity_number(typed) if typed else self._on_record
        same = self._others().filter(identity_index=blind_index(number)) if number else Member.objects.none()
        if same.exists():
            raise forms.ValidationError("该身份证号码已在本集体花名册中。", code="twice")
        return number

    def clean_is_captain(self):
        captain = self._others().filter(is_captain=True).first() if self.cleaned_data["is_captain"] else None
        if captain:
            raise forms.ValidationError(
                f"花名册中已有号长（{captain.name}），请先取消其号长身份。", code="second_captain"
            )
        return self.cleaned_data["is_captain"]

    def clean_joined_on(self):
        day = self.cleaned_data["joined_on"]
        return validate_not_future(day) if day else None

    def clean(self):
        super().clean()
        if self.cleaned_data.get("forget_identity"):
            self.cleaned_data["identity_number"] = ""
        number = self.cleaned_data.get("identity_number")
        if number and not self._leaves_birth_date_to_others():
            self._compare_with_identity(number)
        if not self.cleaned_data.get("birth_date") and "birth_date" not in self.errors:
            self.add_error("birth_date", "请填写出生日期，或填写身份证号码")
        born, joined = self.cleaned_data.get("birth_date"), self.cleaned_data.get("joined_on")
        if born and joined and joined <= born:
            self.add_error("joined_on", "加入日期须晚于出生日期")

    def _compare_with_identity(self, number: str) -> None:
        born = birth_date_of(number)
        given = self.cleaned_data.setdefault("birth_date", born) or born
        if given != born and "birth_date" not in self.errors:
            self.add_error("birth_date", f"与身份证号码中的出生日期（{chinese_date(born)}）不一致，请核对")
        elif "birth_date" not in self.errors:
            self.cleaned_data["birth_date"] = born
        self.cleaned_data["sex"] = self.cleaned_data.get("sex") or SEX_WORDS[sex_of(number)]

    def _others(self):
        return self.instance.unit.members.filter(left_on__isnull=True).exclude(pk=self.instance.pk)

    def _leaves_birth_date_to_others(self) -> bool:
        """Neither day nor number was touched here: somebody else may have corrected both meanwhile."""
        given, seen = self.cleaned_data, self.seen
        if seen is None or given["identity_number"] != self._on_record:
            return False
        shown = digest(given.get("birth_date"), place=f"{self._place}.birth_date")
        return seen.digests.get("birth_date") == shown

    @property
    def merged_names(self) -> list[str]:
        """The member's columns."""
        return [name for name in super().merged_names if name != "forget_identity"]

    def shown_values(self) -> dict:
        return super().shown_values() | {"identity_number": self._on_record}

    def words_for(self, name: str, value) -> str:
        words = super().words_for(name, value)
        return mask_identity_number(words) if name == "identity_number" else words


class LeaveForm(forms.Form):
    """The day from which `member` no longer counts."""

    left_on = forms.DateField(label="离开日期", widget=forms.DateInput(attrs=DATE), initial=clock.today)

    def __init__(self, *args, member: Member, **kwargs):
        self.member = member
        super().__init__(*args, **kwargs)

    def clean_left_on(self):
        day = validate_not_future(self.cleaned_data["left_on"])
        if self.member.joined_on and day < self.member.joined_on:
            raise forms.ValidationError("离开日期不能早于加入日期。", code="before_joining")
        return day
