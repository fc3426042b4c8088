"""Recording who looked at personal data."""

from django.db import models

from core import clock
from core.models import AccessRecord


def record_view(record: models.Model, what: str, *, by) -> AccessRecord:
    """Note that `by` was shown `what` (e.g. 姓名与联系方式) of `record`; call it before showing."""
    return AccessRecord.objects.create(
        user=by, record_type=record._meta.label_lower, record_id=record.pk, what=what, at=clock.now()
    )
