"""What a report of progress rests on: photos and documents, written anew, under names of our own."""

import uuid
from pathlib import PurePosixPath

from django.core.files.storage import storages
from django.db import models

from volunteers.models.project import ProgressReport
from volunteers.models.written_once import WrittenOnceModel, WrittenOnceQuerySet


def private_storage():
    """Never served by the web server itself: a view asks who may see them."""
    return storages["private"]


class ProgressFile(WrittenOnceModel):
    """Kept with its report for good; a correction brings files of its own."""

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="files", verbose_name="项目进展")
    key = models.UUIDField("文件代号", default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveSmallIntegerField("序号")
    file = models.FileField("文件", storage=private_storage, max_length=120)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("摘要", max_length=64)

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "进展依据文件"
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="progress_file_number_once"),
            models.UniqueConstraint(fields=["report", "sha256"], name="progress_file_once"),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """依据1.jpg: the name that the file came with may say whose it is."""
        return f"依据{self.number}{PurePosixPath(self.file.name).suffix}"
