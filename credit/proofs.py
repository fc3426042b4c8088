"""Proofs of answers are opened and written anew before they are kept; the house above knows how."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.files.base import File

LARGEST = 5 * 1024 * 1024
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
