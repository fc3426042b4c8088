"""Files that prove something are opened and written anew before they are kept; a house above knows how.

One field for them: `ProofsField` cleans to files that may be kept, and each one that may not says why.
"""

import hashlib
from collections.abc import Callable

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File

LARGEST = 5 * 1024 * 1024
MOST = 5
NAME_SHOWN = 60
ACCEPT = "image/jpeg,image/png,image/webp,application/pdf,.pdf,.docx"
Opener = Callable[[File], tuple[str, File]]
_openers: list[Opener] = []


def register(opener: Opener) -> None:
    """`opener(upload)` gives suffix and content written anew, or raises ValueError with a sentence for the field."""
    _openers[:] = [opener]


def clean_proof(upload: File) -> File:
    """The file as it may be kept, under a name that tells nothing. Raises ValidationError."""
    if upload.size > LARGEST:
        raise ValidationError("文件超过 5 MB，请只附证明结论的一页。")
    if not _openers:
        raise ValidationError("系统没有配置文件检查，暂不能上传，请填写凭据编号。")
    try:
        suffix, content = _openers[0](upload)
    except ValueError as unusable:
        raise ValidationError(f"{unusable}。") from None
    return File(content, name=f"proof.{suffix.lstrip('.')}")


def digest_of(file: File) -> str:
    """The same file sent twice gives the same digest: writing anew is repeatable."""
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


class ProofsInput(forms.FileInput):
    """Reads every file that its name was sent with."""

    allow_multiple_selected = True

    def __init__(self, attrs=None):
        super().__init__({"accept": ACCEPT, "multiple": True, **(attrs or {})})

    def value_from_datadict(self, data, files, name):
        return files.getlist(name)


class ProofsField(forms.FileField):
    """Cleans to a list of files that may be kept, the same one never twice."""

    widget = ProofsInput

    def __init__(self, *, most: int = MOST, **kwargs):
        super().__init__(required=False, **kwargs)
        self.most = most

    def clean(self, value, initial=None) -> list[File]:
        uploads = [upload for upload in value or [] if upload]
        if len(uploads) > self.most:
            raise ValidationError(f"一次最多选择 {self.most} 个文件，现为 {len(uploads)} 个。", code="many")
        kept, refused = [], []
        for upload in uploads:
            upload.name = upload.name[-NAME_SHOWN:]
            try:
                kept.append(clean_proof(upload))
            except ValidationError as why:
                refused.append(ValidationError(f"{upload.name}：{why.message}", code="unusable"))
        if refused:
            raise ValidationError(refused)
        return kept
