"""Keeping 创建日志: one record for each activity, which every other page reads (domain.md §12.6)."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from core import clock
from core.merge import Merged, Seen
from core.services import jobs, ledger
from core.services.edits import merge_into
from units.models import Unit
from workspace.enums import MediaKind
from workspace.media.cleaned import CleanMedia
from workspace.models import Activity, ActivityFile, Duty
from workspace.queries.log import just_recorded
from workspace.services import thumbnails

MOST_PHOTOS = 3


@transaction.atomic
def record(
    unit: Unit, *, by, duties: Iterable[Duty] = (), media: Sequence[CleanMedia] = (), **facts
) -> Activity:
    """A new record; raises ValidationError for too many files.

    The same facts from the same person within seconds are one record: a second click.
    """
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if twice := just_recorded(unit, by=by, **facts):
        return twice
    activity = Activity.objects.create(unit=unit, created_by=by, **facts)
    activity.duties.set(duties)
    _attach(activity, media)
    ledger.append_creation(activity, by=by)
    return activity


@transaction.atomic
def change(
    activity: Activity, *, by, seen: Seen | None = None, media: Sequence[CleanMedia] = (),
    dropped: Iterable[ActivityFile] = (), **facts,
) -> Merged:  # fmt: skip
    """Correct a record; what another keeper changed meanwhile stays (`core.merge`)."""
    activity = _locked(activity)
    merged = merge_into(activity, mine=facts, seen=seen, by=by)
    plain = [name for name in merged.values if name != "duties"]
    for name in plain:
        setattr(activity, name, merged.values[name])
    if plain:
        activity.save(update_fields=plain)
    if "duties" in merged.values:
        activity.duties.set(merged.values["duties"])
    files = _drop(activity, dropped) + len(_attach(activity, media))
    labels = [str(Activity._meta.get_field(name).verbose_name) for name in merged.values]
    if labels or files:
        what = "、".join([*labels, *(["图片或视频"] if files else [])])
        ledger.append(activity, move="edit", label="修改", by=by, note=f"变更：{what}")
    return merged


@transaction.atomic
def take_back(activity: Activity, *, by) -> Activity:
    """It counts nowhere any more and nobody else sees it; `bring_back` undoes this.

    Raises ValidationError for evidence of a self-assessment: what was judged stays as it was.
    """
    activity = _locked(activity)
    if activity.self_assessment_entries.exists():
        raise ValidationError(
            "这条记录是自查自评的依据：未完成的自评请先取消引用，已完成的自评所依据的记录不能撤下"
        )
    return _set_removed(activity, activity.removed_at or clock.now(), by, "撤下")


@transaction.atomic
def bring_back(activity: Activity, *, by) -> Activity:
    return _set_removed(_locked(activity), None, by, "恢复")


def _locked(activity: Activity) -> Activity:
    """Two keepers at one record take turns."""
    return Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)


def _set_removed(activity: Activity, when, by, label: str) -> Activity:
    if (activity.removed_at is None) != (when is None):
        activity.removed_at = when
        activity.save(update_fields=["removed_at"])
        ledger.append(activity, move="edit", label=label, by=by)
    return activity


def _attach(activity: Activity, media: Sequence[CleanMedia]) -> list[ActivityFile]:
    """Keep cleaned files under names of our own; one that is there already is not kept twice."""
    known = set(activity.files.values_list("sha256", flat=True))
    fresh = list({item.sha256: item for item in media if item.sha256 not in known}.values())
    _refuse_too_many(activity, fresh)
    files = [_store(activity, item) for item in fresh]
    if files:
        jobs.start(thumbnails.KIND, by=None, arguments={"ids": [file.pk for file in files]}, total=len(files))
    return files


def _refuse_too_many(activity: Activity, fresh: Sequence[CleanMedia]) -> None:
    kinds = [*activity.files.values_list("kind", flat=True), *(item.kind for item in fresh)]
    videos = kinds.count(MediaKind.VIDEO)
    if videos > 1 or (videos and len(kinds) > 1) or len(kinds) > MOST_PHOTOS:
        raise ValidationError(f"一条记录最多 {MOST_PHOTOS} 张图片，或者 1 段视频，请先删除不需要的")


def _store(activity: Activity, item: CleanMedia) -> ActivityFile:
    """The bytes first, then the row; bytes whose row is not kept in the end are cleared away."""
    file = ActivityFile(activity=activity, kind=item.kind, width=item.width, height=item.height)
    file.size, file.sha256 = item.size, item.sha256
    file.file.save(f"activities/{file.key.hex[:2]}/{file.key}{item.suffix}", item.content, save=False)
    try:
        file.save()
    except Exception:
        file.file.delete(save=False)
        raise
    return file


def _drop(activity: Activity, dropped: Iterable[ActivityFile]) -> int:
    """Rows now, bytes when nobody can take the decision back any more."""
    files = list(activity.files.filter(pk__in=[file.pk for file in dropped]))
    for file in files:
        stored = [part for part in (file.file, file.thumbnail) if part]
        file.delete()
        transaction.on_commit(lambda parts=stored: [part.storage.delete(part.name) for part in parts])
    return len(files)
