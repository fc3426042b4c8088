"""What somebody holds against a unit on a public notice, by name or without (S1 二.3), and how it stands."""

from django import forms
from django.db import models

from core.text import length_of
from core.validators import normalise_code, validate_plain_paragraphs, validate_plain_text
from creation_cycle.models import Candidacy, Notice, NoticeEntry, Objection
from honor_roll.queries.notices import objection_with, open_to_objections
from workspace.forms.media import EvidenceField

MOST_FILES = 5
FACTS = 20
"""Characters with which somebody without a name and without a file can tell when, where and what."""


class Signing(models.TextChoices):
    NAMED = "named", "实名"
    ANONYMOUS = "anonymous", "匿名"


class UnitChoice(forms.ModelChoiceField):
    """A unit of the notice, by the name that it has there."""

    def label_from_instance(self, entry: NoticeEntry) -> str:
        return entry.name


class ObjectionForm(forms.Form):
    """Bound to one notice: only its units can be chosen."""

    entry = UnitChoice(label="涉及的集体", queryset=NoticeEntry.objects.none(), empty_label="请选择")
    content = forms.CharField(
        label="异议内容",
        max_length=4000,
        validators=[validate_plain_paragraphs],
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="请写明时间、地点和事实，便于核查。最多 4000 字。",
    )
    evidence = EvidenceField(
        most=MOST_FILES,
        label="证据",
        help_text="可以不附。最多 5 个文件，每个不超过 10 MB：照片、PDF 或 Word（DOCX）文档。"
        "拍摄位置、作者等信息会自动去除，文件名不保留。",
    )
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

    def __init__(self, *args, notice: Notice, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["entry"].queryset = open_to_objections(notice)

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields for people; the trap for programs is drawn apart."""
        return [bound for bound in self if bound.name != "website"]

    @property
    def candidacy(self) -> Candidacy:
        return self.cleaned_data["entry"].candidacy

    @property
    def said(self) -> dict:
        """What the service is told: of somebody who wants no name, none."""
        given = {name: self.cleaned_data[name] for name in ("content", "evidence")}
        if self.cleaned_data["signing"] == Signing.ANONYMOUS:
            return given
        return given | {name: self.cleaned_data[name] for name in ("name", "contact")}

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
        for name, label in (("name", "姓名"), ("contact", "联系方式")):
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


class TrackingForm(forms.Form):
    """A code as people type it: small letters, blanks and full-width characters do not matter."""

    code = forms.CharField(
        label="查询码",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text="提交异议后页面给出的 10 位查询码，不区分大小写。",
    )
    objection: Objection

    def clean_code(self) -> str:
        code = normalise_code(self.cleaned_data["code"])
        found = objection_with(code)
        if found is None:
            raise forms.ValidationError("没有查到这个查询码，请逐位核对。查询码中没有数字 0、1 和字母 O、I。")
        self.objection = found
        return code
