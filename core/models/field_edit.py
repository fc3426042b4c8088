"""Who last wrote a field, and when: said beside a choice between two people's versions."""

from django.db import models

from core import clock


class FieldEdit(models.Model):
    """One row for each field that was merged at least once; not history, which is the ledger's.

    `digest` is that of the value written (`core.merge.digest`): a value that came another way is nobody's.
    """

    record_type = models.CharField("对象类型", max_length=80)
    record_id = models.BigIntegerField("对象编号")
    name = models.CharField("字段", max_length=60)
    digest = models.CharField("内容摘要", max_length=16)
    editor_name = models.CharField("修改人姓名", max_length=80)
    at = models.DateTimeField("时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "修改标记"
        constraints = [
            models.UniqueConstraint(fields=["record_type", "record_id", "name"], name="field_edit_once")
        ]

    def __str__(self):
        return f"{self.editor_name} {self.name}"
