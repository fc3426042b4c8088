"""Pictures taken on site, kept as evidence beside the score of an item: re-saved ones only (`workspace.media`)."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile

from core.stored_files import cleared_on_failure
from creation_cycle.models import StandardItem
from reviews.models import ScorePhoto, ScoreSheet
from reviews.models.site_photo import SitePhoto
from reviews.services.sheets import lock_draft
from workspace.media.cleaned import CleanMedia
from workspace.media.images import thumbnail

MOST_PHOTOS = 9


def add_photos(sheet: ScoreSheet, item: StandardItem, *, media: Mapping[UUID, CleanMedia]) -> None:
    """Keep pictures under their keys, all or none; one that the item has already is not kept twice.

    Raises ValidationError for too many, TransitionBlocked when the sheet is no draft any more.
    """

    def new_row(key: UUID) -> ScorePhoto:
        return ScorePhoto(sheet=sheet, item=item, key=key)

    def known() -> set[str]:
        locked = lock_draft(sheet)
        return set(locked.photos.filter(item=item).values_list("sha256", flat=True))

    keep_pictures(new_row, media, known, folder="scores")


def keep_pictures(
    new_row: Callable[[UUID], SitePhoto],
    media: Mapping[UUID, CleanMedia],
    known: Callable[[], set[str]],
    *,
    folder: str,
) -> None:
    """All or none of them: `known` locks what they belong to and names the digests that are there already."""
    drawn = {key: _small(picture) for key, picture in media.items()}
    with cleared_on_failure() as stored, transaction.atomic():
        there = known()
        for key, picture in media.items():
            if picture.sha256 not in there:
                there.add(picture.sha256)
                _store(new_row(key), picture, drawn[key], stored, folder)
        if len(there) > MOST_PHOTOS:
            raise ValidationError(f"每项最多 {MOST_PHOTOS} 张照片，请先删除不需要的。")


def _store(
    photo: SitePhoto, picture: CleanMedia, small: ContentFile, stored: list[FieldFile], folder: str
) -> None:
    photo.size, photo.sha256 = picture.size, picture.sha256
    place = f"{folder}/{photo.key.hex[:2]}/{photo.key}"
    photo.file.save(f"{place}{picture.suffix}", picture.content, save=False)
    stored.append(photo.file)
    photo.thumbnail.save(f"{place}-small.webp", small, save=False)
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
