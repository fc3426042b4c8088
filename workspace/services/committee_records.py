"""What committees do for 五个一 and 三个一: records like those of units, by their officers (S1 二.5; S3 四(二))."""

from django.db import transaction

from core.services import ledger
from units.models import Committee
from workspace.models import Activity, Duty
from workspace.queries.duties import duties_of
from workspace.queries.duty_ticks import satisfied_by
from workspace.services.rows import locked, mark_removed


@transaction.atomic
def record(committee: Committee, *, by, **facts) -> Activity:
    """A new record; it counts for every duty of the committee that such an activity satisfies."""
    activity = Activity.objects.create(committee=committee, created_by=by, **facts)
    activity.duties.set(_satisfied(activity))
    ledger.append_creation(activity, by=by)
    return activity


@transaction.atomic
def change(activity: Activity, *, by, **facts) -> Activity:
    """Write the given facts onto the record as it is by now: what a colleague changed meanwhile stays."""
    activity = locked(activity)
    for name, value in facts.items():
        setattr(activity, name, value)
    if facts:
        activity.save(update_fields=sorted(facts))
        activity.duties.set(_satisfied(activity))
        labels = [str(Activity._meta.get_field(name).verbose_name) for name in facts]
        ledger.append(activity, move="edit", label="修改", by=by, note="、".join(labels))
    return activity


@transaction.atomic
def set_removed(activity: Activity, removed: bool, *, by) -> Activity:
    """Take a record back, or bring it back; doing so twice changes nothing."""
    activity = locked(activity)
    if mark_removed(activity, removed):
        ledger.append(activity, move="edit", label="撤下" if removed else "恢复", by=by)
    return activity


def _satisfied(activity: Activity) -> list[Duty]:
    return satisfied_by(activity.activity_type, duties_of(activity.committee, "committee"), activity.day)
