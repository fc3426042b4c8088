"""What a unit says to an adjustment: its statement, and its one appeal."""

from django import forms

from core.text import paragraphs
from core.validators import validate_plain_paragraphs
from workspace.forms.media import EvidenceField

MOST_FILES = 5
FILES_HELP = "可以不附。最多 5 个文件，每个不超过 10 MB：照片、PDF 或 Word（DOCX）文档。"


class AnswerForm(forms.Form):
    """Words and files; the words are kept as they were typed."""

    text = forms.CharField(
        max_length=5000,
        validators=[validate_plain_paragraphs],
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    evidence = EvidenceField(most=MOST_FILES, label="附件", help_text=FILES_HELP)

    def clean_text(self) -> str:
        if not paragraphs(self.cleaned_data["text"]):
            raise forms.ValidationError(self.fields["text"].error_messages["required"], code="required")
        return self.cleaned_data["text"]


class StatementForm(AnswerForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.label = "陈述申辩"
        text.help_text = (
            "对事实、依据和拟作的调整有什么说明或意见，逐条写明。提交后原文存档，不能修改。最多 5000 字。"
        )


class AppealForm(AnswerForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.label = "申诉理由"
        text.help_text = (
            "对决定的哪些事实或依据有异议，逐条写明。只能申诉一次，提交后不能修改。最多 5000 字。"
        )
