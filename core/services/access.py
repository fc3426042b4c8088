"""Recording who looked at personal data, and what for."""

from collections.abc import Sequence

from django.db import models

from core import clock
from core.models import AccessRecord


def record_view(record: models.Model, what: str, *, by, purpose: str = "") -> AccessRecord:
    """Note that `by` was shown `what` (e.g. 姓名与联系方式) of `record`; call it before showing.

    `purpose` is what they said they needed it for, where the page asks.
    """
    return AccessRecord.objects.create(
        user=by,
        record_type=record._meta.label_lower,
        record_id=record.pk,
        what=what,
        purpose=purpose,
        at=clock.now(),
    )


def record_views(model: type[models.Model], keys: Sequence[int], what: str, *, by, purpose: str) -> None:
    """The same for many rows of one model, as an export shows them; each person finds it in their own list."""
    now = clock.now()
    AccessRecord.objects.bulk_create(
        (
            AccessRecord(
                user=by,
                record_type=model._meta.label_lower,
                record_id=key,
                what=what,
                purpose=purpose,
                at=now,
            )
            for key in keys
        ),
        batch_size=2000,
    )
