"""A picture taken on site as evidence, kept once however often a phone sends it."""

from django.core.files.storage import storages
from django.db import models

from core import clock


def private_storage():
    """Pictures of a check are shown by a view that asks who may see them, never by the web server itself."""
    return storages["private"]


class SitePhoto(models.Model):
    """`key` is made on the phone, so that sending it twice keeps it once."""

    key = models.UUIDField("代号", unique=True)
    file = models.FileField("图片", storage=private_storage, max_length=120)
    thumbnail = models.FileField("缩略图", storage=private_storage, max_length=120)
    sha256 = models.CharField("摘要", max_length=64)
    size = models.PositiveBigIntegerField("字节数")
    added_at = models.DateTimeField("上传时间", default=clock.now)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
