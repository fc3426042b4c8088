"""The form of a move, made from the inputs that the move declares."""

from collections.abc import Sequence

from django import forms
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from core.lifecycle import NOTE, Input

OPTIONAL_NOTE = Input(NOTE.name, "说明", kind="textarea", required=False, help="记入流转记录，可以不填。")


class MoveForm(forms.Form):
    """One field per `Input`; every move also takes a note for the record."""

    def __init__(self, *args, inputs: Sequence[Input], **kwargs):
        super().__init__(*args, **kwargs)
        asked = [*inputs] if NOTE in inputs else [*inputs, OPTIONAL_NOTE]
        for entry in asked:
            self.fields[entry.name] = forms.CharField(
                label=entry.label,
                required=entry.required,
                max_length=entry.max_length,
                help_text=entry.help,
                widget=UnfoldAdminTextareaWidget(attrs={"rows": 4})
                if entry.kind == "textarea"
                else UnfoldAdminTextInputWidget(),
                error_messages={"required": f"请填写{entry.label}。"},
            )
