"""What committees do for 五个一 and 三个一: records like those of units, by their officers (S1 二.5; S3 四(二))."""

from django.db import transaction

from core.merge import Merged, Seen
from core.services import ledger
from core.services.edits import merge_into
from units.models import Committee
from workspace.models import Activity, Duty
from workspace.queries.duties import duties_of
from workspace.queries.duty_ticks import meant_for
from workspace.services.rows import locked, mark_removed, write_merged


@transaction.atomic
def record(committee: Committee, *, by, **facts) -> Activity:
    """A new record; it counts for every duty of the committee that such an activity satisfies."""
    activity = Activity.objects.create(committee=committee, created_by=by, **facts)
    activity.duties.set(_satisfied(activity))
    ledger.append_creation(activity, by=by)
    return activity


@transaction.atomic
def change(activity: Activity, *, by, seen: Seen | None = None, **facts) -> Merged:
    """Correct a record; what a colleague changed meanwhile stays (`core.merge`)."""
    activity = locked(activity)
    merged = merge_into(activity, mine=facts, seen=seen, by=by)
    if changed := write_merged(activity, merged):
        activity.duties.set(_satisfied(activity))
        ledger.append(activity, move="edit", label="修改", by=by, note=changed)
    return merged


@transaction.atomic
def set_removed(activity: Activity, removed: bool, *, by) -> Activity:
    """Take a record back, or bring it back; doing so twice changes nothing."""
    activity = locked(activity)
    if mark_removed(activity, removed):
        ledger.append(activity, move="edit", label="撤下" if removed else "恢复", by=by)
    return activity


def _satisfied(activity: Activity) -> list[Duty]:
    """All that such an activity is meant for: nobody ticks boxes on a committee's page."""
    return meant_for(activity.activity_type, duties_of(activity.committee, "committee"), activity.day)
