"""Pictures taken on site, kept as evidence beside the score of an item: re-saved ones only (`workspace.media`)."""

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile

from creation_cycle.models import StandardItem
from reviews.models import ScorePhoto, ScoreSheet
from reviews.services.sheets import lock_draft
from workspace.media.cleaned import CleanMedia
from workspace.media.images import thumbnail
from workspace.services.activity_files import cleared_on_failure

MOST_PHOTOS = 9


def add_photos(sheet: ScoreSheet, item: StandardItem, *, media: Mapping[UUID, CleanMedia]) -> None:
    """Keep pictures under their keys, all or none; one that the item has already is not kept twice.

    Raises ValidationError for too many, TransitionBlocked when the sheet is no draft any more.
    """
    drawn = {key: _small(picture) for key, picture in media.items()}
    with cleared_on_failure() as stored, transaction.atomic():
        sheet = lock_draft(sheet)
        known = set(sheet.photos.filter(item=item).values_list("sha256", flat=True))
        for key, picture in media.items():
            if picture.sha256 not in known:
                known.add(picture.sha256)
                _store(ScorePhoto(sheet=sheet, item=item, key=key), picture, drawn[key], stored)
        if len(known) > MOST_PHOTOS:
            raise ValidationError(f"每项最多 {MOST_PHOTOS} 张照片，请先删除不需要的。")


def _store(photo: ScorePhoto, picture: CleanMedia, small: ContentFile, stored: list[FieldFile]) -> None:
    photo.size, photo.sha256 = picture.size, picture.sha256
    folder = f"scores/{photo.key.hex[:2]}/{photo.key}"
    photo.file.save(f"{folder}{picture.suffix}", picture.content, save=False)
    stored.append(photo.file)
    photo.thumbnail.save(f"{folder}-small.webp", small, save=False)
    stored.append(photo.thumbnail)
    photo.save()


@transaction.atomic
def drop_photo(photo: ScorePhoto) -> None:
    """Row now, bytes when nobody can take the decision back any more. Raises as `add_photos` does."""
    lock_draft(photo.sheet)
    photo.delete()
    for stored in (photo.file, photo.thumbnail):
        transaction.on_commit(lambda file=stored: file.storage.delete(file.name))


def _small(media: CleanMedia) -> ContentFile:
    media.content.seek(0)
    small = ContentFile(thumbnail(media.content))
    media.content.seek(0)
    return small
