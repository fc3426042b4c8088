"""What somebody is typing into a form and has not saved yet."""

from django.conf import settings
from django.db import models

from core.fields import EncryptedTextField


class FormDraft(models.Model):
    """One open form of one person; two forms open at one address are two drafts, told apart by their keys."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts", verbose_name="填写人"
    )
    key = models.UUIDField("标记")
    path = models.CharField("页面", max_length=300)
    content = EncryptedTextField("内容")
    saved_at = models.DateTimeField("保存时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "表单草稿"
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="form_draft_once")]
        indexes = [models.Index(fields=["owner", "path"], name="form_draft_page")]
        ordering = ["-saved_at", "-pk"]

    def __str__(self):
        return f"{self.path} {self.saved_at:%Y-%m-%d %H:%M}"
