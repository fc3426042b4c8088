"""Pictures taken on site, kept as evidence beside the score of an item: re-saved ones only (`workspace.media`)."""

from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from creation_cycle.models import StandardItem
from reviews.models import ScorePhoto, ScoreSheet
from reviews.services.sheets import lock_draft
from workspace.media.cleaned import CleanMedia
from workspace.media.images import thumbnail
from workspace.services.activity_files import cleared_on_failure

MOST_PHOTOS = 9


def add_photo(
    sheet: ScoreSheet, item: StandardItem, *, media: CleanMedia, key: UUID | None = None
) -> ScorePhoto:
    """Keep a picture; one that the item has already is not kept twice.

    Raises ValidationError for too many, TransitionBlocked when the sheet is no draft any more.
    """
    small = _small(media)
    with cleared_on_failure() as stored, transaction.atomic():
        sheet = lock_draft(sheet)
        there = sheet.photos.filter(item=item)
        if same := there.filter(sha256=media.sha256).first():
            return same
        if there.count() >= MOST_PHOTOS:
            raise ValidationError(f"每项最多 {MOST_PHOTOS} 张照片，请先删除不需要的。")
        photo = ScorePhoto(sheet=sheet, item=item, key=key or uuid4(), size=media.size, sha256=media.sha256)
        folder = f"scores/{photo.key.hex[:2]}/{photo.key}"
        photo.file.save(f"{folder}{media.suffix}", media.content, save=False)
        stored.append(photo.file)
        photo.thumbnail.save(f"{folder}-small.webp", small, save=False)
        stored.append(photo.thumbnail)
        photo.save()
    return photo


@transaction.atomic
def drop_photo(photo: ScorePhoto) -> None:
    """Row now, bytes when nobody can take the decision back any more. Raises as `add_photo` does."""
    lock_draft(photo.sheet)
    photo.delete()
    for stored in (photo.file, photo.thumbnail):
        transaction.on_commit(lambda file=stored: file.storage.delete(file.name))


def _small(media: CleanMedia) -> ContentFile:
    media.content.seek(0)
    small = ContentFile(thumbnail(media.content))
    media.content.seek(0)
    return small
