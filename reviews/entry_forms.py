"""Entries of a phone's queue, and pictures chosen on a page: what they may contain."""

from django import forms

from creation_cycle.models import StandardItem
from reviews.answers import Answer
from reviews.forms import comment_field, fields_for
from reviews.services.photos import MOST_PHOTOS
from reviews.sheet_fields import answer_from
from workspace.forms.media import PhotosField


class EntryForm(forms.Form):
    """`key` is the entry's own, made on the phone."""

    key = forms.UUIDField()


class AnswerEntryForm(EntryForm):
    """The fields of one item, as the sheet's page has them, on top of the version that the phone had seen."""

    base_version = forms.IntegerField(min_value=0)

    def __init__(self, data=None, *, item: StandardItem):
        self.item = item
        super().__init__(data)
        self.fields |= fields_for(item)

    @property
    def answer(self) -> Answer:
        return answer_from(self.item, self.cleaned_data)


class CommentEntryForm(EntryForm):
    comment = comment_field()
    base_comment = forms.CharField(required=False, strip=False)


class PhotoEntryForm(EntryForm):
    photo = PhotosField(most=1)

    def clean_photo(self):
        if not self.cleaned_data["photo"]:
            raise forms.ValidationError("请选择照片。")
        [media] = self.cleaned_data["photo"]
        return media


class PhotosForm(forms.Form):
    """Pictures of one item, from its page."""

    photos = PhotosField(
        most=MOST_PHOTOS,
        label="现场照片",
        help_text=f"每项最多 {MOST_PHOTOS} 张，JPEG、PNG 或 WebP，每张不超过 10 MB；拍摄位置和设备信息会去除。",
    )

    def clean_photos(self):
        if not self.cleaned_data["photos"]:
            raise forms.ValidationError("请选择照片。")
        return self.cleaned_data["photos"]
