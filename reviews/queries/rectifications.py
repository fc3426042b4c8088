"""整改通知单 that wait for a unit's answer."""

from collections.abc import Collection, Iterator

from core.text import chinese_date
from creation_cycle.queries.desk_notes import DeskNote
from reviews.models import Rectification
from units.models import Unit


def waiting_notices(units: Collection[Unit]) -> Iterator[DeskNote]:
    """For the desk, the nearest deadline first."""
    for notice in Rectification.objects.waiting().filter(unit__in=units).order_by("due_on", "pk"):
        late = "，已逾期" if notice.is_late else ""
        text = f"整改通知单 {notice.number}：请在{chinese_date(notice.due_on)}前整改{late}"
        yield DeskNote(notice.unit_id, text, "查看并反馈", notice.get_absolute_url())
