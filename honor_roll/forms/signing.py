"""What every public form shares in which somebody may stay anonymous."""

from django import forms
from django.db import models

from core.text import length_of
from core.validators import validate_plain_text

FACTS = 20
"""Characters with which somebody without a name and without a file can tell when, where and what."""


class Signing(models.TextChoices):
    NAMED = "named", "实名"
    ANONYMOUS = "anonymous", "匿名"


class MayStayAnonymous(forms.Form):
    """By name or without, and a trap for programs; a subclass has `content` and `evidence`."""

    asks = (("name", "姓名"), ("contact", "联系方式"))
    """What somebody who gives a name has to give."""

    signing = forms.ChoiceField(
        label="署名方式",
        choices=Signing,
        widget=forms.RadioSelect,
        help_text="实名的，便于核查人员向您了解情况。匿名的，请写清事实或附上证据，否则难以核查。",
    )
    name = forms.CharField(
        label="姓名",
        required=False,
        max_length=40,
        validators=[validate_plain_text],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="实名时填写。加密保存，只供核查人员联系您，不会告诉被反映的集体。选择匿名的不保存。",
    )
    contact = forms.CharField(
        label="联系方式",
        required=False,
        max_length=80,
        validators=[validate_plain_text],
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
        help_text="实名时填写，电话或邮箱均可，同样加密保存。选择匿名的不保存。",
    )
    website = forms.CharField(
        label="请留空",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields for people; the trap for programs is drawn apart."""
        return [bound for bound in self if bound.name != "website" and not bound.is_hidden]

    @property
    def person(self) -> dict[str, str]:
        """Who says it: of somebody who wants no name, nothing."""
        if self.cleaned_data["signing"] == Signing.ANONYMOUS:
            return {}
        return {name: self.cleaned_data[name] for name in ("name", "contact")}

    def clean_website(self) -> str:
        """A trap: people do not see this field. Somebody whose browser filled it in can still go on."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError("这一栏请留空后再提交。")
        return ""

    def clean(self) -> dict:
        given = super().clean()
        if given.get("signing") == Signing.NAMED:
            self._ask_for_a_name()
        elif given.get("signing") == Signing.ANONYMOUS:
            self._ask_for_facts()
        return given

    def _ask_for_a_name(self) -> None:
        for name, label in self.asks:
            if name in self.cleaned_data and not self.cleaned_data[name]:
                self.add_error(name, f"实名提出的，请填写{label}；不便填写的，可以选择“匿名”。")

    def _ask_for_facts(self) -> None:
        """Nobody can be asked back, so what was sent has to suffice."""
        known = "content" in self.cleaned_data and "evidence" in self.cleaned_data
        if known and not self.cleaned_data["evidence"] and length_of(self.cleaned_data["content"]) < FACTS:
            self.add_error(
                "content",
                f"匿名提出的，核查人员无法再向您了解情况，请写明时间、地点和具体事实（不少于 {FACTS} 字），"
                "或者附上照片、文件。",
            )
