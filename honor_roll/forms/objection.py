"""What somebody holds against a unit on a public notice; a name is never asked for (S1 二.3)."""

from django import forms

from core.validators import validate_plain_paragraphs, validate_plain_text
from creation_cycle.models import Notice, NoticeEntry
from honor_roll.queries.notices import open_to_objections


class UnitChoice(forms.ModelChoiceField):
    """A unit of the notice, by its name alone."""

    def label_from_instance(self, entry: NoticeEntry) -> str:
        return entry.candidacy.unit.name


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
    name = forms.CharField(
        label="姓名",
        required=False,
        max_length=40,
        validators=[validate_plain_text],
        help_text="可以不填。填写后加密保存，只供核查人员联系您。",
    )
    contact = forms.CharField(
        label="联系方式",
        required=False,
        max_length=80,
        validators=[validate_plain_text],
        help_text="可以不填。电话或邮箱均可；不填时请保存提交后给出的查询码。",
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

    def clean_website(self) -> str:
        """A trap: people do not see this field. Somebody whose browser filled it in can still go on."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError("这一栏请留空后再提交。")
        return ""
