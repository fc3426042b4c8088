"""What phones send that were without signal: each entry of their queue is applied once, whatever the network does.

Entries carry a key that the phone made. One that was applied before is answered as it was then, even when the item
was changed or the sheet handed in since. The phone's clock plays no part: it sends its queue in order, and the
times are the portal's.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from core.text import one_line_end
from creation_cycle.models import StandardItem
from reviews.answers import Answer
from reviews.models import Inspection, InspectionItem, OfflineEntry, ScoreSheet
from reviews.services import inspections
from reviews.services.inspections import OtherLook
from reviews.services.photos import add_photos
from reviews.services.sheets import Conflict, Saved, lock_draft, save_item
from workspace.media.cleaned import CleanMedia


@dataclass(frozen=True)
class Applied:
    """The portal holds the entry; `version` is the item's number in the sheet (0: cleared, or no item's answer)."""

    version: int
    saved_at: datetime


@dataclass(frozen=True)
class OtherComment:
    """Another device wrote something else as 总体意见 meanwhile: that stays, nothing was written."""

    comment: str


@transaction.atomic
def apply_answer(
    sheet: ScoreSheet, item: StandardItem, *, key: UUID, answer: Answer, base_version: int
) -> Applied | Conflict:
    """Keep one answer as `save_item` does, once for each key. Raises as `save_item` does."""
    if applied := _applied(sheet, key):
        return applied
    outcome = save_item(sheet, item, answer=answer, base_version=base_version)
    if isinstance(outcome, Saved):
        return _note(sheet, key, outcome.version, saved_at=outcome.saved_at)
    return outcome


@transaction.atomic
def apply_photo(sheet: ScoreSheet, item: StandardItem, *, key: UUID, media: CleanMedia) -> Applied:
    """Keep a picture once for each key, also when it was deleted since. Raises as `add_photos` does."""
    if applied := _applied(sheet, key):
        return applied
    add_photos(sheet, item, media={key: media})
    return _note(sheet, key)


@transaction.atomic
def apply_comment(sheet: ScoreSheet, *, key: UUID, comment: str, base_comment: str) -> Applied | OtherComment:
    """Keep the sheet's comment if it still says `base_comment`. Raises TransitionBlocked."""
    if applied := _applied(sheet, key):
        return applied
    sheet = lock_draft(sheet)
    stored, given = one_line_end(sheet.comment), one_line_end(comment)
    if stored not in (one_line_end(base_comment), given):
        return OtherComment(stored)
    if stored != given:
        sheet.comment = given
        sheet.save()
    return _note(sheet, key)


@transaction.atomic
def apply_look(
    inspection: Inspection, item: InspectionItem, *, key: UUID, look: str, remark: str, base_version: int
) -> Applied | OtherLook:
    """Keep what was seen at one point as `save_look` does, once for each key. Raises as `save_look` does."""
    if applied := _applied(inspection, key):
        return applied
    outcome = inspections.save_look(inspection, item, look=look, remark=remark, base_version=base_version)
    if isinstance(outcome, OtherLook):
        return outcome
    return _note(inspection, key, outcome.version)


@transaction.atomic
def apply_inspection_photo(
    inspection: Inspection, item: InspectionItem, *, key: UUID, media: CleanMedia
) -> Applied:
    """Keep a picture of an inspection once for each key."""
    if applied := _applied(inspection, key):
        return applied
    inspections.add_photos(inspection, item, media={key: media})
    return _note(inspection, key)


@transaction.atomic
def apply_inspection_comment(
    inspection: Inspection, *, key: UUID, comment: str, base_comment: str
) -> Applied | OtherComment:
    """Keep the inspection's comment if it still says `base_comment`. Raises TransitionBlocked."""
    if applied := _applied(inspection, key):
        return applied
    inspection = inspections.lock_draft(inspection)
    stored, given = one_line_end(inspection.comment), one_line_end(comment).strip()
    if stored not in (one_line_end(base_comment), given):
        return OtherComment(stored)
    if stored != given:
        inspections.write_comment(inspection, given)
    return _note(inspection, key)


def _owner(record: ScoreSheet | Inspection) -> dict:
    return {"inspection" if isinstance(record, Inspection) else "sheet": record}


def _applied(record: ScoreSheet | Inspection, key: UUID) -> Applied | None:
    """Looked for under the record's lock: of two requests with one key the second finds what the first did."""
    type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
    entry = OfflineEntry.objects.filter(**_owner(record), key=key).first()
    return Applied(entry.version, entry.saved_at) if entry else None


def _note(record: ScoreSheet | Inspection, key: UUID, version: int = 0, **times) -> Applied:
    entry = OfflineEntry.objects.create(**_owner(record), key=key, version=version, **times)
    return Applied(entry.version, entry.saved_at)
