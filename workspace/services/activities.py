"""Keeping 创建日志: one record for each activity, which every other page reads (domain.md §12.6)."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models.fields.files import FieldFile

from core import clock
from core.merge import Merged, Seen
from core.services import ledger
from core.services.edits import merge_into
from core.stored_files import cleared_on_failure
from units.models import Unit
from workspace import evidence
from workspace.media.cleaned import CleanMedia
from workspace.models import Activity, ActivityFile, Duty
from workspace.queries.log import just_recorded
from workspace.services import activity_files

AFTERWARDS = ("is_public", "duties")
"""What a record shows to others and counts for is no part of what it was judged by."""


def record(
    unit: Unit, *, by, duties: Iterable[Duty] = (), media: Sequence[CleanMedia] = (), **facts
) -> Activity:
    """A new record; raises ValidationError for too many files.

    The same facts from the same person within seconds are one record: a second click, or somebody who went back
    for a photo or a duty, which that record then gets.
    """
    with cleared_on_failure() as stored, transaction.atomic():
        unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
        if twice := just_recorded(unit, by=by, **facts):
            _change(twice, by=by, seen=None, media=media, stored=stored, duties=duties)
            return twice
        activity = Activity.objects.create(unit=unit, created_by=by, **facts)
        activity.duties.set(duties)
        activity_files.attach(activity, media, stored)
        ledger.append_creation(activity, by=by)
        return activity


def change(
    activity: Activity, *, by, seen: Seen | None = None, media: Sequence[CleanMedia] = (),
    dropped: Iterable[ActivityFile] = (), **facts,
) -> Merged:  # fmt: skip
    """Correct a record; what another keeper changed meanwhile stays (`core.merge`).

    Raises ValidationError for too many files, and for what somebody was judged by (`workspace.evidence`).
    """
    with cleared_on_failure() as stored, transaction.atomic():
        return _change(activity, by=by, seen=seen, media=media, stored=stored, dropped=dropped, **facts)


@transaction.atomic
def take_back(activity: Activity, *, by) -> Activity:
    """It counts nowhere any more and nobody else sees it; `bring_back` undoes this.

    Raises ValidationError while it is cited: what was judged stays as it was.
    """
    activity = _locked(activity)
    evidence.refuse_taking_back(activity)
    return _set_removed(activity, activity.removed_at or clock.now(), by, "撤下")


@transaction.atomic
def bring_back(activity: Activity, *, by) -> Activity:
    return _set_removed(_locked(activity), None, by, "恢复")


def _change(
    activity: Activity, *, by, seen: Seen | None, media: Sequence[CleanMedia], stored: list[FieldFile],
    dropped: Iterable[ActivityFile] = (), **facts,
) -> Merged:  # fmt: skip
    activity = _locked(activity)
    merged = merge_into(activity, mine=facts, seen=seen, by=by)
    unwanted = activity_files.chosen(activity, dropped)
    evidence.refuse_rewriting(activity, merged.values, dropped=unwanted, free=AFTERWARDS)
    _write(activity, merged)
    files = activity_files.drop(unwanted) + len(activity_files.attach(activity, media, stored))
    labels = [str(Activity._meta.get_field(name).verbose_name) for name in merged.values]
    if labels or files:
        what = "、".join([*labels, *(["图片或视频"] if files else [])])
        ledger.append(activity, move="edit", label="修改", by=by, note=f"变更：{what}")
    return merged


def _write(activity: Activity, merged: Merged) -> None:
    plain = [name for name in merged.values if name != "duties"]
    for name in plain:
        setattr(activity, name, merged.values[name])
    if plain:
        activity.save(update_fields=plain)
    if "duties" in merged.values:
        activity.duties.set(merged.values["duties"])


def _locked(activity: Activity) -> Activity:
    """Two keepers at one record take turns."""
    return Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)


def _set_removed(activity: Activity, when, by, label: str) -> Activity:
    if (activity.removed_at is None) != (when is None):
        activity.removed_at = when
        activity.save(update_fields=["removed_at"])
        ledger.append(activity, move="edit", label=label, by=by)
    return activity
