"""Who looked at personal data, and when (PIPL art. 51, 54: access to personal information is recorded)."""

from django.conf import settings
from django.db import models

from core.models.record_type import record_name


class AccessQuerySet(models.QuerySet):
    def of(self, record: models.Model) -> "AccessQuerySet":
        """Looks at one record, newest first."""
        return self.filter(record_type=record._meta.label_lower, record_id=record.pk).order_by("-at", "-pk")


class AccessRecord(models.Model):
    """One look at one record's personal data. Written by `core.services.access.record_view`, never changed."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="查看人"
    )
    record_type = models.CharField("对象类型", max_length=80)
    record_id = models.BigIntegerField("对象编号")
    what = models.CharField("查看内容", max_length=60)
    purpose = models.CharField("用途", max_length=120, blank=True)
    at = models.DateTimeField("查看时间")

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "查看记录"
        indexes = [models.Index(fields=["record_type", "record_id"], name="access_by_record")]

    def __str__(self):
        return f"{self.user} 查看 {record_name(self.record_type)} #{self.record_id} 的{self.what}"
