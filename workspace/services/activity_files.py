"""Photos and videos of a record: the bytes under names of our own, and a row for each."""

from collections.abc import Collection, Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.fields.files import FieldFile

from core.services import jobs
from workspace.enums import MediaKind
from workspace.media.cleaned import CleanMedia
from workspace.models import Activity, ActivityFile
from workspace.services import thumbnails

MOST_PHOTOS = 3


def attach(activity: Activity, media: Sequence[CleanMedia], stored: list[FieldFile]) -> list[ActivityFile]:
    """Keep cleaned files, noting their bytes in `stored`; one that is there already is not kept twice.

    Raises ValidationError for too many.
    """
    known = set(activity.files.values_list("sha256", flat=True))
    fresh = list({item.sha256: item for item in media if item.sha256 not in known}.values())
    _refuse_too_many(activity, fresh)
    files = [_store(activity, item, stored) for item in fresh]
    if files:
        jobs.start(thumbnails.KIND, by=None, arguments={"ids": [file.pk for file in files]}, total=len(files))
    return files


def chosen(activity: Activity, dropped: Iterable[ActivityFile]) -> list[ActivityFile]:
    """Those of `dropped` that are the record's, locked: a thumbnail that is being drawn is waited for."""
    rows = activity.files.select_for_update(of=("self",)).filter(pk__in=[file.pk for file in dropped])
    return list(rows)


def drop(files: Collection[ActivityFile]) -> int:
    """Rows now, bytes when nobody can take the decision back any more."""
    for file in files:
        stored = [part for part in (file.file, file.thumbnail) if part]
        file.delete()
        transaction.on_commit(lambda parts=stored: [part.storage.delete(part.name) for part in parts])
    return len(files)


def _refuse_too_many(activity: Activity, fresh: Sequence[CleanMedia]) -> None:
    kinds = [*activity.files.values_list("kind", flat=True), *(item.kind for item in fresh)]
    videos = kinds.count(MediaKind.VIDEO)
    if videos > 1 or (videos and len(kinds) > 1) or len(kinds) > MOST_PHOTOS:
        raise ValidationError(f"一条记录最多 {MOST_PHOTOS} 张图片，或者 1 段视频，请先删除不需要的")


def _store(activity: Activity, item: CleanMedia, stored: list[FieldFile]) -> ActivityFile:
    file = ActivityFile(activity=activity, kind=item.kind, width=item.width, height=item.height)
    file.size, file.sha256 = item.size, item.sha256
    file.file.save(f"activities/{file.key.hex[:2]}/{file.key}{item.suffix}", item.content, save=False)
    stored.append(file.file)
    file.save()
    return file
