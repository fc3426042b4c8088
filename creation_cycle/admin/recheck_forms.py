"""What officers type beside the moves of a recheck: more time, a lack accepted with a reason, a look on site."""

from django import forms
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from core import clock
from core.validators import validate_plain_paragraphs
from creation_cycle.models import Recheck
from creation_cycle.services import rechecks

DATE_WORDS = {"required": "请填写日期。", "invalid": "请按 2026-05-12 的格式填写日期。"}


class SideForm(forms.Form):
    """`save(by)` calls the service, which may refuse with TransitionBlocked."""

    def __init__(self, *args, recheck: Recheck, **kwargs):
        self.recheck = recheck
        super().__init__(*args, **kwargs)

    def save(self, by) -> None:
        raise NotImplementedError


class ExtendForm(SideForm):
    until = forms.DateField(label="延长至", widget=UnfoldAdminDateWidget(), error_messages=DATE_WORDS)
    reason = forms.CharField(
        label="理由", max_length=500, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        error_messages={"required": "请填写理由。"},
    )  # fmt: skip

    def save(self, by):
        rechecks.extend(self.recheck, by=by, **self.cleaned_data)


class WaiveForm(SideForm):
    finding = forms.ModelChoiceField(
        label="不符合项",
        queryset=None,
        widget=UnfoldAdminSelectWidget(),
        error_messages={"required": "请选择不符合项。"},
    )
    reason = forms.CharField(
        label="认可的理由", max_length=500, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text="集体和上级可以看到，并记入流转记录。", error_messages={"required": "请填写认可的理由。"},
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["finding"].queryset = self.recheck.findings.open()

    def save(self, by):
        rechecks.waive(self.cleaned_data["finding"], reason=self.cleaned_data["reason"], by=by)


class LookForm(SideForm):
    looked_on = forms.DateField(label="检查日期", widget=UnfoldAdminDateWidget(), error_messages=DATE_WORDS)
    checked_by = forms.CharField(
        label="检查人员", max_length=120, widget=UnfoldAdminTextInputWidget(),
        help_text="两人以上，姓名之间用顿号隔开。", error_messages={"required": "请填写检查人员。"},
    )  # fmt: skip
    found = forms.CharField(
        label="检查情况", max_length=2000, validators=[validate_plain_paragraphs],
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}), error_messages={"required": "请填写检查情况。"},
    )  # fmt: skip

    def clean_looked_on(self):
        day = self.cleaned_data["looked_on"]
        if day > clock.today():
            raise forms.ValidationError("检查日期不能晚于今天。")
        return day

    def save(self, by):
        rechecks.record_look(self.recheck, by=by, **self.cleaned_data)


SIDE_FORMS: dict[str, tuple[str, type[SideForm], tuple[str, ...]]] = {
    "extend": ("延长自查期限", ExtendForm, ("due",)),
    "waive": ("认可不符合项", WaiveForm, ("reported", "reviewed", "sampled")),
    "look": ("登记抽检情况", LookForm, ("sampled",)),
}
"""By the permission's verb: what it is called, its form, and in which states it makes sense."""
