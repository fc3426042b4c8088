"""The form of a move, made from the inputs that the move declares."""

from collections.abc import Sequence

from django import forms
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from core.lifecycle import NOTE, Input

OPTIONAL_NOTE = Input(NOTE.name, "说明", kind="textarea", required=False, help="记入流转记录，可以不填。")


class MoveForm(forms.Form):
    """One field per `Input`; a move without a note of its own takes one for the record."""

    def __init__(self, *args, inputs: Sequence[Input], **kwargs):
        super().__init__(*args, **kwargs)
        takes_note = any(entry.name == NOTE.name for entry in inputs)
        asked = [*inputs] if takes_note else [*inputs, OPTIONAL_NOTE]
        self.fields.update({entry.name: _field(entry) for entry in asked})


def _field(entry: Input) -> forms.Field:
    said = {"label": entry.label, "required": entry.required, "help_text": entry.help}
    if entry.choices:
        words = {"required": f"请选择{entry.label}。"}
        return forms.ChoiceField(
            **said, choices=entry.choices, widget=UnfoldAdminRadioSelectWidget(), error_messages=words
        )
    if entry.kind == "date":
        words = {"required": f"请填写{entry.label}。", "invalid": "请按 2026-05-12 的格式填写日期。"}
        return forms.DateField(**said, widget=UnfoldAdminDateWidget(), error_messages=words)
    is_long = entry.kind == "textarea"
    return forms.CharField(
        **said,
        max_length=entry.max_length,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}) if is_long else UnfoldAdminTextInputWidget(),
        error_messages={"required": f"请填写{entry.label}。"},
    )
