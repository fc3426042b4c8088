"""The audit ledger: a chain of hashes for each record, sealed once a day (DESIGN: tamper-evident history)."""

import hashlib
import json
from datetime import UTC

from django.conf import settings
from django.db import models

from core.crypto import fingerprint
from core.models.record_type import record_name

GENESIS = "0" * 64


def chained(previous: str, content: dict) -> str:
    """SHA-256 over the previous hash and the canonical JSON of `content`, as 64 hex digits."""
    return hashlib.sha256(_text(previous, content).encode()).hexdigest()


def _text(previous: str, content: dict) -> str:
    return f"{previous}\n{json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(',', ':'))}"


class LedgerQuerySet(models.QuerySet):
    def of(self, record: models.Model) -> "LedgerQuerySet":
        """The entries of one record, oldest first."""
        return self.filter(record_type=record._meta.label_lower, record_id=record.pk).order_by("sequence")


class LedgerEntry(models.Model):
    """One event in one record's life. Written once by `core.services.ledger.append`, never changed."""

    record_type = models.CharField("对象类型", max_length=80)
    record_id = models.BigIntegerField("对象编号")
    sequence = models.PositiveIntegerField("序号")
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="办理人"
    )
    actor_name = models.CharField("办理人姓名", max_length=80)
    move = models.CharField("动作", max_length=40)
    label = models.CharField("动作名称", max_length=40)
    source = models.CharField("原状态", max_length=20, blank=True)
    target = models.CharField("新状态", max_length=20, blank=True)
    note = models.TextField("说明", blank=True)
    digest = models.CharField("内容摘要", max_length=64)
    columns = models.CharField("摘要所含列", max_length=16, blank=True)
    """Names the columns that `digest` covers, so that rows are compared only while they are the same."""
    previous_hash = models.CharField("上一条哈希", max_length=64)
    hash = models.CharField("哈希", max_length=64)
    signature = models.CharField("系统签名", max_length=64, blank=True)
    """Keyed: who can write to the database but does not hold the portal's key makes no entry."""

    objects = LedgerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "流转记录"
        constraints = [
            models.UniqueConstraint(
                fields=["record_type", "record_id", "sequence"], name="ledger_one_entry_per_sequence"
            )
        ]
        indexes = [models.Index(fields=["at"], name="ledger_at")]

    def __str__(self):
        return f"{record_name(self.record_type)} #{self.record_id} {self.label}"

    def content(self) -> dict:
        """What the hash covers: everything but the hashes themselves. Entries older than `columns` are without it."""
        covered = {"columns": self.columns} if self.columns else {}
        return {
            **covered,
            "record": f"{self.record_type}:{self.record_id}:{self.sequence}",
            "at": self.at.astimezone(UTC).isoformat(),
            "actor": self.actor_id,
            "actor_name": self.actor_name,
            "move": self.move,
            "label": self.label,
            "source": self.source,
            "target": self.target,
            "note": self.note,
            "digest": self.digest,
        }

    def expected_hash(self) -> str:
        return chained(self.previous_hash, self.content())

    def expected_signature(self) -> str:
        return fingerprint(self.hash, context="ledger")

    @property
    def chained_text(self) -> str:
        """The two lines whose SHA-256 is the hash, for anybody who wants to take it again."""
        return _text(self.previous_hash, self.content())


class DailySeal(models.Model):
    """One hash over all of a day's entries, chained to the day before and published."""

    day = models.DateField("日期", unique=True)
    entry_count = models.PositiveIntegerField("记录数")
    entries_hash = models.CharField("当日记录哈希", max_length=64)
    previous_hash = models.CharField("前一日封印", max_length=64)
    hash = models.CharField("当日封印", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "每日封印"
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day:%Y-%m-%d}"

    @property
    def sealed_text(self) -> str:
        """The two lines whose SHA-256 is the seal."""
        return _text(self.previous_hash, self.content())

    def content(self) -> dict:
        return {"day": self.day.isoformat(), "count": self.entry_count, "entries": self.entries_hash}

    def expected_hash(self) -> str:
        return chained(self.previous_hash, self.content())
