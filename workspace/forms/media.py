"""Upload fields that open what they are given: what they clean to is re-saved already (`workspace.media`)."""

from django import forms

from workspace.media.cleaned import CleanFile, Unusable
from workspace.media.images import clean_image
from workspace.media.papers import clean_paper, is_paper
from workspace.media.videos import clean_video

NAME_SHOWN = 60


class UploadsInput(forms.FileInput):
    """Reads every file that its name was sent with; whether it offers to choose several is up to its `attrs`."""

    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name)


class MediaField(forms.FileField):
    """Cleans to a list of `CleanFile`, which the form's owner closes; each unusable file says why."""

    def __init__(self, *, most: int, opener, **kwargs):
        super().__init__(required=False, **kwargs)
        self.most, self.opener = most, opener

    def clean(self, value, initial=None) -> list[CleanFile]:
        uploads = [upload for upload in value or [] if upload]
        if len(uploads) > self.most:
            raise forms.ValidationError(
                f"一次最多选择 {self.most} 个文件，现为 {len(uploads)} 个", code="many"
            )
        media, refused = [], []
        for upload in uploads:
            upload.name = upload.name[-NAME_SHOWN:]
            try:
                media.append(self.opener(upload))
            except Unusable as why:
                refused.append(forms.ValidationError(str(why), code="unusable"))
        if refused:
            for item in media:
                item.close()
            raise forms.ValidationError(refused)
        return media


class PhotosField(MediaField):
    """Several photos at once; phones offer the camera as well."""

    widget = UploadsInput(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True})

    def __init__(self, *, most: int, **kwargs):
        super().__init__(most=most, opener=clean_image, **kwargs)


class VideoField(MediaField):
    widget = UploadsInput(attrs={"accept": "video/mp4,video/quicktime,video/webm", "multiple": False})

    def __init__(self, **kwargs):
        super().__init__(most=1, opener=clean_video, **kwargs)


class EvidenceField(MediaField):
    """Photos and documents at once, each told by its first bytes."""

    widget = UploadsInput(
        attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf,.pdf,.docx", "multiple": True}
    )

    def __init__(self, *, most: int, **kwargs):
        super().__init__(most=most, opener=_clean_evidence, **kwargs)


def _clean_evidence(upload) -> CleanFile:
    upload.seek(0)
    return (clean_paper if is_paper(upload.read(8)) else clean_image)(upload)
