"""Drawing thumbnails of stored files, and saying why one could not be drawn."""

import logging

from django.core.files.base import ContentFile

from core.models import Job
from workspace.media import images, videos
from workspace.models import ActivityFile

logger = logging.getLogger(__name__)

KIND = "draw_thumbnails"
UNREADABLE = "文件无法读取，请删除后重新上传"


def draw(file: ActivityFile) -> ActivityFile:
    """Draw the thumbnail of one file; safe to run twice. A failure stands on the row afterwards.

    The row may be dropped meanwhile: then nothing of the file stays.
    """
    try:
        with file.file.open("rb") as source:
            picture = videos.first_frame(source) if file.is_video else source
            small = images.thumbnail(picture)
    except Exception as error:  # whatever a decoder raises, the record stays usable
        logger.warning("no thumbnail for %s: %s", file.key, type(error).__name__)
        return _failed(file, UNREADABLE)
    name, storage = f"activities/{file.key.hex[:2]}/{file.key}-small.webp", file.thumbnail.storage
    storage.delete(
        name
    )  # of a step that stopped between the bytes and the row; else it would get another name
    file.thumbnail.save(name, ContentFile(small), save=False)
    file.failure = ""
    if not _noted(file, thumbnail=file.thumbnail.name, failure=""):
        storage.delete(file.thumbnail.name)
    return file


def give_up(job: Job) -> None:
    """A job that ended before its end: what is without a thumbnail will stay so, and says it."""
    if job.kind == KIND and job.state == job.State.FAILED:
        waiting = ActivityFile.objects.filter(pk__in=job.arguments["ids"], thumbnail="", failure="")
        waiting.update(failure="生成缩略图的任务中断，可点击原图查看")


def _failed(file: ActivityFile, reason: str) -> ActivityFile:
    file.failure = reason
    _noted(file, failure=reason)
    return file


def _noted(file: ActivityFile, **values) -> bool:
    """Whether the row was still there."""
    return bool(ActivityFile.objects.filter(pk=file.pk).update(**values))
