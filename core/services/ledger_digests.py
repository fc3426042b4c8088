"""Digests that the ledger keeps: of a row as it was, of the columns it had, of a day."""

import hashlib
import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache

from django.db import models
from django.utils import timezone

from core.models.ledger import LedgerEntry


@cache
def columns_of(model: type[models.Model]) -> str:
    """Sixteen hex digits that change when the model gains, loses or renames a column."""
    names = ",".join(field.attname for field in model._meta.concrete_fields)
    return hashlib.sha256(names.encode()).hexdigest()[:16]


def row_digest(record: models.Model) -> str:
    """SHA-256 over every column of the row, so that the row as it was can be proved later.

    The same before saving and after reading, on every database. An encrypted column enters by its keyed fingerprint:
    nobody can try out numbers against the digest.
    """
    values = [f"{field.attname}={_written(field, record)}" for field in record._meta.concrete_fields]
    return hashlib.sha256("\n".join(values).encode()).hexdigest()


def _written(field: models.Field, record: models.Model) -> str:
    """One value in one way of writing: 10 and 10.00, two zones' moments and two orders of keys are the same."""
    if hasattr(field, "fingerprint"):
        return field.fingerprint(record)
    value = field.value_from_object(record)
    if value is None:
        return "null"
    if isinstance(field, models.JSONField):
        return json.dumps(value, ensure_ascii=False, sort_keys=True, cls=field.encoder)
    if isinstance(field, models.DecimalField):
        return f"{Decimal(value):.{field.decimal_places}f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return field.value_to_string(record)


def day_hash(day: date) -> tuple[int, str]:
    """How many entries the day has, and one hash over theirs in the order in which they were written."""
    start = timezone.make_aware(datetime.combine(day, time.min))
    hashes = LedgerEntry.objects.filter(at__gte=start, at__lt=start + timedelta(days=1)).order_by("pk")
    digest, count = hashlib.sha256(), 0
    for value in hashes.values_list("hash", flat=True).iterator(chunk_size=5000):
        digest.update(value.encode())
        count += 1
    return count, digest.hexdigest()
