"""What a unit answers with: words, and records of its log that are there already."""

from django import forms

from core.forms import MergingForm
from core.validators import validate_plain_paragraphs
from reviews.models import Complaint, Rectification
from workspace.models import Activity

RECENT = 30
"""How many of the newest records of the log are offered as evidence."""
FROM_THE_LOG = "从创建日志中勾选，不必重复上传材料。"


class WithRecords(MergingForm, forms.ModelForm):
    """Captain and deputy may answer at once; offers the newest records and those chosen before."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        log = Activity.objects.kept().filter(unit=self.instance.unit_id)
        offered = list(log.order_by("-day", "-pk").values_list("pk", flat=True)[:RECENT])
        chosen = [activity.pk for activity in self.instance.evidence.all()]
        self.fields["evidence"].queryset = log.filter(pk__in=[*offered, *chosen])

    def shown_values(self) -> dict:
        """Of the evidence what the page offers: records that were taken back are not among it."""
        return super().shown_values() | {"evidence": self.instance.evidence.kept()}


class AnswerForm(WithRecords):
    """What was mended."""

    class Meta:
        model = Rectification
        fields = ("answer", "evidence")
        widgets = {"answer": forms.Textarea(attrs={"rows": 6}), "evidence": forms.CheckboxSelectMultiple}
        help_texts = {"answer": "逐项写明已采取的措施和结果。", "evidence": FROM_THE_LOG}

    def clean_answer(self):
        return validate_plain_paragraphs(self.cleaned_data["answer"])


class StatementForm(WithRecords):
    """What happened, from the unit's side."""

    class Meta:
        model = Complaint
        fields = ("statement", "evidence")
        widgets = {"statement": forms.Textarea(attrs={"rows": 8}), "evidence": forms.CheckboxSelectMultiple}
        help_texts = {
            "statement": "针对转办摘要逐项说明：当时的情况、是否属实、已经采取的措施。请不要追查是谁投诉。",
            "evidence": FROM_THE_LOG,
        }

    def clean_statement(self):
        return validate_plain_paragraphs(self.cleaned_data["statement"])
