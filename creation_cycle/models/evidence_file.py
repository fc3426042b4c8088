"""Files that somebody sends with a case: re-saved, named by the portal, and told apart by number."""

import uuid
from pathlib import PurePosixPath

from django.db import models

from creation_cycle.enums import EvidenceKind
from workspace.models.activity import private_storage


class EvidenceFile(models.Model):
    """One file; whoever sent it anonymously is not named by its metadata either.

    The row outlives its bytes: that there was evidence stays on record.
    """

    key = models.UUIDField("文件代号", default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("种类", max_length=5, choices=EvidenceKind)
    number = models.PositiveSmallIntegerField("序号")
    file = models.FileField("文件", storage=private_storage, max_length=120)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("摘要", max_length=64)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """附件1.jpg: the name that the file came with may say whose it is."""
        return f"附件{self.number}{PurePosixPath(self.file.name).suffix}"
