"""The photo of a hanging plaque."""

from django import forms

from workspace.media.cleaned import Unusable
from workspace.media.images import clean_image


class HangingForm(forms.Form):
    """One photo; it is re-saved without place and device."""

    photo = forms.FileField(
        label="挂牌照片",
        help_text="照片应能看清牌匾和悬挂位置，不超过 10 MB；照片中不要有人脸特写。",
        error_messages={"required": "请选择照片。", "empty": "这是空文件，请重新选择照片。"},
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def clean_photo(self):
        try:
            return clean_image(self.cleaned_data["photo"])
        except Unusable as refused:
            raise forms.ValidationError(str(refused)) from refused


class LossForm(forms.Form):
    """How a plaque was lost."""

    note = forms.CharField(
        label="遗失情况",
        max_length=500,
        help_text="写明何时、在哪里、怎样遗失，以便组委会决定补发。",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明遗失情况。"},
    )
