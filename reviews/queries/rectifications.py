"""整改通知单 as others read them: those that wait for a unit's answer, and what an answer stands on."""

from collections.abc import Collection, Iterator

from django.db.models import Model

from core.text import chinese_date
from creation_cycle.queries.desk_notes import DeskNote
from reviews.enums import RectificationState
from reviews.models import Rectification
from units.models import Unit
from workspace.evidence import Citation
from workspace.models import Activity


def waiting_notices(units: Collection[Unit]) -> Iterator[DeskNote]:
    """For the desk, the nearest deadline first."""
    for notice in Rectification.objects.waiting().filter(unit__in=units).order_by("due_on", "pk"):
        late = "，已逾期" if notice.is_late else ""
        text = f"整改通知单 {notice.number}：请在{chinese_date(notice.due_on)}前整改{late}"
        yield DeskNote(notice.unit_id, text, "查看并反馈", notice.get_absolute_url())


def citations(record: Model) -> Iterator[Citation]:
    """Notices whose answer refers to a record of the log, for `workspace.evidence`; answered ones are judged."""
    if not isinstance(record, Activity):
        return
    for notice in record.rectifications.exclude(state=RectificationState.WITHDRAWN):
        yield Citation("整改反馈", notice.number, notice.state != RectificationState.ISSUED)
