"""What somebody holds against a unit on a public notice, by name or without (S1 二.3), and how it stands."""

from django import forms

from core.validators import normalise_code, validate_plain_paragraphs
from creation_cycle.models import Candidacy, Notice, NoticeEntry, Objection
from honor_roll.forms.signing import MayStayAnonymous
from honor_roll.queries.notices import objection_with, open_to_objections
from workspace.forms.media import EvidenceField

MOST_FILES = 5


class UnitChoice(forms.ModelChoiceField):
    """A unit of the notice, by the name that it has there."""

    def label_from_instance(self, entry: NoticeEntry) -> str:
        return entry.name


class ObjectionForm(MayStayAnonymous):
    """Bound to one notice: only its units can be chosen."""

    field_order = ("entry", "content", "evidence")

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

    def __init__(self, *args, notice: Notice, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["entry"].queryset = open_to_objections(notice)

    @property
    def candidacy(self) -> Candidacy:
        return self.cleaned_data["entry"].candidacy

    @property
    def said(self) -> dict:
        """What the service is told."""
        return {name: self.cleaned_data[name] for name in ("content", "evidence")} | self.person


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
